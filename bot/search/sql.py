"""A query as SQL: newest first, by key, and never past what this person may see."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, ColumnElement, func, or_, type_coerce
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.search.query import STATES, TYPES, Field, Known, Query
from models.approval import Seat, Stage
from models.asset import Asset, AssetState, Version
from models.campaign import Campaign

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose eyes it is for. A guest sees what they submitted or were asked about."""

    team_id: str
    person_id: str
    is_guest: bool


def matching(query: Query, scope: Scope, *, people: Collection[str], after: str, most: int) -> SelectOfScalar[Asset]:
    """`people` are the ids that `by:` means. Tags and attributes are only narrowed down
    here: `has_tags` and `has_known` have the last word.
    """
    conditions = [col(Asset.team_id) == scope.team_id, *_seen_by(scope), *_terms(query), *_filters(query, people)]
    if after:
        conditions.append(col(Asset.id) < after)
    return select(Asset).where(*conditions).order_by(col(Asset.id).desc()).limit(most)


def has_tags(asset: Asset, tags: Sequence[str]) -> bool:
    """A list or a text with commas, as galley.yml has it; upper and lower case are alike in every alphabet."""
    kept = asset.attributes.get("tags") or ()
    given = kept.split(",") if isinstance(kept, str) else map(str, kept)
    return set(tags) <= {" ".join(one.casefold().split()) for one in given}


def has_known(asset: Asset, known: Sequence[Known]) -> bool:
    """One of several values counts; of a text, any part of it."""
    kept = {name.casefold(): value for name, value in asset.attributes.items()}
    return all(_says(kept.get(one.attribute), one.value) for one in known)


def _says(kept: object, wanted: str) -> bool:
    if isinstance(kept, list):
        return wanted in {" ".join(str(value).casefold().split()) for value in kept}
    return wanted in " ".join(str(kept or "").casefold().split())


def _seen_by(scope: Scope) -> list[Condition]:
    if not scope.is_guest:
        return []
    asked = (
        select(Version.asset_id)
        .join(Stage, col(Stage.version_id) == Version.id)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .where(or_(col(Seat.person_id) == scope.person_id, col(Seat.substitute_id) == scope.person_id))
    )
    return [or_(col(Asset.submitter_id) == scope.person_id, col(Asset.id).in_(asked))]


def _terms(query: Query) -> list[Condition]:
    named = (one.value for one in query.known)
    return [_has(words) for words in (*query.terms, *query.values(Field.TAG), *named)]


def _has(words: str) -> Condition:
    return col(Asset.search_text).contains(words, autoescape=True)


def _filters(query: Query, people: Collection[str]) -> list[Condition]:
    compiled: dict[Field, Callable[[Sequence[str]], Condition]] = {
        Field.TYPE: _of_type,
        Field.STATE: _in_state,
        Field.BY: lambda _: col(Asset.submitter_id).in_(people),
        Field.CAMPAIGN: _in_campaign,
    }
    given = [make(values) for field, make in compiled.items() if (values := query.values(field))]
    return given if query.values(Field.STATE) else [*given, col(Asset.state) != AssetState.DUPLICATE]


def _of_type(values: Sequence[str]) -> Condition:
    """By what the bytes are, not by how the file is called."""
    kind = type_coerce(col(Version.facts), JSON)["format"].as_string()
    current = (Version.asset_id == Asset.id, Version.number == Asset.version_number)
    return select(Version.id).where(*current, kind.in_({TYPES[value] for value in values})).exists()


def _in_state(values: Sequence[str]) -> Condition:
    return col(Asset.state).in_(sorted(frozenset().union(*(STATES[value] for value in values))))


def _in_campaign(values: Sequence[str]) -> Condition:
    titled = or_(*(func.lower(Campaign.title).contains(value, autoescape=True) for value in values))
    return col(Asset.campaign_id).in_(select(Campaign.id).where(titled))
