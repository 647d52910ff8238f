"""One workspace's pictures are nobody else's: every door and every page, tried from the wrong workspace.

The doors are those of bot/doors.py, so a new one is tried by itself; what is handed in are all the ids of the first
workspace, and whatever its own buttons and forms carry.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest
import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest
from sqlalchemy import Table
from sqlmodel import select

from bot import doors, logs
from bot.app import House
from models.absence import Absence
from models.campaign import Campaign, TaskLink
from models.job import Job, JobState
from models.post import Post
from models.tables import METADATA
from sandbox.slack.workspace import Workspace
from tests.house.test_deploy import FOR_THE_WORLD
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.second import ATELIER
from tests.journeys.stage import Stage
from tests.loopback import loopback
from tests.waiting import eventually

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),  # what is asked of it is the same on both
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated"),  # the SDK's way to say client id and secret
]

OURS, SECRET = "T0SANDBOX", "zanzibar"  # what only the first workspace may read
TROUBLE = "01trouble"  # a job of the first that was set aside
APART = {"person", "history", "chain", "received", "job", "lane", "compatibility", "policyedition", "installation"}
NAMED = ("asset", "version", "batch", "stage", "approval", "post", "picture", "campaign", "tasklink", "absence")
POINTING = ("asset_id", "version_id", "batch_id", "campaign_id", "approval_id", "stage_id", "duplicate_of", "copy_of")
WHO = ("U1ADMIN", "U0DESIGNER1")  # who may do everything there, and somebody who is called as one of ours

Json = Mapping[str, Any]


class Answers(dict[str, Any]):
    """What stands in a form that nobody has drawn: every input has this one value, whatever it is called."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self._one = {
            "value": value,
            "selected_option": {"value": value},
            "selected_options": [{"value": value}],
            "selected_user": value,
            "selected_date": "2026-03-02",
            "selected_time": "09:00",
            "files": [{"id": "F1THEIRS", "name": "theirs.jpg", "size": 9}],
        }

    def __missing__(self, _: str) -> Any:
        return {"value": self._one}

    def __contains__(self, _: object) -> bool:
        return True

    def get(self, key: str, default: Any = None) -> Any:
        return default if key == "which" else self[key]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of stumbles would be told with all their variables."""
    before = structlog.get_config()
    logs.configure(level="CRITICAL", as_json=False)
    yield
    structlog.configure(**before)


async def test_no_door_leads_into_another_workspace(galley: Galley, atelier: Stage) -> None:
    await _work(galley)
    before, loot = await _rows(galley.house), await _loot(galley)

    thief = Thief(galley.house, galley.sandbox.slack.workspaces.named("Atelier"))
    for who in WHO:
        for payload in _payloads(who, loot):
            await thief.tries(payload)

    after = await _rows(galley.house)
    assert await _state_of_trouble(galley.house) is JobState.SET_ASIDE
    theirs = [row for key, row in after.items() if key not in before]
    assert theirs
    assert {key: row for key, row in after.items() if key in before} == before
    assert [row for row in theirs if row.get("team_id", ATELIER) != ATELIER] == []
    assert [row for row in theirs if {row.get(name) for name in POINTING} & {one for _, one in before}] == []
    told = [*thief.heard, *map(str, theirs), *map(str, await _details(galley.house)), *_texts(thief.forms)]
    assert [one for one in told if SECRET in one.casefold()] == []
    assert SECRET not in await atelier.command("designer1", "review", "status lighthouse")
    assert SECRET in await galley.stage.command("designer1", "review", "status lighthouse")


async def test_no_page_tells_of_a_workspace(galley: Galley) -> None:
    await _work(galley)
    loot = await _loot(galley)

    async with loopback(f"http://127.0.0.1:{galley.config.port}") as browser:
        for path in _addresses(galley.house, loot):
            for answer in (await browser.get(path), await browser.post(path, content=b"{}")):
                assert SECRET not in answer.text.casefold(), path
                assert not answer.headers.get("content-type", "").startswith("image/"), path


class Thief:
    """Hands Bolt what Slack would bring from the second workspace."""

    def __init__(self, house: House, theirs: Workspace) -> None:
        self._house, self._theirs = house, theirs
        self.heard: list[str] = []
        self.tried = 0

    @property
    def forms(self) -> Any:
        """What was opened for them."""
        return self._theirs.views

    async def tries(self, payload: Json) -> None:
        user = "U1ADMIN"  # whom the sandbox knows there
        reply = self._theirs.replies.issue(user=user, channel="C1REVIEW", at=self._house.clock.now())
        tickets = {"trigger_id": self._theirs.triggers.issue(user), "response_url": reply}
        answer: BoltResponse = await self._house.bolt.async_dispatch(
            AsyncBoltRequest(body={**tickets, **payload}, mode="socket_mode")
        )
        self.heard.append(str(answer.body))
        self.tried += 1


def _payloads(who: str, loot: Sequence[str]) -> Iterator[Json]:
    """Every door of the house; what a person could change of what Slack brings holds something of the first's."""
    team = {"team": {"id": ATELIER}, "user": {"id": who, "team_id": ATELIER}, "channel": {"id": "C1REVIEW"}}
    for value in loot:
        for name in doors.ACTIONS:
            action = {"action_id": name, "value": value, "selected_option": {"value": value}, "type": "button"}
            yield {**team, "type": "block_actions", "actions": [{**action, "block_id": "b"}]}
        for name in doors.VIEWS:
            answers = Answers("approve" if value == loot[NAMED.index("stage")] else value)
            view = {"callback_id": name, "private_metadata": value, "state": {"values": answers}, "type": "modal"}
            yield {**team, "type": "view_submission", "view": view}
    for value in (one for one in loot if one.startswith("C0") or "." in one):
        for name in doors.SHORTCUTS:
            message = {"ts": value, "thread_ts": value, "files": [{"id": "F1THEIRS", "name": "theirs.jpg"}]}
            yield {**team, "type": "shortcut", "callback_id": name}
            yield {**team, "type": "message_action", "callback_id": name, "message": message}
        for name in doors.EVENTS.keys() - {"app_uninstalled", "tokens_revoked"}:
            yield _event(name, who, value)
        yield _remark(who, value)
    for name in doors.COMMANDS:
        for words in ("lighthouse", "link lighthouse", "#1", f"lighthouse {loot[0]}", ""):
            yield {
                "command": "/galley", "text": f"{name} {words}", "team_id": ATELIER, "user_id": who,
                "channel_id": "C0REVIEW" if "#" in words else "C1REVIEW",
            }  # fmt: skip


def _event(name: str, who: str, value: str) -> Json:
    event = {
        "type": name, "user": who, "channel": value if value.startswith("C0") else "C1REVIEW", "channel_id": "C1REVIEW",
        "file_id": value, "ts": f"1.{abs(hash((name, who, value)))}", "thread_ts": value, "tab": "home",
        "files": [{"id": "F1THEIRS", "name": "theirs.jpg", "size": 9}],
    }  # fmt: skip
    if name == "message":
        event["subtype"] = "file_share"
    return {"type": "event_callback", "team_id": ATELIER, "event_id": f"Ev{name}{who}{value}", "event": event}


def _remark(who: str, value: str) -> Json:
    """Words below a message of the first workspace, that sound like a verdict."""
    told = dict(_event("message", who, value)["event"])
    event = {name: one for name, one in told.items() if name not in ("files", "subtype")}
    event |= {"text": "lgtm", "thread_ts": value, "channel": "C0REVIEW"}
    return {"type": "event_callback", "team_id": ATELIER, "event_id": f"Evremark{who}{value}", "event": event}


async def _work(galley: Galley) -> None:
    """A card in review, a picture that its uploader must mend, a campaign with a task."""
    await galley.stage.drop(
        "uploader", "intake", (f"lighthouse_{SECRET}.jpg", photo(1)), (f"{SECRET}.txt", b"no picture")
    )
    await eventually(galley.stage.card)
    await galley.house.jobs.settled()
    rows = await _rows(galley.house)
    asset_id = next(key[1] for key, row in rows.items() if key[0] == "asset" and "lighthouse" in row["search_text"])
    campaign = Campaign(
        team_id=OURS, channel_id="C0CAMPAIGN", board="none", project_id="P1", title=f"{SECRET} spring", permalink="",
        linked_by="U0LEAD", linked_at=galley.house.clock.now(),
    )  # fmt: skip
    link = TaskLink(team_id=OURS, asset_id=asset_id, board="none", task_id="K1", title=f"{SECRET} task")
    async with galley.house.db.write() as session:
        session.add_all([campaign, link, _away(galley), _in_trouble(galley)])
    await galley.house.jobs.settled()


def _away(galley: Galley) -> Absence:
    monday = galley.house.clock.now().date()
    return Absence(
        team_id=OURS, absent_id="U0DESIGNER1", substitute_id="U0BRAND", first_day=monday, last_day=monday,
        campaigns=[f"{SECRET} spring"], named_by="U0DESIGNER1", named_at=galley.house.clock.now(),
        begun_at=galley.house.clock.now(),
    )  # fmt: skip


def _in_trouble(galley: Galley) -> Job:
    return Job(
        id=TROUBLE, key=TROUBLE, kind="slack.show", subject="none", team_id=OURS, lane="none", state=JobState.SET_ASIDE,
        problem=f"{SECRET} was refused", created_at=galley.house.clock.now(),
    )  # fmt: skip


async def _loot(galley: Galley) -> list[str]:
    """One id of each kind, where the card stands, and what our own buttons carry beside ids."""
    rows = await _rows(galley.house)
    ids = {table: key for table, key in rows if table in NAMED}
    card = await eventually(galley.stage.card)
    ours = [
        f"compare/{ids['asset']}/2",
        f"beside/{ids['version']}/{ids['version']}",
        f"{OURS}/U0DESIGNER1//",
        f"{ids['post']}/{ids['asset']}",
        f"snooze/{ids['batch']}",
        f"why/{ids['batch']}",
    ]
    return [*ids.values(), TROUBLE, *ours, card.ts, "C0REVIEW"]


async def _rows(house: House) -> dict[tuple[str, str], dict[str, Any]]:
    """Everything that a person could have touched, by table and id; messages are edited by and by, whoever asks."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    async with house.db.read() as session:
        connection = await session.connection()
        for table in METADATA.sorted_tables:
            if table.name not in APART:
                for row in (await connection.execute(table.select())).mappings():
                    kept = {name: value for name, value in row.items() if name not in ("shown", "details", "ts")}
                    found[table.name, _id(table, row)] = kept
    return found


async def _state_of_trouble(house: House) -> JobState:
    async with house.db.read() as session:
        return (await session.get_one(Job, TROUBLE)).state


async def _details(house: House) -> list[Any]:
    """What the second workspace is to be told."""
    async with house.db.read() as session:
        return list((await session.exec(select(Post.details).where(Post.team_id == ATELIER))).all())


def _id(table: Table, row: Any) -> str:
    return "/".join(str(row[column.name]) for column in table.primary_key.columns)


def _texts(part: Any, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """Every text in what the sandbox holds."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for one in part.values():
            yield from _texts(one, seen)
    elif isinstance(part, list | tuple | set):
        for one in part:
            yield from _texts(one, seen)
    elif type(part).__module__.startswith("sandbox.slack") and id(part) not in seen:
        for name, one in vars(part).items():
            if name not in ("shared", "world", "_here", "here"):
                yield from _texts(one, seen | {id(part)})


def _addresses(house: House, loot: Iterable[str]) -> Iterator[str]:
    for route in house.routes:
        path = str(getattr(route, "path", ""))
        assert path in FOR_THE_WORLD, "whoever adds a page says whether the balancer passes it on"
        if "{" not in path:
            yield path
            continue
        yield from (path.partition("{")[0] + one for one in loot if "/" not in one)
