"""A yes that would be given too early: before something is known that galley.yml asks for first."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from slack_sdk.models.views import View

from bot.galley_yml import Policies
from bot.slack.actor import Actor
from models.attributes.schema import ASSET_TYPE, Moment
from models.refusal import Refusal

Lacks = Callable[[Mapping[str, Any]], Sequence[str]]
"""The labels of what has to be known before a picture with these attributes is approved."""


class Details(Protocol):
    """The form in which it is filled in. Raises NotAllowed."""

    async def details_form(self, asset_ids: str, *, by: Actor) -> View | None: ...


class Lacking(Refusal):
    def __init__(self, asset_id: str, title: str, labels: Sequence[str]) -> None:
        self.asset_id = asset_id
        known = f"{' and '.join(labels)} {'is' if len(labels) == 1 else 'are'} known"
        super().__init__(
            f"{title or 'This picture'} cannot be approved before {known}, so nothing was changed. "
            "Fill it in here, or ask whoever brought it; then approve."
        )


def nothing(_: Mapping[str, Any]) -> Sequence[str]:
    return ()


def lacks_by(policies: Policies) -> Lacks:
    def lacks(attributes: Mapping[str, Any]) -> Sequence[str]:
        policy = policies.current
        needed = policy.needed(str(attributes.get(ASSET_TYPE) or ""), Moment.APPROVED)
        return [policy.attributes[name].label for name in needed if not attributes.get(name)]

    return lacks
