"""A bad day is lived through, and afterwards no secret of ours stands anywhere: not where it was told, nor kept."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import inspect
from sqlmodel import select

from bot import archives, biography, logs
from bot.approval import views
from bot.audit.exporting import Format, Wanted
from bot.config import Config
from bot.doctor.rounds import examine
from bot.vault import FILE, Vault, new_key
from models.campaign import Campaign
from models.job import Job
from tests.databases import sql
from tests.imaging.pictures import TEXT
from tests.journeys.board import Board
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.loopback import loopback
from tests.waiting import eventually

PASSWORD = "planted%2Fpassword"  # as it stands in an address
EVERYBODY = ("uploader", "designer1", "brand", "lead", "admin")


@pytest.fixture
def database(database: str | None) -> str | None:
    return None if database is None else database.replace("//postgres:@", f"//postgres:{PASSWORD}@")


@pytest.fixture
def config(config: Config) -> Config:
    """Every secret that there can be is set, those of tomorrow too."""
    update: dict[str, object] = {"keys": SecretStr(f"{new_key()},{new_key()}"), "log_level": "DEBUG"}
    kinds = {name: str(field.annotation) for name, field in Config.model_fields.items()}
    missing = [name for name, kind in kinds.items() if "SecretStr" in kind and getattr(config, name) is None]
    update |= {name: SecretStr(f"planted-{name}") for name in missing if name not in ("keys", "database_url")}
    return config.model_copy(update=update)


@pytest.fixture
def log(config: Config, database: str | None) -> Iterator[None]:
    """As text on one database, as JSON on the other."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.configure(level="DEBUG", as_json=database is not None, secrets=config.secrets)
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("log")
async def test_after_a_bad_day_no_secret_stands_anywhere(
    capfd: pytest.CaptureFixture[str], galley: Galley, config: Config, database: str | None
) -> None:
    await a_bad_day(galley)
    secrets = {*config.secrets, *await webhook_secrets(galley)}
    assert len(secrets) >= (10 if database else 8)

    said = {
        "database": await every_row(galley),
        "files": kept_below(galley),
        "Slack": await everything_seen(galley),
        "web port": await told_by_the_web_port(galley),
        "doctor": json.dumps([asdict(finding) async for finding in examine(config)]),
        "history": json.dumps([one.to_json() for one in await biography.look_up(config, "hero")]),
        "export": await exported(config),
        "settings": f"{config!r} {config} {config.model_dump()}",
    }
    structlog.get_logger().error("a careless line", settings=config.model_dump(), of=f"{config.bot_token} and others")
    logging.getLogger("a library").error("connecting to %s with %s", config.database, config.signing_secret)
    said["log"] = capfd.readouterr().err

    assert all(said.values())
    assert [(place, secret) for place, words in said.items() for secret in secrets if secret in words] == []


async def a_bad_day(galley: Galley) -> None:
    """Every system stumbles, one takes back our rights, and people are told of it."""
    stage, board = galley.stage, Board(galley)
    await board.link("intake")
    for system, kind, match in (
        ("slack", "error", "chat.postMessage"),
        ("slack", "lost_reply", "chat.update"),
        ("slack", "rate_limit", "files.getUploadURLExternal"),
        ("wrike", "error", "/tasks"),
        ("wrike", "lost_reply", "/comments"),
    ):
        await stage.post("faults", system=system, kind=kind, match=match, times=1)
    await stage.drop("uploader", "intake", ("hero.jpg", photo(1)), ("note.jpg", TEXT))
    await board.approve("designer1", "Design")
    await board.card_once("*Brand*")
    await stage.post("faults", system="slack", kind="offline", match="views.open", times=1)
    card = await board.card()
    await stage.click("brand", card, views.REJECT)
    for words in ("status", "why hero", "find hero", "tasks", "campaign link https://evil.example/x", "nonsense"):
        await stage.command("uploader", "intake", words)
    await board.approve("brand", "Brand")
    await board.card_once("In the library")
    await stage.post("slack/scopes", remove=["chat:write", "files:write"])
    await stage.drop("uploader", "intake", ("second.jpg", photo(2)))
    await eventually(lambda: is_in_trouble(galley))


async def is_in_trouble(galley: Galley) -> bool:
    async with galley.house.db.read() as session:
        return any(job.problem for job in await session.exec(select(Job)))


async def webhook_secrets(galley: Galley) -> set[str]:
    vault = Vault.open(galley.config)
    async with galley.house.db.read() as session:
        sealed = [one.hook_secret for one in await session.exec(select(Campaign)) if one.hook_secret]
    assert sealed
    return {vault.unseal(one) for one in sealed}


async def every_row(galley: Galley) -> str:
    async with galley.house.db.read() as session:
        names = await (await session.connection()).run_sync(lambda it: inspect(it).get_table_names())
        rows = [list(await sql(session, f'SELECT * FROM "{name}"')) for name in names]  # noqa: S608  our own names
    return repr(rows)


def kept_below(galley: Galley) -> str:
    """The bytes of every file that we wrote, the database's own among them; the keys are kept apart by GALLEY_KEYS."""
    files = [path for path in galley.config.data.rglob("*") if path.is_file()]
    assert not [path for path in files if path.name == FILE]
    return "\n".join(path.read_bytes().decode("latin-1") for path in files)


async def everything_seen(galley: Galley) -> str:
    seen = [await galley.stage.direct(user) for user in EVERYBODY]
    seen += [await galley.stage.messages("lead", channel) for channel in ("intake", "review", "campaign")]
    return repr(seen)


async def told_by_the_web_port(galley: Galley) -> str:
    async with loopback(f"http://127.0.0.1:{galley.config.port}") as http:
        return " ".join([(await http.get(page)).text for page in ("/health", "/ready", "/metrics", "/library/x")])


async def exported(config: Config) -> str:
    out = io.BytesIO()
    for form in Format:
        await archives.export(config, out, form, Wanted())
    return out.getvalue().decode()
