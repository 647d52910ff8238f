"""By which edition of galley.yml a picture is asked about: the one on trial where it came in, or the one in force."""

from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Channel, Edition, Policies, read_kept
from bot.policy import Policy
from bot.policy_stage import StagePolicy
from models.approval import Approval
from models.asset import Asset
from models.batch import Batch
from models.history import PolicyEdition


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A stage with the policy that it stands in: its roles, hours and calendar."""

    stage: StagePolicy
    policy: Policy


class Editions:
    def __init__(self, policies: Policies, channel: Channel) -> None:
        self._policies, self._channel = policies, channel

    async def beginning(self, session: AsyncSession, asset: Asset) -> tuple[Edition, bool]:
        """For an approval that opens now; and whether that edition is only tried."""
        batch = await session.get_one(Batch, asset.batch_id)
        is_pilot = batch.channel_id in self._policies.tried_in(asset.team_id, self._channel)
        return self._policies.under(is_pilot=is_pilot), is_pilot

    async def terms(self, session: AsyncSession, approval_id: str, stage: str) -> Terms:
        """People and times are today's, as long as galley.yml knows the stage; the rules are those it opened with."""
        began = select(Approval.policy_digest, Approval.is_pilot).where(Approval.id == approval_id)
        digest, is_pilot = (await session.exec(began)).one()
        today = self._policies.under(is_pilot=is_pilot).policy
        if (known := today.review.stage(stage)) is not None:
            return Terms(stage=known, policy=today)
        then = read_kept((await session.get_one(PolicyEdition, digest)).text).policy
        gone = next(one for one in then.review.every_stage if one.name == stage)
        return Terms(stage=gone, policy=_knowing_roles(today, then))


def _knowing_roles(today: Policy, then: Policy) -> Policy:
    """Roles are whoever has them today; those that are gone with the stage, whoever had them."""
    roles = {**then.people.roles, **today.people.roles}
    return today.model_copy(update={"people": today.people.model_copy(update={"roles": roles})})
