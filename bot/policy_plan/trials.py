"""What a new galley.yml has tried in a few channels, and what becomes of the pilot that runs."""

from dataclasses import dataclass

from bot.galley_yml import Edition
from bot.policy_plan.people import PersonChange, affected
from bot.policy_plan.stages import StageChange, changes
from bot.policy_plan.wording import listed


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Against the new file itself."""

    channels: tuple[str, ...]
    file: str
    digest: str
    stages: tuple[StageChange, ...]
    people: tuple[PersonChange, ...]


def trial(new: Edition, pilot: Edition | None) -> Trial | None:
    if pilot is None or new.policy.pilot is None:
        return None
    return Trial(
        channels=new.policy.pilot.channels,
        file=new.policy.pilot.file,
        digest=pilot.digest,
        stages=changes(new.policy, pilot.policy),
        people=affected(new.policy, pilot.policy),
    )


def ending(before: Edition, was: Edition | None, new: Edition) -> str:
    """Where the pilot that runs is over with the new file; otherwise empty."""
    if was is None or before.policy.pilot is None or new.policy.pilot is not None:
        return ""
    where = listed(before.policy.pilot.channels)
    if new.digest == was.digest:
        return f"The pilot in {where} comes into force everywhere, and what runs under it goes on."
    return f"The pilot in {where} is dropped: what began in it keeps its stages, and nothing else begins by it."
