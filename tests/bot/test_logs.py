"""Logs: no secret ever stands in one."""

import io
import json
import logging
from contextlib import redirect_stderr
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot import logs
from bot.causes import caused
from bot.history import History
from bot.logs import MASK, hiding, mask
from models.events import PolicyAdopted
from tests.clocks import HeldClock
from tests.databases import opened

SECRETS = (
    "xoxb-1234567890-abcdefABCDEF",
    "xoxp-1-2-3",
    "xoxe.xoxp-1-abc",
    "xapp-1-A012-345-abcdef",
)

nested = st.recursive(
    st.sampled_from(SECRETS),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.text(), inner, min_size=1, max_size=3),
)


@pytest.fixture(autouse=True)
def _put_back() -> object:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@given(nested, st.text(max_size=20))
def test_a_token_is_masked_wherever_it_stands(value: object, around: str) -> None:
    written = str(mask(None, "info", {"event": f"{around}{SECRETS[0]}", "value": value}))

    assert not any(secret in written for secret in SECRETS)


@pytest.mark.parametrize("as_json", [True, False])
def test_nobodys_words_begin_a_line_or_move_a_cursor(as_json: bool) -> None:
    words = "hero\n2026-01-01 [info] all is well\r\x1b[2K\x9b31m\u202e.jpg"
    with redirect_stderr(io.StringIO()) as paper:
        logs.configure(level="INFO", as_json=as_json)
        structlog.get_logger().info("taken in", name=words)
        logging.getLogger("library").warning("odd name %s", words)
        structlog.get_logger().error("failed", exc_info=ValueError(words))

    written = paper.getvalue()
    assert not set("\r\x1b\x9b\u202e") & set(written)
    assert len(written.splitlines()) == (3 if as_json else 5), "only a traceback goes over several lines"


def test_a_bearer_is_masked_and_the_words_around_it_stay() -> None:
    event = mask(None, "info", {"event": "sent Authorization: Bearer abcdefgh12345678 to Wrike"})

    assert event["event"] == f"sent Authorization: Bearer {MASK} to Wrike"


def test_what_is_called_a_secret_is_masked_whole() -> None:
    event = mask(None, "info", {"wrike_token": "plain", "headers": {"Authorization": "plain"}, "token": None})

    assert event == {"wrike_token": MASK, "headers": {"Authorization": MASK}, "token": None}


def test_ordinary_words_and_numbers_stay() -> None:
    event = {"event": "a picture came", "size": 3, "ok": True, "names": ["hero.jpg"], "of": b"hero", "at": 1.5}

    assert mask(None, "info", dict(event)) == {**event, "of": "hero"}


def test_a_secret_setting_hides_itself() -> None:
    assert "xoxb" not in str(mask(None, "info", {"setting": SecretStr("xoxb-1-2")}))


def test_json_has_one_document_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="INFO", as_json=True)

    structlog.get_logger().info("a picture came", token=SECRETS[0])
    logging.getLogger("aiohttp").warning("refused %s", SECRETS[1])
    structlog.get_logger().debug("not heard")

    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["token"], ours["level"]) == ("a picture came", MASK, "info")
    assert theirs["event"] == f"refused {MASK}"


def test_a_traceback_hides_its_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="INFO", as_json=False)

    try:
        int(f"no such token: {SECRETS[0]}")
    except ValueError:
        structlog.get_logger().exception("it broke")

    written = capsys.readouterr().err
    assert "no such token" in written
    assert SECRETS[0] not in written


def test_the_work_goes_on_where_a_log_cannot_be_written() -> None:
    logs.configure(level="INFO", as_json=True)
    broken = io.StringIO()
    broken.close()

    with redirect_stderr(broken):
        structlog.get_logger().info("nobody reads this")
        logging.getLogger("aiohttp").warning("nor this")


def test_our_own_secrets_are_hidden_whatever_they_look_like() -> None:
    hide = hiding(["planted-signing-secret", "short"])

    event = hide(None, "", {"event": "a short word and planted-signing-secret", "number": 1})

    assert event == {"event": f"a short word and {MASK}", "number": 1}


def test_our_own_secrets_are_hidden_however_deep_they_lie() -> None:
    hide = hiding(["planted-signing-secret"])
    deep = {"payload": {"said": ["it is planted-signing-secret", {"again": "planted-signing-secret"}], "size": 3}}

    assert hide(None, "", mask(None, "", deep)) == {
        "payload": {"said": [f"it is {MASK}", {"again": MASK}], "size": 3},
    }


async def test_a_start_is_nobodys_story_and_what_a_person_did_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    logs.configure(level="INFO", as_json=True)
    history = History(HeldClock())
    async with opened(f"sqlite:///{tmp_path / 'galley.db'}") as database:
        async with database.write() as session:
            await history.record(session, PolicyAdopted(team_id="T", digest="of the start"))
        with caused(by="a click"):
            async with database.write() as session:
                await history.record(session, PolicyAdopted(team_id="T", digest="of an edit"))

    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (line["event"], line["cause"]) == ("committed", "a click")
