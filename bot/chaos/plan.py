"""The plan of a run: who brings what, what is decided about it, and what is broken when. All of it from one seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

LARGEST_UPLOAD = 10  # an ask names so many pictures
LARGEST_OPEN = 5  # a reminder names so many
CALLS_PER_ITEM = 14  # writes to Slack and Wrike, on average; blows are spread over them
NO_TASKS, TASKS = "general", "intake"  # channels; the second belongs to a project


class Fate(StrEnum):
    """What people make of a picture."""

    APPROVED = "approved"
    REJECTED = "rejected"  # by Design
    REJECTED_LATE = "rejected late"  # by Brand
    BETTER = "better"  # Design rejects it, a second version is approved
    OPEN = "open"  # Design never answers
    OPEN_LATE = "open late"  # Brand never answers


UNANSWERED = frozenset({Fate.OPEN, Fate.OPEN_LATE})
_FATES = (Fate.APPROVED, Fate.REJECTED, Fate.REJECTED_LATE, Fate.BETTER)
_SHARES = (70, 8, 6, 16)


@dataclass(frozen=True, kw_only=True)
class Picture:
    number: int
    fate: Fate

    @property
    def title(self) -> str:
        return f"pic{self.number:05d}"

    @property
    def versions(self) -> int:
        return 2 if self.fate is Fate.BETTER else 1


@dataclass(frozen=True, kw_only=True)
class Upload:
    """Dropped with one message."""

    number: int
    channel: str
    pictures: tuple[Picture, ...]

    @property
    def has_tasks(self) -> bool:
        return self.channel == TASKS


class Kind(StrEnum):
    KILL = "killed"  # and started again
    LOSE = "lost"  # killed, and another one takes its place
    FREEZE = "frozen"
    RESTART = "database restarted"


@dataclass(frozen=True, kw_only=True)
class Blow:
    """Falls after so many further writes. `victim` is a throw of dice: which of those that are there."""

    kind: Kind
    after_calls: int
    victim: float
    pause: float  # seconds: until it is started again, or how long it stays frozen


@dataclass(frozen=True, kw_only=True)
class Plan:
    uploads: tuple[Upload, ...]
    blows: tuple[Blow, ...]
    edits: int  # of tasks, by people

    @property
    def pictures(self) -> Iterator[Picture]:
        return (picture for upload in self.uploads for picture in upload.pictures)


def draw(dice: Random, *, items: int, kills: int, freezes: int, restarts: int, tasks: float) -> Plan:
    """`tasks` is the share of uploads whose channel belongs to a campaign."""
    uploads = tuple(_uploads(dice, items, tasks))
    with_tasks = sum(len(upload.pictures) for upload in uploads if upload.has_tasks)
    blows = _blows(dice, items=items, kills=kills, freezes=freezes, restarts=restarts)
    return Plan(uploads=uploads, blows=tuple(blows), edits=with_tasks)


def _uploads(dice: Random, items: int, tasks: float) -> Iterator[Upload]:
    number, left = 0, items
    while left:
        number += 1
        is_open = number % 12 == 3  # noqa: PLR2004  a few, and one even in a short run
        size = min(left, dice.randint(1, LARGEST_OPEN if is_open else LARGEST_UPLOAD))
        first = items - left
        fates = _fates(dice, size, is_open=is_open)
        pictures = tuple(Picture(number=first + place, fate=fate) for place, fate in enumerate(fates))
        has_tasks = number == 1 or dice.random() < tasks
        yield Upload(number=number, channel=TASKS if has_tasks else NO_TASKS, pictures=pictures)
        left -= size


def _fates(dice: Random, size: int, *, is_open: bool) -> Sequence[Fate]:
    if is_open:
        return [dice.choice(sorted(UNANSWERED))] * size
    if dice.random() < 0.4:  # noqa: PLR2004  uploads that everybody likes
        return [Fate.APPROVED] * size
    return dice.choices(_FATES, _SHARES, k=size)


def _blows(dice: Random, *, items: int, kills: int, freezes: int, restarts: int) -> Iterator[Blow]:
    kinds = [Kind.LOSE if number % 4 == 2 else Kind.KILL for number in range(kills)]  # noqa: PLR2004
    for kind, times in ((Kind.FREEZE, freezes), (Kind.RESTART, restarts)):
        for _ in range(times):
            kinds.insert(dice.randrange(len(kinds) // 4, len(kinds) * 3 // 4 + 1), kind)
    spread = max(4, items * CALLS_PER_ITEM // max(1, len(kinds)))
    for kind in kinds:
        pause = dice.uniform(11, 16) if kind is Kind.FREEZE else dice.uniform(0, 1.5)
        yield Blow(kind=kind, after_calls=dice.randint(2, spread), victim=dice.random(), pause=pause)
