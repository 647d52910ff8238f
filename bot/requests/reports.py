"""What is asked for as a report: /galley report, handed on to whoever writes it."""

from typing import Protocol

from bot.requests import views
from bot.requests.commands import Request
from bot.slack.actor import Actor
from bot.slack.parts import Message


class NoiseDesk(Protocol):
    """Messages and decisions."""

    async def read(self, *, by: Actor) -> Message: ...


class AbsenceDesk(Protocol):
    """Which stages will lack people. Raises NotAllowed."""

    async def __call__(self, by: Actor) -> Message: ...


class AttributeDesk(Protocol):
    """What pictures lack, below a share. Raises NotAllowed, and a Refusal where it is no share."""

    async def __call__(self, least: str, by: Actor) -> Message: ...


class ReportRequests:
    def __init__(self, *, noise: NoiseDesk, absences: AbsenceDesk, attributes: AttributeDesk) -> None:
        self._noise, self._absences, self._attributes = noise, absences, attributes

    async def report(self, request: Request) -> Message:
        match request.words.casefold().split():
            case ["noise"]:
                return await self._noise.read(by=request.actor)
            case ["absences"]:
                return await self._absences(request.actor)
            case ["attributes", *least]:
                return await self._attributes(" ".join(least), request.actor)
        return views.unknown_verb("report", request.words, ("absences", "attributes", "noise"))
