"""Secrets at rest: sealed in the database, opened by any key of the ring, put under a new key at any time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import StatementError
from sqlmodel import select

from bot import resealing
from bot.config import Config
from bot.db import Database
from bot.migrate import migrate
from bot.vault import Unreadable, Vault, WrongKey, new_key
from models.campaign import Campaign
from tests.clocks import MONDAY_NOON

SECRET = "planted-webhook-secret"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    config = Config(data=tmp_path, slack_bot_token=None)
    migrate(config.database)
    return config


@asynccontextmanager
async def beside(config: Config) -> AsyncIterator[Database]:
    db = Database(config.database)
    await db.open(alone=False)
    try:
        yield db
    finally:
        await db.close()


async def keep(config: Config, *sealed: str) -> None:
    async with beside(config) as db, db.write() as session:
        for number, one in enumerate(sealed):
            session.add(
                Campaign(
                    team_id="T1",
                    channel_id=f"C{number}",
                    board="wrike",
                    project_id="P",
                    title="Spring",
                    permalink="https://www.wrike.com",
                    linked_by="U1",
                    linked_at=MONDAY_NOON,
                    hook_secret=one,
                )
            )


async def kept(config: Config) -> list[str]:
    async with beside(config) as db, db.read() as session:
        found = list((await session.exec(select(Campaign.hook_secret).order_by(Campaign.channel_id))).all())
    return [one for one in found if one]


def test_the_first_start_makes_a_key_for_its_owner_alone(config: Config) -> None:
    first, second = Vault.open(config), Vault.open(config)

    assert (config.data / "keys").stat().st_mode & 0o777 == 0o600
    assert second.unseal(first.seal(SECRET)) == SECRET
    assert not list(config.data.glob("keys.*"))


async def test_an_open_secret_never_enters_the_database(config: Config) -> None:
    with pytest.raises(StatementError, match="not sealed never enters"):
        await keep(config, SECRET)

    await keep(config, Vault.open(config).seal(SECRET))
    assert all(SECRET.encode() not in path.read_bytes() for path in config.data.iterdir() if path.is_file())


async def test_rotation_puts_everything_under_a_new_key_and_a_running_galley_follows(config: Config) -> None:
    running = Vault.open(config)
    await keep(config, running.seal(SECRET), running.seal("another"))

    done = await resealing.rotate(config)

    assert (done.resealed, done.has_new_key, done.unreadable) == (2, True, ())
    assert [running.unseal(one) for one in await kept(config)] == [SECRET, "another"]
    assert (await resealing.look(config)).current == 2


async def test_an_interrupted_rotation_is_finished_with_the_same_key(config: Config) -> None:
    before = Vault.open(config)
    await keep(config, before.seal(SECRET), before.seal("another"))
    Vault.open(config).add_key()  # and then the power went

    done = await resealing.rotate(config)

    assert (done.resealed, done.has_new_key) == (2, False)
    assert len((config.data / "keys").read_text().split()) == 2


async def test_keys_of_the_environment_are_rotated_by_their_order(config: Config) -> None:
    old, new = new_key(), new_key()
    await keep(config, Vault([old]).seal(SECRET))
    config = config.model_copy(update={"keys": SecretStr(f"{new}, {old}")})

    assert (await resealing.rotate(config)).resealed == 1
    assert Vault([new]).unseal((await kept(config))[0]) == SECRET
    with pytest.raises(WrongKey, match="put a new one first"):
        await resealing.rotate(config)


async def test_what_no_key_opens_is_named_and_left_alone(config: Config) -> None:
    await keep(config, Vault([new_key()]).seal(SECRET))
    before = await kept(config)

    assert "campaign.hook_secret" in (await resealing.rotate(config)).unreadable[0]
    assert await kept(config) == before
    with pytest.raises(Unreadable):
        Vault.open(config).unseal(before[0])


def test_what_is_no_key_is_refused_with_a_sentence() -> None:
    with pytest.raises(WrongKey, match="32 bytes"):
        Vault(["short"])
    with pytest.raises(WrongKey, match="no key"):
        Vault([])
