"""The product in one table: when this has happened, do that next."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.cards import Cards
from bot.approval.flow import Approvals
from bot.approval.openings import Openings
from bot.distribution.flow import Distribution
from bot.history import Reactions
from bot.intake.desk import Desk
from bot.intake.flow import Intake
from bot.intake.proofs import Proofs
from bot.notices import Notices
from bot.reminders.flow import Reminders
from bot.slack.pictures import Pictures
from bot.slack.posts import EDITABLE, Posts
from models import events


@dataclass(frozen=True, kw_only=True)
class Steps:
    intake: Intake
    desk: Desk
    proofs: Proofs
    openings: Openings
    approvals: Approvals
    cards: Cards
    distribution: Distribution
    reminders: Reminders
    notices: Notices
    posts: Posts
    pictures: Pictures


def reactions(the: Steps) -> Reactions:
    async def show_truth(session: AsyncSession, event: events.Event) -> None:
        """Every message about the batch is edited to what is true now."""
        await the.posts.refresh(session, subject_id=event.batch_id, kinds=EDITABLE)  # type: ignore[attr-defined]

    return {
        events.FilesReceived: [the.intake.welcome],
        events.VersionSubmitted: [the.approvals.withdraw_older, the.intake.fetch, show_truth],
        events.VersionStored: [the.intake.inspect],
        events.DuplicateFound: [the.intake.conclude, show_truth],
        events.VersionRefused: [the.intake.conclude, show_truth],
        events.VersionInspected: [the.intake.conclude, show_truth],
        events.AttributesGiven: [show_truth],
        events.VersionReady: [
            the.approvals.ask,
            the.cards.show,
            the.proofs.add,
            show_truth,
        ],
        events.StageOpened: [the.cards.ask, the.reminders.plan],
        events.DecisionMade: [show_truth],
        events.StageSettled: [the.reminders.forget],
        events.ApprovalWithdrawn: [the.cards.say_withdrawn, the.reminders.forget_all],
        events.ApprovalSettled: [the.distribution.render, the.cards.tell_outcome],
        events.RenditionsMade: [the.distribution.publish],
        events.AssetPublished: [the.distribution.announce, show_truth],
        events.TaskLinked: [show_truth],
        events.TaskChanged: [show_truth],
        events.ReminderSent: [show_truth],
        events.Posted: [the.pictures.share_with_card, the.cards.appeared],
        events.PicturesShared: [show_truth],
        events.TroubleFound: [the.notices.tell_admins],
    }
