"""Remarks below a card that sound like a verdict: for which pictures, and who said that theirs are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import Instant
from models.verdict_words import Sounds, fold


class Remark(SQLModel, table=True):
    """What this person writes below this stage of a version is a remark, as they said themselves: it decides nothing,
    and nobody asks them whether it does.
    """

    stage_id: str = Field(foreign_key="stage.id", primary_key=True)
    person_id: str = Field(primary_key=True)
    team_id: str
    said_at: datetime = Field(sa_type=Instant)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One picture of a card. `stage_id` where its stage waits for whoever wrote; empty where it does not."""

    number: int
    title: str
    file_name: str
    version: int
    stage_id: str = ""
    stage: str = ""

    def is_called(self, name: str) -> bool:
        return fold(name) in (fold(self.title), fold(self.file_name))


def meant(heard: Sounds, card: Sequence[Shown]) -> tuple[Shown, ...] | None:
    """Those of the card for which such words would count; empty where none waits, None where only a person can tell."""
    waiting = tuple(one for one in card if one.stage_id)
    pointed = _pointed(heard, card)
    if not waiting:
        return ()
    if pointed is None or (heard.is_vague and len(card) > 1):
        return None
    return tuple(one for one in waiting if one in pointed)


def _pointed(heard: Sounds, card: Sequence[Shown]) -> Sequence[Shown] | None:
    """All of them where none is named. Where there is but one, a number is none of a picture."""
    numbers = heard.numbers if len(card) > 1 else ()
    named = [[one for one in card if one.number == number] for number in numbers]
    named += [[one for one in card if one.is_called(name)] for name in heard.names]
    if any(len(group) != 1 for group in named):
        return None
    return [group[0] for group in named] if named else card
