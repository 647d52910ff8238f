"""What is asked about the project board: /galley campaign and /galley task, handed on to whoever keeps them."""

from typing import Protocol

from bot.requests import views
from bot.requests.commands import Request
from bot.slack.actor import Actor
from bot.slack.parts import Message


class CampaignDesk(Protocol):
    """A channel and its project."""

    async def link(self, actor: Actor, reference: str) -> Message: ...

    async def unlink(self, actor: Actor) -> Message: ...

    async def show(self, actor: Actor) -> Message: ...


class TaskDesk(Protocol):
    """A picture and its task; `hint` are words of the picture's title."""

    async def link(self, actor: Actor, reference: str, hint: str = "") -> Message: ...


class BoardRequests:
    def __init__(self, *, campaigns: CampaignDesk, tasks: TaskDesk) -> None:
        self._campaigns, self._tasks = campaigns, tasks

    async def campaign(self, request: Request) -> Message:
        verb, _, reference = request.words.partition(" ")
        match verb.casefold():
            case "" | "show":
                return await self._campaigns.show(request.actor)
            case "link":
                return await self._campaigns.link(request.actor, reference.strip())
            case "unlink":
                return await self._campaigns.unlink(request.actor)
            case _:
                return views.unknown_verb("campaign", verb, ("link", "unlink", "show"))

    async def task(self, request: Request) -> Message:
        verb, _, rest = request.words.partition(" ")
        if verb.casefold() != "link":
            return views.unknown_verb("task", verb, ("link",))
        reference, _, hint = rest.strip().partition(" ")
        return await self._tasks.link(request.actor, reference, hint.strip())
