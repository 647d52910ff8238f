"""Who sits in a stage today, and in a sentence for the admins why nobody does."""

from dataclasses import dataclass, replace

from bot.approval.casting import Cast
from bot.policy_stage import StagePolicy
from models.person import Person


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


@dataclass(frozen=True, kw_only=True)
class NoStage:
    """No stage applies to a picture, so nobody would be asked."""

    title: str

    @property
    def key(self) -> str:
        return "seats:"

    def sentence(self, pictures: int) -> str:
        many = f"the picture {self.title}" if pictures == 1 else f"{pictures} pictures"
        return f"No stage of galley.yml applies to {many}, so nobody is asked. Give one stage no conditions under when."


Waiting = Vacancy | NoStage

_NAME_THEM = "Name its approvers in galley.yml."


def vacancy_of(cast: Cast, submitter_id: str) -> Vacancy | None:
    """None where it can pass with those who may decide."""
    if cast.is_enough:
        return None
    others = set(cast.seating.named) - set(cast.seating.denied)
    would_be_enough = replace(cast, may=tuple(others)).is_enough
    is_counted = cast.stage.final_decider is None
    return Vacancy(
        stage=cast.stage,
        seated=len(cast.may) if is_counted else 0,
        uploader=cast.people.get(submitter_id) if would_be_enough else None,
        unknown=cast.unknown,
    )
