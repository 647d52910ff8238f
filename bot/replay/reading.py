"""What a replay rests on: entries of history, and the editions of galley.yml by their digests. No other row is read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.audit.lines import is_untouched
from bot.audit.story import Untellable
from bot.galley_yml import read_kept
from bot.policy import Policy
from bot.yaml_text import Unreadable
from models.chain import CONTENT, moment
from models.history import Entry, PolicyEdition

Told = dict[str, Any]

_FILED = ("FilesReceived", "VersionSubmitted", "ApprovalOpened", "CardShown")


@dataclass(frozen=True, kw_only=True)
class Register:
    """Where in history each batch is told of: under its pictures, or by itself. Made in one pass."""

    approvals: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # by batch
    assets: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    loose: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def batch_of(self, approval_id: str) -> str | None:
        return next((batch_id for batch_id, ids in self.approvals.items() if approval_id in ids), None)


async def read_register(session: AsyncSession) -> Register:
    register = Register()
    batch, approval = (Entry.details[name].as_string() for name in ("batch_id", "approval_id"))
    columns = (col(Entry.number), col(Entry.asset_id), col(Entry.event), batch, approval)
    wanted = sqlalchemy.select(*columns).where(col(Entry.event).in_(_FILED))
    connection = await session.connection()
    for number, asset_id, event, batch_id, approval_id in await connection.execute(wanted.order_by(col(Entry.number))):
        if event == "ApprovalOpened":
            register.approvals[batch_id].append(approval_id)
        if asset_id is None:
            register.loose[batch_id].append(number)
        else:
            register.assets[batch_id].add(asset_id)
    return register


async def read_entries(session: AsyncSession, register: Register, batch_id: str) -> Sequence[Told]:
    """About a batch and its pictures, in their order. Raises Untellable."""
    of_pictures = col(Entry.asset_id).in_(sorted(register.assets[batch_id]))
    by_itself = col(Entry.number).in_(register.loose[batch_id])
    found = await session.exec(select(Entry).where(or_(of_pictures, by_itself)).order_by(col(Entry.number)))
    return [_told(entry) for entry in found]


async def read_policy(session: AsyncSession, digest: str) -> Policy:
    """By its digest, which proves it. Raises Untellable."""
    kept = await session.get(PolicyEdition, digest)
    if kept is None:
        raise Untellable(f"the galley.yml with the digest {digest:.12} was not kept")
    try:
        edition = read_kept(kept.text)
    except (Unreadable, ValueError) as error:
        raise Untellable(f"the galley.yml with the digest {digest:.12} is not understood any more") from error
    if edition.digest != digest:
        raise Untellable(f"the galley.yml that was kept as {digest:.12} is not that one")
    return edition.policy


def _told(entry: Entry) -> Told:
    told = {name: getattr(entry, name) for name in (*CONTENT, "number", "digest")}
    if not is_untouched({**told, "at": moment(entry.at)}):
        raise Untellable(f"the content of entry {entry.number} was changed since it was written")
    return told
