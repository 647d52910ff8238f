"""Wrike: many objects by id. One id that is deleted or not shared fails the whole list, so a failing list is halved."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from connectors.errors import NotFound, Refused
from connectors.wrike.client import WrikeClient

AT_ONCE = 100  # ids in one path

Record = TypeVar("Record", bound=BaseModel)


async def read_many(client: WrikeClient, kind: type[Record], path: str, ids: Sequence[str]) -> list[Record]:
    """Those that can be read. k bad ids of 100 cost about 14 k calls instead of 100."""
    records: list[Record] = []
    for start in range(0, len(ids), AT_ONCE):
        records += await _read(client, kind, path, ids[start : start + AT_ONCE])
    return records


async def _read(client: WrikeClient, kind: type[Record], path: str, ids: Sequence[str]) -> list[Record]:
    try:
        return await client.read(kind, f"{path}/{','.join(client.id(each) for each in ids)}")
    except (NotFound, Refused):
        if len(ids) == 1:
            return []
    half = len(ids) // 2
    return await _read(client, kind, path, ids[:half]) + await _read(client, kind, path, ids[half:])
