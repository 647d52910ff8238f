"""What is asked for as a report: /galley report, handed on to whoever writes it."""

from typing import Protocol

from bot.requests import views
from bot.requests.commands import Request
from bot.slack.actor import Actor
from bot.slack.parts import Message


class NoiseDesk(Protocol):
    """Messages and decisions."""

    async def read(self, *, by: Actor) -> Message: ...


class ReportRequests:
    def __init__(self, *, noise: NoiseDesk) -> None:
        self._noise = noise

    async def report(self, request: Request) -> Message:
        what = request.words.casefold()
        return (
            await self._noise.read(by=request.actor)
            if what == "noise"
            else views.unknown_verb("report", request.words, ("noise",))
        )
