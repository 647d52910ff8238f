"""The history of one asset in words, for people; read beside a running Galley."""

from dataclasses import asdict, dataclass
from datetime import datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.config import Config
from bot.db import Database
from bot.galley_yml import time_zone
from bot.migrate import version
from models import comparison, events, people_events
from models.approval import Approval, Stage
from models.asset import Asset, Version
from models.history import Entry
from models.person import Person

MOST = 20  # namesakes worth listing

WORDS: dict[type[events.Event], str] = {
    events.FilesReceived: "uploaded a batch",
    events.VersionSubmitted: "submitted {file_name}",
    events.VersionStored: "stored whole: {size_bytes} bytes, SHA-256 {sha256}",
    events.DuplicateFound: "the same picture was already here as {duplicate_of}",
    events.VersionRefused: "refused: {reason}",
    events.CandidateRefused: "a newer file was sent back: {reason}",
    events.VersionBegun: "version {number} began: {file_name}",
    events.VersionInspected: "checked; broken rules: {failed}; missing: {missing}",
    events.BatchChecked: "every file of the batch was checked",
    events.AttributesGiven: "filled in {fields}",
    events.AttributesSuggested: "suggested: {suggested}; taken over: {taken}",
    events.LikenessFound: "looks like pictures that were here",
    events.PictureJoined: "said that it is a new version of {into_title}",
    events.PictureToldApart: "said that it is a picture of its own",
    events.VersionReady: "version {number} is ready for review",
    events.ApprovalOpened: "approval opened under policy {policy_digest:.12}",
    events.StageAtHand: "{stage} waits until it is opened by hand; told: {leads}",
    events.StageCalled: "opened {stage} by hand",
    events.StageOpened: "stage {position} {stage} opened; asked: {approvers}; due {due_at}",
    events.DecisionMade: "{stage}: {verdict}; {reason}",
    events.DecisionFollowed: "what the decision changes was done",
    events.DecisionRefused: "a decision was refused: {why}",
    events.DeedRefused: "was not allowed to {deed}: {why}",
    events.StageSettled: "{stage} settled: {outcome}",
    events.DecisionTakenBack: "took a decision in {stage} back",
    events.FollowUpFinished: "did what {asked_by} asked for in {stage}: {wish}",
    events.ReviewRecalled: "took the question back",
    events.ReviewReopened: "asked {stage} again",
    events.TimePassed: "what nobody did in time came to pass",
    events.StageEscalated: "{stage} is late; told: {to}",
    events.SeatsReassigned: "{stage} is late; asked instead: {approvers}",
    events.AdviceGiven: "gave advice in {stage}",
    events.StageStuck: "{stage} is stuck: {why}; the lead was told",
    events.SeatsChanged: "{stage}: its people changed; asked from now on: {came}; no longer asked: {left}",
    events.SeatsHandedOver: "{absent_id} is away; {substitute_id} stands in: {stages}; the seat stays theirs, because "
    "{substitute_id} {why_kept}",
    events.SeatsGivenBack: "{absent_id} is back, and is asked what is still open",
    events.OthersAsked: "{stage}: asked from now on: {approvers}",
    events.ApprovalSettled: "approval settled: {outcome}",
    events.ApprovalWithdrawn: "approval withdrawn: a newer version came",
    events.RenditionsMade: "renditions made: {names}",
    events.AssetPublished: "published in {library}: {location}",
    events.ReceiptFiled: "decision receipt filed in {library}: {digest:.12}",
    events.CampaignLinked: "campaign linked: {title} {permalink}",
    events.CampaignEnded: "campaign ended: {title}",
    events.TaskLinked: "task linked: {permalink}",
    events.TaskChanged: "the task changed on the board: {changed}",
    events.ReminderSent: "reminded {person_id} ({rung} the deadline)",
    events.Snoozed: "snoozed until {until}",
    events.Posted: "a message appeared: {kind}",
    events.CardShown: "the card showed what is true; SHA-256 {shown:.12}",
    events.NotPosted: "a message could not be posted: {kind}",
    events.PicturesShared: "pictures were shared with the review channel",
    comparison.VersionsCompared: "version {number} beside version {older_number}: a share of {changed} changed",
    events.PolicyAdopted: "policy {digest:.12} came into force",
    events.PolicyPiloted: "policy {digest:.12} is tried in the pilot's channels",
    events.WorkGivenUp: "{work} given up: {problem}",
    events.TroubleFound: "trouble: {sentence}",
    events.WorkspaceJoined: "installed in {workspace}",
    events.WorkspaceLeft: "removed from {workspace}: {why}",
    people_events.AbsenceNamed: "{absent_id} will be away from {first_day} to {last_day}; {substitute_id} stands in; "
    "only for {campaigns}; only for {brands}",
    people_events.AbsenceBegan: "{absent_id} is away; {substitute_id} stands in",
    people_events.AbsenceEnded: "{absent_id} is back",
    people_events.NoticesChosen: "chose what they are told",
    people_events.AssetMuted: "wants no messages about it",
    people_events.AssetUnmuted: "wants messages about it again",
    people_events.DigestDue: "{person_id} gets the digest of {day}",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    when: str
    who: str
    what: str
    entry: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Biography:
    asset_id: str
    title: str
    state: str
    since: str
    lines: tuple[Line, ...]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "lines": [{"who": line.who, "what": line.what, **line.entry} for line in self.lines]}


async def look_up(config: Config, named: str) -> list[Biography]:
    """Every asset that is called so, newest first; empty also where there is no database yet."""
    if version(config.database) is None:
        return []
    database = Database(config.database)
    await database.open(alone=False)
    try:
        async with database.read() as session:
            zone = time_zone(config.policy)
            return [await _tell(session, asset, zone) for asset in await _called(session, named)]
    finally:
        await database.close()


async def _called(session: AsyncSession, named: str) -> list[Asset]:
    exact = await session.get(Asset, named)
    if exact is not None:
        return [exact]
    wanted, title = named.strip().casefold(), Asset.attributes["title"].as_string()
    files = select(Version.asset_id).where(func.lower(Version.file_name) == wanted)
    which = or_(func.lower(title) == wanted, col(Asset.id).in_(files))
    return list(await session.exec(select(Asset).where(which).order_by(col(Asset.id).desc()).limit(MOST)))


async def _tell(session: AsyncSession, asset: Asset, zone: ZoneInfo) -> Biography:
    entries = (await session.exec(select(Entry).where(_concerns(asset)).order_by(col(Entry.number)))).all()
    people = await session.exec(select(Person).where(Person.team_id == asset.team_id))
    names = {person.slack_id: person.name for person in people}
    return Biography(
        asset_id=asset.id,
        title=asset.title or asset.id,
        state=asset.state.replace("_", " "),
        since=_moment(asset.created_at, zone),
        lines=tuple(_line(entry, names, zone) for entry in entries),
    )


def _concerns(asset: Asset) -> ColumnElement[bool]:
    """What is about the asset itself, about the batch that it came with, and about a stage that was asked about it."""
    stages = select(Stage.id).join(Approval, col(Approval.id) == Stage.approval_id).where(Approval.asset_id == asset.id)
    batch, stage, subject = (Entry.details[name].as_string() for name in ("batch_id", "stage_id", "subject_id"))
    shared = or_((batch == asset.batch_id) & stage.is_(None), subject == asset.batch_id, stage.in_(stages))
    return or_(col(Entry.asset_id) == asset.id, col(Entry.asset_id).is_(None) & shared)


def _line(entry: Entry, names: dict[str, str], zone: ZoneInfo) -> Line:
    return Line(
        when=_moment(entry.at, zone),
        who=names.get(entry.actor_id or "", entry.actor_id or "Galley"),
        what=in_words(entry, names, zone),
        entry={
            "number": entry.number,
            "at": entry.at.isoformat(),
            "event": entry.event,
            "actor_id": entry.actor_id,
            "details": entry.details,
        },
    )


def in_words(entry: Entry, names: dict[str, str], zone: ZoneInfo) -> str:
    """Clauses about nothing are left out; an event of another Galley that this one does not know keeps its name."""
    try:
        words = WORDS[events.event_named(entry.event)]
    except KeyError:
        return entry.event
    told = {key: _worded(value, names, zone) for key, value in entry.details.items()}
    return "; ".join(clause.format_map(told) for clause in words.split("; ") if _says_something(clause, told))


def _says_something(clause: str, told: dict[str, str]) -> bool:
    return all(told[field] for _, field, _, _ in Formatter().parse(clause) if field)


def _worded(value: object, names: dict[str, str], zone: ZoneInfo) -> str:
    if isinstance(value, list):
        return ", ".join(_worded(one, names, zone) for one in value)
    text = str(value)
    if "T" not in text:
        return names.get(text, text)
    try:
        return _moment(datetime.fromisoformat(text), zone)
    except ValueError:
        return names.get(text, text)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
