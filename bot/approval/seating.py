"""Who sits in a stage today, and in a sentence for the admins why nobody does."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.policy_review import StagePolicy
from models.person import Person
from models.review.words import Rule


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """A stage that could never pass with those who may decide. `uploader` is the approver whose own work it is, where
    that is what makes the difference.
    """

    stage: StagePolicy
    seated: int
    uploader: Person | None
    unknown: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same for everything that waits for the same reason."""
        return f"seats:{self.stage.name}:{self.uploader.slack_id if self.uploader else ''}"

    def sentence(self, pictures: int) -> str:
        return f"{self._what(pictures)}{self._unfound} {self._remedy}"

    def _what(self, pictures: int) -> str:
        many, them = ("1 picture", "it") if pictures == 1 else (f"{pictures} pictures", "them")
        name = self.stage.name
        if self.seated:
            why = f", because {self.uploader.name} brought {them}" if self.uploader else ""
            return f"Stage {name} needs {self.stage.quorum} approvers and has {self.seated} for {many}{why}."
        why = f": the only approver, {self.uploader.name}, brought {them}" if self.uploader else ""
        return f"Stage {name} has nobody who may decide on {many}{why}."

    @property
    def _unfound(self) -> str:
        return f" Slack does not know {', '.join(self.unknown)}." if self.unknown else ""

    @property
    def _remedy(self) -> str:
        if self.uploader:
            others = "more of them" if self.seated else "another one"
            lower = ", lower its quorum," if self.seated else ""
            return f"Name {others} in galley.yml{lower} or set review.self_approval."
        return "Name more of them in galley.yml, or lower its quorum." if self.seated else _NAME_THEM


_NAME_THEM = "Name its approvers in galley.yml."


def seated(
    stage: StagePolicy, active: Sequence[Person], unknown: Sequence[str], *, submitter_id: str, own_work: bool
) -> Sequence[Person] | Vacancy:
    """`active` are its approvers, as far as Slack knows them and they can answer."""
    people = [person for person in active if own_work or person.slack_id != submitter_id]
    if _is_enough(stage, people):
        return people
    uploader = next((person for person in active if person.slack_id == submitter_id), None)
    is_because_of_them = uploader is not None and _is_enough(stage, active)
    return Vacancy(
        stage=stage,
        seated=len(people),
        uploader=uploader if is_because_of_them else None,
        unknown=tuple(unknown),
    )


def _is_enough(stage: StagePolicy, people: Sequence[Person]) -> bool:
    return len(people) >= (stage.quorum or 1 if stage.rule is Rule.QUORUM else 1)
