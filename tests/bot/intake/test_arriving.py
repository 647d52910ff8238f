"""Arriving: of the same picture twice in one message the first counts, whichever came sooner."""

import asyncio
from collections.abc import Sequence

from sqlmodel import col, select

from bot.db import Database
from bot.history import History
from bot.intake.arriving import arrived
from models.asset import Asset, AssetState, Version
from models.events import CandidateRefused, DuplicateFound, Event, VersionStored
from models.history import Entry
from tests.bot.intake.uploads import asset, batch, candidate, keep, version
from tests.clocks import HeldClock


async def test_the_first_of_three_alike_counts_though_it_comes_last(database: Database) -> None:
    upload = batch()
    first, second, third = (asset(upload, position) for position in (1, 2, 3))
    files = [version(one) for one in (third, second, first)]
    await keep(database, upload, first, second, third, *files)

    for file in files:
        await arrive(database, file, sha256="alike")

    assert await happened(database, first) == [VersionStored]
    assert await happened(database, second) == [VersionStored, DuplicateFound]
    assert await happened(database, third) == [VersionStored, DuplicateFound]
    assert await twin_of(database, third) == first.id


async def test_it_counts_over_the_parts_of_a_large_upload_too(database: Database) -> None:
    upload, rest = batch(), batch(part=2)
    first, later = asset(upload, 20), asset(rest, 21)
    files = [version(later), version(first)]
    await keep(database, upload, rest, first, later, *files)

    for file in files:
        await arrive(database, file, sha256="alike")

    assert await twin_of(database, later) == first.id


async def test_a_copy_that_is_only_renamed_is_new(database: Database) -> None:
    upload = batch()
    one = asset(upload, 1, state=AssetState.NEEDS_WORK)
    broken, renamed, again = version(one, sha256="same"), candidate(one), candidate(one)
    renamed.copy_of, again.copy_of, renamed.file_name = broken.id, broken.id, "spring-hero.jpg"
    await keep(database, upload, one, broken, renamed, again)

    await arrive(database, renamed, sha256="same")
    await arrive(database, again, sha256="same")

    assert await happened(database, one) == [VersionStored, CandidateRefused]


async def test_what_reviewers_have_seen_stays_theirs(database: Database) -> None:
    upload = batch()
    slow, shown = asset(upload, 1), asset(upload, 2, state=AssetState.IN_REVIEW)
    file = version(slow)
    await keep(database, upload, slow, shown, version(shown, sha256="alike"), file)

    await arrive(database, file, sha256="alike")

    assert await twin_of(database, slow) == shown.id


async def test_an_older_message_keeps_what_it_brought(database: Database) -> None:
    older, newer = batch(message_ts="1.1"), batch(message_ts="2.2")
    known, again = asset(older, 2), asset(newer, 1)
    file = version(again)
    await keep(database, older, newer, known, again, version(known, sha256="alike"), file)

    await arrive(database, file, sha256="alike")

    assert await twin_of(database, again) == known.id


async def test_a_candidate_with_known_bytes_leaves_its_asset_alone(database: Database) -> None:
    upload = batch()
    hero = asset(upload, 1, state=AssetState.IN_REVIEW)
    file = candidate(hero)
    await keep(database, upload, hero, version(hero, sha256="alike"), file)

    await arrive(database, file, sha256="alike")

    assert await happened(database, hero) == [CandidateRefused]
    async with database.read() as session:
        now, refused = await session.get_one(Asset, hero.id), await session.get_one(Version, file.id)
    assert (now.state, now.version_number, refused.is_candidate) == (AssetState.IN_REVIEW, 1, True)
    assert refused.refusal is not None
    assert "the same bytes as version 1 of picture 1" in refused.refusal


async def test_of_two_that_come_at_the_same_instant_one_counts(database: Database) -> None:
    upload = batch()
    first, second = asset(upload, 1), asset(upload, 2)
    files = [version(one) for one in (first, second)]
    await keep(database, upload, first, second, *files)

    await asyncio.gather(*(arrive(database, file, sha256="alike") for file in files))

    assert await twin_of(database, second) == first.id
    assert await twin_of(database, first) is None


async def arrive(database: Database, file: Version, *, sha256: str) -> None:
    """With what reactions.py lets a duplicate become."""
    history = History(HeldClock())

    async def conclude(session: object, event: DuplicateFound) -> None:
        del session
        duplicate = await writing.get_one(Asset, event.asset_id)
        duplicate.state, duplicate.duplicate_of = AssetState.DUPLICATE, event.duplicate_of

    history.follow({DuplicateFound: [conclude]})
    async with database.write() as writing:
        stored = await writing.get_one(Version, file.id)
        stored.sha256 = sha256
        await arrived(writing, history, stored)


async def happened(database: Database, to: Asset) -> list[type[Event]]:
    async with database.read() as session:
        wanted = select(Entry.event).where(Entry.asset_id == to.id).order_by(col(Entry.number))
        names: Sequence[str] = (await session.exec(wanted)).all()
    kinds = {kind.__name__: kind for kind in (VersionStored, DuplicateFound, CandidateRefused)}
    return [kinds[name] for name in names]


async def twin_of(database: Database, one: Asset) -> str | None:
    async with database.read() as session:
        return (await session.get_one(Asset, one.id)).duplicate_of
