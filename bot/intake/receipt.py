"""What the uploader reads about a batch, in plain values: where each picture stands, and what they can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import calling
from bot.policy import Policy
from bot.suggestions import sheet_of
from bot.truth import AssetTruth, BatchTruth
from bot.wishes import ToDo, to_do_of
from models.approval import Stage
from models.asset import LIVE, Asset, AssetState, Version
from models.attributes.completing import Gap, Sheet
from models.attributes.rules import texts
from models.attributes.sources import in_words
from models.checks import Finding
from models.lookalike import UNDECIDED, LookAlike, lookalikes_of, offered
from models.suggestion import Suggestion


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """Whom a stage waits for, and how many of them must say yes; or its `decider` alone."""

    names: tuple[str, ...]
    needed: int
    decider: str = ""


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """What is suggested for an attribute, and from where; no value where sources differ."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One picture. `repair_version` and `details_asset` are set where a button helps."""

    number: int
    title: str
    file_name: str
    version: int
    state: AssetState
    is_inspected: bool
    is_followed: bool  # a newer file of it is being looked at
    is_given_up: bool  # it could not be checked, or could not be published; an admin is told
    problem: str  # why it could not be read
    failed: tuple[Finding, ...]
    missing: tuple[str, ...]  # labels of attributes
    repaired: tuple[str, ...]
    repair_version: str
    details_asset: str
    twin: str  # where the same picture is, as a link
    twin_title: str
    stages: tuple[str, ...]  # which are asked now
    awaited: tuple[Awaited, ...]  # by each of them
    by_hand: tuple[str, ...] = ()  # stages that wait until the lead opens them, where nobody is asked
    alike: LookAlike | None = None  # the same picture, already here
    join_version: str = ""  # set where it may be a new version of that
    to_do: tuple[ToDo, ...] = ()  # what was asked for with a yes
    later: tuple[str, ...] = ()  # labels of attributes without which it is not approved, or not published
    hints: tuple[Suggested, ...] = ()
    warned: tuple[Finding, ...] = ()  # what galley.yml only warns of


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`pictures` and `cards` are those of the whole upload, of which `lines` may be a part."""

    pictures: int
    cards: int
    lines: tuple[Line, ...]
    campaign: str
    place: str  # a link to the card; empty before there is one


@dataclass(frozen=True, kw_only=True)
class Upload:
    """How much came with one message."""

    pictures: int
    cards: int


@dataclass(frozen=True, kw_only=True)
class Twin:
    """The asset that was here before, and a link to its card."""

    title: str
    place: str


def receipt_of(
    truth: BatchTruth,
    policy: Policy,
    *,
    place: str,
    twins: dict[str, Twin],
    followed: set[str],
    upload: Upload,
    suggested: Mapping[str, Sequence[Suggestion]],
) -> Receipt:
    """`followed` are the assets of which a newer file is being looked at; `suggested` is by asset."""
    sheets = {one.asset.id: sheet_of(one.asset, suggested.get(one.asset.id, ()), policy) for one in truth.assets}
    return Receipt(
        pictures=upload.pictures,
        cards=upload.cards,
        lines=tuple(
            _line(one, truth, policy, twins, is_followed=one.asset.id in followed, sheet=sheets[one.asset.id])
            for one in truth.assets
        ),
        campaign=truth.campaign.title if truth.campaign else "",
        place=place,
    )


def _line(
    one: AssetTruth, truth: BatchTruth, policy: Policy, twins: dict[str, Twin], *, is_followed: bool, sheet: Sheet
) -> Line:
    asset, version = one.asset, one.version
    findings = tuple(map(Finding.from_json, version.checks or ()))
    failed = tuple(finding for finding in findings if finding.is_failed)
    missing = asset.missing(policy.needed(asset.type)) if version.is_inspected else ()
    gaps = sheet.gaps if version.is_inspected and not version.refusal and asset.state in LIVE else ()
    later = [gap.attribute for gap in gaps if gap.is_needed and gap.attribute not in missing]
    needs_work = asset.state is AssetState.NEEDS_WORK and not is_followed
    is_mendable = bool(failed) and all(finding.mend for finding in failed)
    twin = twins.get(asset.duplicate_of or "")
    asked = one.approval.open_stages if one.approval else []
    return Line(
        number=asset.position,
        title=asset.title,
        file_name=version.file_name,
        version=version.number,
        state=asset.state,
        is_inspected=version.is_inspected,
        is_followed=is_followed,
        is_given_up=version.given_up is not None,
        problem=version.refusal or "",
        failed=failed,
        warned=tuple(finding for finding in findings if finding.is_warned) if asset.state in UNDECIDED else (),
        missing=tuple(policy.attributes[name].label for name in missing),
        repaired=tuple(version.repaired or ()),
        repair_version=version.id if needs_work and is_mendable else "",
        details_asset=asset.id if gaps and not is_followed else "",
        twin=twin.place if twin else "",
        twin_title=twin.title if twin else "",
        stages=tuple(stage.name for stage in asked),
        awaited=tuple(_awaited(stage, truth) for stage in asked),
        by_hand=tuple(stage.name for stage in one.approval.by_hand) if one.approval and not asked else (),
        alike=_alike(asset, version),
        join_version=version.id if offered(asset, version) else "",
        later=tuple(policy.attributes[name].label for name in later),
        hints=tuple(_suggested(gap, policy) for gap in gaps if gap.hints),
        to_do=to_do_of(one.approval, asset.title, truth.name),
    )


def _alike(asset: Asset, version: Version) -> LookAlike | None:
    """As long as it is of use: until it is decided, or said to be a picture of its own."""
    if asset.state not in UNDECIDED or version.told_apart_at is not None:
        return None
    return next((one for one in lookalikes_of(version) if one.is_same and one.is_for_all), None)


def _suggested(gap: Gap, policy: Policy) -> Suggested:
    label, value = policy.attributes[gap.attribute].label, ", ".join(texts(gap.offer))
    if not gap.is_conflict:
        sources = dict.fromkeys(in_words(hint.source) for hint in gap.hints)
        return Suggested(label=label, value=value, source=" and ".join(sources))
    said = [f"{', '.join(texts(hint.value))} {in_words(hint.source)}" for hint in gap.hints]
    return Suggested(label=label, value="", source=" and ".join(said))


def _awaited(stage: Stage, truth: BatchTruth) -> Awaited:
    return Awaited(
        names=calling.awaited(stage, truth.name),
        needed=stage.needed - stage.approvals,
        decider=calling.decider(stage, truth.name),
    )
