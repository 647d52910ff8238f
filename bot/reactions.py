"""The product in one table: when this has happened, do that next."""

from dataclasses import dataclass
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.advising import Advising
from bot.approval.at_hand import AtHand
from bot.approval.by_hand import ByHand
from bot.approval.cards import Cards
from bot.approval.finishing import Finishing
from bot.approval.flow import Approvals
from bot.approval.handing import Handing
from bot.approval.openings import Openings
from bot.approval.reseating import Reseating
from bot.approval.second_thoughts import SecondThoughts
from bot.approval.stuck import Stuck
from bot.away.flow import Away
from bot.away.telling import Telling
from bot.campaigns.flow import Campaigns
from bot.choices.flow import Choosing
from bot.comparing.flow import Comparisons
from bot.digests.flow import Digests
from bot.distribution.flow import Distribution
from bot.history import Reaction, Reactions
from bot.home.flow import Home
from bot.intake.candidates import Candidates
from bot.intake.correcting import Correcting
from bot.intake.desk import Desk
from bot.intake.flow import Intake
from bot.intake.joining import Joining
from bot.intake.proofs import Proofs
from bot.noise.flow import NoiseReport
from bot.notices import Notices
from bot.remarks.flow import Remarks
from bot.reminders.flow import Reminders
from bot.reports.completing import Completeness
from bot.reports.flow import Reports
from bot.requests.flow import Requests
from bot.rulebook.flow import Rulebook
from bot.search.flow import Search
from bot.slack.pictures import Pictures
from bot.slack.posts import Posts
from bot.slack.presence import Presence
from bot.tasks.flow import Tasks
from models import events, people_events
from models.post import PostKind


@dataclass(frozen=True, kw_only=True)
class Steps:
    intake: Intake
    candidates: Candidates
    desk: Desk
    joining: Joining
    proofs: Proofs
    openings: Openings
    handing: Handing
    reseating: Reseating
    stuck: Stuck
    advising: Advising
    approvals: Approvals
    second_thoughts: SecondThoughts
    finishing: Finishing
    by_hand: ByHand
    at_hand: AtHand
    cards: Cards
    comparisons: Comparisons
    distribution: Distribution
    remarks: Remarks
    reminders: Reminders
    noise: NoiseReport
    notices: Notices
    posts: Posts
    pictures: Pictures
    presence: Presence
    campaigns: Campaigns
    tasks: Tasks
    requests: Requests
    rulebook: Rulebook
    search: Search
    home: Home
    away: Away
    telling: Telling
    choosing: Choosing
    digests: Digests
    reports: Reports
    correcting: Correcting
    completeness: Completeness


def reactions(the: Steps) -> Reactions:
    return {**_where_it_looks_alike(the), **_until_it_is_decided(the), **_once_it_is_decided(the)}


def _where_it_looks_alike(the: Steps) -> Reactions:
    show = _show(the.posts, PostKind.CARD, PostKind.RECEIPT)
    return {
        events.PictureJoined: [the.approvals.withdraw_joined, show, the.home.refresh],
        events.PictureToldApart: [show],
    }


def _until_it_is_decided(the: Steps) -> Reactions:
    card, receipt, ask, advice = PostKind.CARD, PostKind.RECEIPT, PostKind.ASK, PostKind.ADVICE
    outcome, reminder, stuck, hand = PostKind.OUTCOME, PostKind.REMINDER, PostKind.STUCK, PostKind.HAND
    show, home = partial(_show, the.posts), the.home.refresh
    asks = [the.cards.ask, the.advising.ask, the.reminders.plan]
    thought = the.cards.say_second_thought
    goes_to_review = [the.approvals.ask, the.cards.show, the.proofs.add, the.comparisons.begin, the.tasks.create]
    return {
        events.FilesReceived: [the.intake.welcome],
        events.VersionSubmitted: [the.intake.fetch, show(receipt), home],
        events.VersionStored: [the.intake.inspect],
        events.CandidateRefused: [the.candidates.send_back, show(receipt)],
        events.VersionBegun: [the.approvals.withdraw_older, show(card, receipt), home],
        events.DuplicateFound: [the.intake.conclude, show(card, receipt), home],
        events.VersionRefused: [the.intake.conclude, show(card, receipt), home],
        events.VersionInspected: [the.intake.conclude, show(receipt), home],
        events.AttributesGiven: [the.distribution.resume, the.distribution.describe, show(card, receipt)],
        events.AttributesSuggested: [the.distribution.resume, the.distribution.describe, show(receipt)],
        events.VersionReady: [*goes_to_review, show(receipt)],
        events.ApprovalOpened: [the.at_hand.notice],
        events.StageAtHand: [the.at_hand.tell_leads, the.reminders.plan_hand, the.home.refresh_leads],
        events.StageCalled: [the.reminders.forget, show(card, receipt, hand, reminder), home],
        events.StageOpened: [*asks, the.reseating.look_after, the.tasks.follow, home],
        events.DecisionFollowed: [show(card, receipt, ask, reminder, stuck), the.tasks.comment, home],
        events.DecisionRefused: [the.home.refresh_mine],
        events.StageSettled: [the.reminders.forget, the.at_hand.notice, show(advice)],
        events.DecisionTakenBack: [thought, show(card, receipt, ask, reminder, stuck), home],
        events.FollowUpFinished: [show(card, receipt, outcome), home],
        events.ReviewRecalled: [
            thought,
            the.reminders.forget_all,
            show(card, receipt, ask, advice, reminder, stuck, hand),
            home,
        ],
        events.ReviewReopened: [thought, the.at_hand.notice, show(card, receipt, ask, outcome), home],
        events.TimePassed: [show(card, ask, reminder, stuck), home],
        events.StageStuck: [the.stuck.tell_lead, show(card)],
        events.StageEscalated: [the.reminders.escalate],
        events.SeatsReassigned: [the.cards.ask, the.reminders.plan],
        events.SeatsChanged: [*asks, show(card, ask, advice, reminder, stuck), home, the.home.refresh_left],
        events.SeatsHandedOver: [show(card, ask, reminder), home],
        events.SeatsGivenBack: [show(card, ask, reminder), home, the.home.refresh_away],
        events.OthersAsked: [the.cards.ask, the.reminders.plan],
        events.ApprovalWithdrawn: [
            the.cards.say_withdrawn,
            the.reminders.forget_all,
            show(ask, advice, reminder, stuck, hand),
            home,
        ],
    }


def _once_it_is_decided(the: Steps) -> Reactions:
    card, receipt, outcome = PostKind.CARD, PostKind.RECEIPT, PostKind.OUTCOME
    advice, hand = PostKind.ADVICE, PostKind.HAND
    show, home = partial(_show, the.posts), the.home.refresh
    tell_news, share = show(card, is_news=True), the.pictures.share_with_card
    tell = the.cards.tell_outcome
    return {
        events.ApprovalSettled: [
            the.reminders.forget_all,
            the.distribution.render,
            tell,
            the.tasks.follow,
            show(advice, hand),
        ],
        events.RenditionsMade: [the.distribution.publish],
        events.AssetPublished: [
            the.distribution.announce,
            the.distribution.certify,
            the.tasks.finish,
            show(card, receipt, outcome),
            home,
        ],
        events.TaskLinked: [tell_news],
        events.TaskChanged: [tell_news],
        events.Posted: [share, the.cards.appeared, the.tasks.card_appeared, the.home.card_appeared],
        events.NotPosted: [the.cards.kept_out],
        events.PicturesShared: [show(card)],
        events.WorkGivenUp: [the.candidates.say_given_up, tell, show(card, receipt, outcome), home],
        events.PolicyAdopted: [the.cards.move, the.reseating.follow, the.at_hand.follow],
        events.PolicyPiloted: [the.reseating.follow],
        events.TroubleFound: [the.notices.tell_admins, the.home.refresh_admins],
        people_events.AbsenceNamed: [the.telling.tell, the.home.refresh_away],
        people_events.AbsenceBegan: [the.handing.begin, the.home.refresh_away],
        people_events.AbsenceEnded: [the.telling.tell_end, the.handing.end, the.home.refresh_away],
        people_events.NoticesChosen: [the.home.refresh_mine, the.cards.promise],
        people_events.AssetMuted: [the.cards.promise],
        people_events.AssetUnmuted: [the.cards.promise],
        people_events.DigestDue: [the.digests.show],
    }


def _show(posts: Posts, *kinds: PostKind, is_news: bool = False) -> Reaction:
    """Edit these messages about the batch to what is true now. Slack allows few edits: name only what changes. News is
    what nobody on the card has clicked for: it takes a breath, and melts into the next edit.
    """

    async def refresh(session: AsyncSession, event: events.Event) -> None:
        posts.refresh(session, subject_id=event.batch_id, kinds=kinds, is_news=is_news)  # type: ignore[attr-defined]

    return refresh
