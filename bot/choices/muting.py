"""What /galley mute is answered with. Which pictures are meant, somebody else knows."""

from collections.abc import Sequence
from typing import Protocol

from bot.choices import views
from bot.choices.flow import Choosing
from bot.slack.actor import Actor
from bot.slack.parts import Message
from models.asset import Asset

OFF = "off"


class Meant(Protocol):
    """The pictures somebody means by these words, among those that they may see; the best one first."""

    async def __call__(self, by: Actor, words: str) -> Sequence[Asset]: ...


class Muting:
    def __init__(self, *, choosing: Choosing, meant: Meant) -> None:
        self._choosing, self._meant = choosing, meant

    async def answer(self, words: str, *, by: Actor) -> Message:
        """`hero` or `off hero`; a picture that is called "off" is muted by its number."""
        first, _, rest = words.partition(" ")
        is_lifted = first.casefold() == OFF
        wanted = rest.strip() if is_lifted else words
        found = (await self._meant(by, wanted))[:1] if wanted else ()
        if not found:
            return views.nothing_to_mute(wanted)
        change = self._choosing.unmute if is_lifted else self._choosing.mute
        await change([asset.id for asset in found], by=by)
        titles = [asset.title for asset in found]
        return views.unmuted(titles) if is_lifted else views.muted(titles)
