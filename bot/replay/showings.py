"""Every card that Slack was ever told, shown once more from history, and held against the digest of what was sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import views
from bot.approval.basis import Basis, marks_of, planned_of, truth_of
from bot.approval.reading import card_of
from bot.audit.retelling import retell
from bot.audit.story import Story, Untellable
from bot.replay.reading import Told, read_policy
from bot.slack.parts import Message
from bot.slack.speaking import without_pictures


@dataclass(frozen=True, kw_only=True)
class Showing:
    """One time that Slack was told of the card. `again` is what history makes of it, None where it cannot: `why`."""

    number: int  # of its entry
    at: datetime
    shown: str  # the digest of what was sent
    is_noted: bool  # False: Slack was told before a crash, and what was true then was not written down
    again: Message | None = None
    why: str = ""

    @property
    def is_same(self) -> bool:
        return self.again is not None and self.again.digest == self.shown

    @property
    def differs(self) -> bool:
        return self.is_noted and not self.is_same

    @property
    def difference(self) -> str:
        made = self.again.digest if self.again else ""
        why = self.why or f"{self.shown} was sent, and history makes {made}"
        return f"the card of entry {self.number}, {self.at:%Y-%m-%d %H:%M:%S} UTC: {why}"


async def show_again(session: AsyncSession, batch_id: str, entries: Sequence[Told]) -> list[Showing]:
    return [await _again(session, batch_id, entries, entry, basis) for entry, basis in _bases(entries)]


def _bases(entries: Sequence[Told]) -> Iterator[tuple[Told, Basis]]:
    """Each showing with everything that was noted by then."""
    basis: dict[str, Any] = {}
    for entry in entries:
        if entry["event"] == "CardShown":
            told = entry["details"]
            basis = {name: value for name, value in (basis | told["changed"]).items() if name not in told["gone"]}
            yield entry, basis


async def _again(session: AsyncSession, batch_id: str, entries: Sequence[Told], entry: Told, basis: Basis) -> Showing:
    told = entry["details"]
    showing = Showing(number=entry["number"], at=entry["at"], shown=told["shown"], is_noted=told["is_known"])
    if not showing.is_noted:
        return showing
    try:
        message = await _render(session, batch_id, entries, basis)
        return replace(showing, again=without_pictures(message) if told["is_bare"] else message)
    except Untellable as error:
        return replace(showing, why=str(error))
    except KeyError as error:
        return replace(showing, why=f"it needs {error}, which is not told")


async def _render(session: AsyncSession, batch_id: str, entries: Sequence[Told], basis: Basis) -> Message:
    policy = await read_policy(session, basis["policy"])
    truth = truth_of(_story(entries, basis), basis)
    at, planned = datetime.fromisoformat(basis["at"]), planned_of(basis)
    shown = card_of(truth, policy, lead=basis["lead"], planned=planned, at=at)
    if shown is None:
        raise Untellable("by then nobody had been asked, so there was no card to show")
    return views.card(shown, batch_id=batch_id)


def _story(entries: Sequence[Told], basis: Basis) -> Story:
    """As far as each picture's history had come."""
    marks = marks_of(basis)
    return retell(
        entry for entry in entries if entry["asset_id"] is None or entry["number"] <= marks.get(entry["asset_id"], 0)
    )
