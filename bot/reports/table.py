"""What is known of every picture and what it lacks, as CSV: one line for each attribute."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.audit.exporting import row
from bot.policy import Policy
from bot.reports.completing import kinds_of
from bot.suggestions import open_suggestions
from models.asset import LIVE, Asset
from models.attributes.completeness import Kind, described
from models.attributes.rules import texts
from models.attributes.suggesting import Hint

COLUMNS = ("workspace", "asset", "title", "type", "per_cent", "attribute", "standing", "value", "suggested")
CHUNK = 500  # pictures at a time, so that memory does not grow with the library


async def table(session: AsyncSession, policy: Policy) -> AsyncIterator[str]:
    """Of every workspace, the oldest picture first."""
    yield row(COLUMNS)
    last, kinds = "", kinds_of(policy)
    while chunk := await _after(session, last):
        hints = await open_suggestions(session, [asset.id for asset in chunk])
        for asset in chunk:
            said = [
                Hint(attribute=one.attribute, value=one.value, source=one.source) for one in hints.get(asset.id, ())
            ]
            for cells in _lines(asset, said, kinds):
                yield row(cells)
        last = chunk[-1].id


async def _after(session: AsyncSession, last: str) -> Sequence[Asset]:
    wanted = select(Asset).where(Asset.id > last, col(Asset.state).in_(LIVE)).order_by(col(Asset.id)).limit(CHUNK)
    return (await session.exec(wanted)).all()


def _lines(asset: Asset, hints: Sequence[Hint], kinds: Mapping[str, Kind]) -> Iterator[Sequence[str]]:
    found = described(asset.id, asset.title, asset.attributes, hints, kinds.get(asset.type) or kinds[""])
    about = (asset.team_id, asset.id, asset.title, found.kind, str(found.share))
    for name, standing in found.standings.items():
        suggested = [_line(hint.value) for hint in hints if hint.attribute == name]
        yield (*about, name, standing, _line(asset.attributes.get(name, "")), " | ".join(suggested))


def _line(value: Any) -> str:
    return ", ".join(texts(value))
