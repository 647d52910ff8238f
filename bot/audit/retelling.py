"""History retold: the rows about the pictures of a batch as they must stand, made from nothing but the entries.

Whoever adds a kind of event says here what it changes on a card or in an approval; None: nothing.
"""

from collections.abc import Callable, Iterable, Mapping

from bot.audit import reviews
from bot.audit.story import Details, Entry, Story, Untellable
from models import comparison, events, people_events
from models.asset import CANDIDATE, Asset, AssetState, Version
from models.attributes.schema import ASSET_TYPE
from models.batch import Batch, Origin
from models.publication import Publication
from models.refusal import Refusal
from models.suggestion import Reply, Suggestion


def retell(entries: Iterable[Entry]) -> Story:
    """In the order of their numbers. Raises Untellable."""
    story = Story()
    for entry in entries:
        fold = FOLDS[_kind(entry)]
        if fold is None:
            continue
        try:
            fold(story, entry, entry["details"])
        except (KeyError, Refusal) as error:
            raise Untellable(f"entry {entry['number']} ({entry['event']}) cannot be retold: {_why(error)}") from error
    return story


def _kind(entry: Entry) -> type[events.Event]:
    try:
        return events.event_named(entry["event"])
    except KeyError as error:
        raise Untellable(f"entry {entry['number']} is a {entry['event']}, which this Galley does not know") from error


def _why(error: KeyError | Refusal) -> str:
    if isinstance(error, Refusal):
        return f"{error}, by what was told before"
    return f"it needs {error}, which is not told; an older Galley did not note everything"


def _received(story: Story, entry: Entry, told: Details) -> None:
    story.batch = Batch(
        id=told["batch_id"],
        team_id=entry["team_id"],
        channel_id="",
        submitter_id=entry["actor_id"],
        origin=Origin.DROP,
        submitted_at=entry["at"],
    )


def _submitted(story: Story, entry: Entry, told: Details) -> None:
    is_first = entry["asset_id"] not in story.assets
    if is_first:
        asset = Asset(
            id=entry["asset_id"],
            team_id=entry["team_id"],
            batch_id=told["batch_id"],
            position=told["position"],
            submitter_id=entry["actor_id"],
            created_at=entry["at"],
        )
        _describe(asset, told)
        story.assets[asset.id] = asset
    story.versions[told["version_id"]] = Version(
        id=told["version_id"],
        team_id=entry["team_id"],
        asset_id=entry["asset_id"],
        number=1 if is_first else CANDIDATE,
        file_name=told["file_name"],
        submitter_id=entry["actor_id"],
        submitted_at=entry["at"],
    )


def _stored(story: Story, entry: Entry, told: Details) -> None:
    version = story.versions[told["version_id"]]
    version.sha256, version.size_bytes, version.file_name = told["sha256"], told["size_bytes"], told["file_name"]
    asset = story.assets[entry["asset_id"]]
    asset.attributes = {**asset.attributes, "title": told["title"]}


def _begun(story: Story, entry: Entry, told: Details) -> None:
    story.assets[entry["asset_id"]].begin(story.versions[told["version_id"]])


def _inspected(story: Story, entry: Entry, told: Details) -> None:
    version, asset = story.versions[told["version_id"]], story.assets[entry["asset_id"]]
    version.facts, version.checks, version.given_up = dict(told["facts"]), list(told["checks"]), None
    is_ready = not told["failed"] and not told["missing"]
    if told.get("asset_type"):
        asset.attributes = {**asset.attributes, ASSET_TYPE: told["asset_type"]}
    _conclude(story, asset, version, AssetState.CHECKING if is_ready else AssetState.NEEDS_WORK)


def _refused(story: Story, entry: Entry, told: Details) -> None:
    version = story.versions[told["version_id"]]
    version.refusal, version.given_up = told["reason"], None
    _conclude(story, story.assets[entry["asset_id"]], version, AssetState.NEEDS_WORK)


def _duplicated(story: Story, entry: Entry, told: Details) -> None:
    asset, version = story.assets[entry["asset_id"]], story.versions[told["version_id"]]
    _conclude(story, asset, version, AssetState.DUPLICATE)


def _resembles(story: Story, entry: Entry, told: Details) -> None:
    del entry
    story.versions[told["version_id"]].lookalikes = list(told["alike"])


def _joined(story: Story, entry: Entry, told: Details) -> None:
    asset = story.assets[entry["asset_id"]]
    asset.state, asset.duplicate_of = AssetState.DUPLICATE, told["into"]


def _told_apart(story: Story, entry: Entry, told: Details) -> None:
    version = story.versions[told["version_id"]]
    version.told_apart_by, version.told_apart_at = entry["actor_id"], entry["at"]


def _conclude(story: Story, asset: Asset, version: Version, state: AssetState) -> None:
    if story.is_current(version) and asset.state is not AssetState.DUPLICATE:
        asset.state = state


def _described(story: Story, entry: Entry, told: Details) -> None:
    _describe(story.assets[entry["asset_id"]], told)
    for suggestion_id, reply in told.get("replies", {}).items():
        story.suggestions[suggestion_id].answer(Reply(reply), by=entry["actor_id"], at=entry["at"])


def _suggested(story: Story, entry: Entry, told: Details) -> None:
    """History keeps what was suggested about, and by whom; of values only the title."""
    _describe(story.assets[entry["asset_id"]], told)
    for one in told["suggested"]:
        story.suggestions[one["id"]] = Suggestion(
            **one, team_id=entry["team_id"], asset_id=entry["asset_id"], value="-", made_at=entry["at"]
        )
    for suggestion_id in told["outdated"]:
        story.suggestions[suggestion_id].answer(Reply.OUTDATED, by=None, at=entry["at"])


def _describe(asset: Asset, told: Details) -> None:
    """History keeps which attributes have a value, and of values only the title and the type."""
    known = {"title": told["title"], ASSET_TYPE: told.get("asset_type", "")}
    asset.attributes = {**dict.fromkeys(told["filled"], "-"), **{name: value for name, value in known.items() if value}}


def _ready(story: Story, entry: Entry, told: Details) -> None:
    del told
    story.assets[entry["asset_id"]].state = AssetState.IN_REVIEW


def _rendered(story: Story, entry: Entry, told: Details) -> None:
    del entry
    story.versions[told["version_id"]].given_up = None


def _published(story: Story, entry: Entry, told: Details) -> None:
    version = story.versions[told["version_id"]]
    version.given_up = None
    story.publications[version.id] = Publication(
        asset_id=entry["asset_id"],
        version_id=version.id,
        library=told["library"],
        remote_id="",
        location=told["location"],
        published_at=entry["at"],
    )
    if story.is_current(version):
        story.assets[entry["asset_id"]].state = AssetState.PUBLISHED


def _given_up(story: Story, entry: Entry, told: Details) -> None:
    del entry
    if told["version_id"] is not None:
        story.versions[told["version_id"]].given_up = told["problem"]


Fold = Callable[[Story, Entry, Details], None]

FOLDS: Mapping[type[events.Event], Fold | None] = {
    events.FilesReceived: _received,
    events.VersionSubmitted: _submitted,
    events.VersionStored: _stored,
    events.DuplicateFound: _duplicated,
    events.VersionRefused: _refused,
    events.CandidateRefused: _refused,
    events.VersionBegun: _begun,
    events.VersionInspected: _inspected,
    events.LikenessFound: _resembles,
    events.PictureJoined: _joined,
    events.PictureToldApart: _told_apart,
    events.BatchChecked: None,
    events.AttributesGiven: _described,
    events.AttributesSuggested: _suggested,
    events.VersionReady: _ready,
    events.ApprovalOpened: reviews.approval_opened,
    events.StageAtHand: None,
    events.StageCalled: reviews.told_further,
    events.StageOpened: reviews.told_further,
    events.DecisionMade: reviews.decided,
    events.DecisionFollowed: None,
    events.DecisionRefused: None,
    events.DeedRefused: None,
    events.StageSettled: reviews.stage_settled,
    events.DecisionTakenBack: reviews.told_further,
    events.FollowUpFinished: reviews.told_further,
    events.ReviewRecalled: reviews.recalled,
    events.ReviewReopened: reviews.reopened,
    events.TimePassed: reviews.told_further,
    events.StageEscalated: None,
    events.SeatsReassigned: None,
    events.AdviceGiven: reviews.told_further,
    events.StageStuck: None,  # the facts of what made it so tell it
    events.SeatsChanged: reviews.told_further,
    events.SeatsHandedOver: reviews.told_further,
    events.SeatsGivenBack: reviews.told_further,
    events.OthersAsked: None,
    events.ApprovalSettled: reviews.approval_settled,
    events.ApprovalWithdrawn: reviews.told_further,
    events.RenditionsMade: _rendered,
    events.AssetPublished: _published,
    events.ReceiptFiled: None,
    events.CampaignLinked: None,
    events.CampaignEnded: None,
    events.TaskLinked: None,  # what a card shows of a task is noted with the card: our own moves are no events
    events.TaskChanged: None,
    events.ReminderSent: None,
    events.Snoozed: None,
    events.Posted: None,
    events.CardShown: None,
    events.NotPosted: None,
    events.PicturesShared: None,
    events.PolicyAdopted: None,
    events.PolicyPiloted: None,
    events.WorkspaceJoined: None,
    events.WorkspaceLeft: None,
    comparison.VersionsCompared: None,
    events.WorkGivenUp: _given_up,
    events.TroubleFound: None,
    people_events.AbsenceNamed: None,  # who then decides for whom is told with the seat and the decision
    people_events.AbsenceBegan: None,
    people_events.AbsenceEnded: None,
    people_events.NoticesChosen: None,
    people_events.AssetMuted: None,
    people_events.AssetUnmuted: None,
    people_events.DigestDue: None,
}

TOLD = tuple(sorted(kind.name for kind, fold in FOLDS.items() if fold is not None))
"""The kinds of entries from which rows are retold."""
