"""Installing by OAuth: what a browser must bring back is ours, good once and soon; asking for the page costs little."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func
from sqlmodel import select
from starlette.applications import Starlette

from bot.db import Database
from bot.slack.installing import GrantStore, Installing
from bot.slack.rotating import Credentials
from bot.slack.states import StateStore
from bot.slack.web import Web
from bot.vault import Vault, new_key
from models.installation import Installation, InstallState
from tests.clocks import HeldClock
from tests.loopback import loopback

KEY = new_key()


def states(db: Database, *keys: str, clock: HeldClock | None = None) -> StateStore:
    return StateStore(db=db, clock=clock or HeldClock(), vault=Vault(keys or [KEY]))


async def test_a_state_is_good_once_in_whichever_replica(database: Database) -> None:
    state = await states(database).async_issue()

    assert await states(database).async_consume(state)
    assert not await states(database).async_consume(state)


async def test_a_state_is_good_for_ten_minutes(database: Database) -> None:
    clock = HeldClock()
    state = await states(database, clock=clock).async_issue()
    clock.advance(timedelta(minutes=10, seconds=1))

    assert not await states(database, clock=clock).async_consume(state)


async def test_nobody_makes_a_state_of_their_own_or_writes_it_otherwise(database: Database) -> None:
    ours = states(database)
    state = await ours.async_issue()
    forged = [await states(database, new_key()).async_issue(), "", "another", "é", state[:-4], f"{state}AAAA"]
    changed = [state[:place] + ("A" if state[place] != "A" else "B") + state[place + 1 :] for place in (0, 30, 50, 70)]

    assert [await ours.async_consume(one) for one in (*forged, *changed)] == [False] * 10
    assert await ours.async_consume(state)


@pytest.mark.parametrize("asked", ["", "?team=T1%26user_scope=admin", "?team=%22%3E%3Cscript%3E"])
async def test_asking_for_the_page_writes_nothing_and_changes_no_word_of_it(database: Database, asked: str) -> None:
    async with Web(api_url="https://slack.com/api/") as web, page(web, database) as http:
        answers = [await http.get(f"/slack/install{asked}") for _ in range(3)]

    for answer in answers:
        assert "admin" not in answer.text
        assert "<script" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "HttpOnly" in answer.headers["set-cookie"]
    async with database.read() as session:
        assert (await session.exec(select(func.count()).select_from(InstallState))).one() == 0


async def keep(_: Installation) -> None:
    """Nobody installs here."""


def page(web: Web, db: Database) -> httpx.AsyncClient:
    installing = Installing(
        web=web,
        credentials=Credentials(client_id="1", client_secret="2"),
        api_url="https://slack.com/api/",
        public_url="https://galley.example",
        store=GrantStore(web=web, clock=HeldClock(), vault=Vault([KEY]), keep=keep),
        states=states(db),
    )
    app = Starlette(routes=installing.routes())
    return loopback(transport=httpx.ASGITransport(app), base_url="https://galley.example")
