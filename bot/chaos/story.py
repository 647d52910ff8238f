"""What people have done so far, and were told that it counts: the measure of everything that must follow."""

from collections import Counter
from dataclasses import dataclass, field

from bot.chaos.plan import UNANSWERED, Fate, Picture, Plan, Upload

DESIGN, BRAND = "Design", "Brand"
APPROVED, REJECTED = "approved", "rejected"
STAGES = {"designer1": DESIGN, "brand": BRAND}  # who sits in which


@dataclass(kw_only=True)
class Story:
    plan: Plan
    dropped: dict[int, str] = field(default_factory=dict)  # number of the upload -> ts of its message
    versions: Counter[str] = field(default_factory=Counter)  # by title
    edits: dict[str, list[str]] = field(default_factory=dict)  # title -> the days that people set on its task
    decided: set[tuple[str, int, str]] = field(default_factory=set)  # title, version and stage of what was answered
    upset: list[str] = field(default_factory=list)  # what people were told instead of an answer

    def __post_init__(self) -> None:
        self.pictures = {picture.title: picture for picture in self.plan.pictures}
        self.homes = {picture.title: upload for upload in self.plan.uploads for picture in upload.pictures}

    @property
    def uploads(self) -> list[Upload]:
        """Those that were dropped."""
        return [upload for upload in self.plan.uploads if upload.number in self.dropped]

    @property
    def is_told(self) -> bool:
        """Everybody has done what the plan says."""
        return len(self.dropped) == len(self.plan.uploads) and all(map(self.is_over, self.plan.uploads))

    def is_over(self, upload: Upload) -> bool:
        return all(
            (picture.title, version, stage) in self.decided
            for picture in upload.pictures
            for version, stage, _ in decisions(picture)
        )

    @property
    def titles(self) -> list[str]:
        return [picture.title for upload in self.uploads for picture in upload.pictures]


def verdict(picture: Picture, stage: str, *, version: int) -> str | None:
    """What this stage will say; None where it never answers."""
    match picture.fate, stage:
        case (Fate.OPEN, _) | (Fate.OPEN_LATE, "Brand"):
            return None
        case (Fate.REJECTED, "Design") | (Fate.REJECTED_LATE, "Brand"):
            return REJECTED
        case Fate.BETTER, "Design" if version == 1:
            return REJECTED
    return APPROVED


def decisions(picture: Picture) -> list[tuple[int, str, str]]:
    """Version, stage and verdict of every decision that people take about it, in order."""
    taken = []
    for version in range(1, picture.versions + 1):
        for stage in (DESIGN, BRAND):
            said = verdict(picture, stage, version=version)
            if said is None:
                break
            taken.append((version, stage, said))
            if said == REJECTED:
                break
    return taken


def is_published(picture: Picture) -> bool:
    return picture.fate in (Fate.APPROVED, Fate.BETTER)


def asks_now(picture: Picture) -> str | None:
    """Who has still not answered when all is over."""
    if picture.fate not in UNANSWERED:
        return None
    return "designer1" if picture.fate is Fate.OPEN else "brand"
