"""The `galley` command, as somebody types it."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.__main__ import app
from bot.config import Config
from bot.playground import NoSandbox, Playground, beside, forget_others, look
from tests.conftest import free_ports
from tests.house.sizes import ROOT
from tests.waiting import eventually

PATIENCE_S = 60


class Terminal:
    """A folder with a galley.yml, and ports that nobody else has."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sandbox, self.port = folder, free_ports(), free_ports()
        self.said = folder / "said.txt"
        shutil.copy(ROOT / "galley.yml", folder)

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "GALLEY_PORT": str(self.port),
            "GALLEY_DATA": str(self.folder / "data"),
            "GALLEY_POLICY": str(self.folder / "galley.yml"),
            "GALLEY_SANDBOX_URL": f"http://127.0.0.1:{self.sandbox}",
            "COLUMNS": "300",
        }

    def type(self, *words: str) -> Result:
        return CliRunner().invoke(app, words, env=dict(self.environment), prog_name="galley")

    def start(self) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, **self.environment, "PYTHONPATH": str(ROOT)}
        with self.said.open("ab") as out:
            command = [sys.executable, "-m", "bot", "run"]
            return subprocess.Popen(command, cwd=self.folder, env=environment, stdout=out, stderr=out)  # noqa: S603

    @contextmanager
    def running(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`galley run` once it says that it runs; stopped as an operator would."""
        self.said.unlink(missing_ok=True)
        galley = self.start()
        try:
            wait_until(lambda: "Galley is running." in self.said.read_text() or galley.poll() is not None)
            assert galley.poll() is None, self.said.read_text()
            yield galley
        finally:
            galley.terminate()
            galley.wait(PATIENCE_S)

    def drop(self, name: str, content: bytes) -> None:
        form, files = {"user": "uploader", "channel": "intake"}, {"file": (name, content)}
        address = f"http://127.0.0.1:{self.sandbox}/control/slack/upload"
        httpx.post(address, data=form, files=files).raise_for_status()

    def end_the_orphan(self) -> None:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True)  # noqa: S607
        for line in listed.stdout.splitlines():
            pid, _, command = line.strip().partition(" ")
            if command.endswith(f"-m sandbox --port {self.sandbox}"):
                os.kill(int(pid), signal.SIGTERM)


def wait_until(condition: Callable[[], object]) -> None:
    asyncio.run(eventually(lambda: asyncio.to_thread(condition), within=PATIENCE_S))


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_one_command_starts_galley_and_the_sandbox_and_ends_both(terminal: Terminal) -> None:
    with terminal.running() as galley:
        terminal.drop("notes.jpg", b"not a picture at all")
        wait_until(lambda: "refused" in terminal.type("history", "notes.jpg").output)
        examined = terminal.type("doctor")
        after_a_reset_galley_begins_anew_and_remembers_nothing(terminal)

    assert examined.exit_code == 0, examined.output
    assert "It is running and ready." in examined.output
    assert galley.returncode == 0
    assert look(terminal.sandbox) is None
    assert "Traceback" not in terminal.said.read_text()


def after_a_reset_galley_begins_anew_and_remembers_nothing(terminal: Terminal) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{terminal.sandbox}", timeout=PATIENCE_S) as page:
        before = page.get("/control/health").json()
        page.post("/control/reset")

        wait_until(lambda: page.get("/control/health").json()["bot"] == "connected")
        after = page.get("/control/health").json()
        assert after["world"] != before["world"]
        assert [one.name for one in (terminal.folder / "data" / "sandbox").iterdir()] == [after["world"]]


def test_after_a_kill_the_next_start_finds_the_same_world_and_nobody_else_gets_in(terminal: Terminal) -> None:
    with terminal.running() as first:
        world = look(terminal.sandbox)
        first.kill()
    try:
        with terminal.running():
            second = terminal.start()
            assert second.wait(PATIENCE_S) == 1
        assert look(terminal.sandbox) == world
    finally:
        terminal.end_the_orphan()

    assert "is already used by process" in terminal.said.read_text()


def test_worlds_that_have_ended_are_forgotten_and_those_in_use_are_not(tmp_path: Path) -> None:
    config, playground = Config(data=tmp_path), Playground(port=1, world="new")
    for world in ("old", "new"):
        (tmp_path / "sandbox" / world).mkdir(parents=True)
        (tmp_path / "sandbox" / world / "galley.db").touch()
    (tmp_path / "galley.db").touch()

    forget_others(config, playground)

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["galley.db", "galley.db", "new", "sandbox"]


def test_a_command_beside_galley_finds_the_world_that_was_played_last(tmp_path: Path) -> None:
    (tmp_path / "sandbox" / "last").mkdir(parents=True)
    (tmp_path / "sandbox" / "last" / "galley.db").touch()

    config = beside(Config(data=tmp_path, sandbox_url=f"http://127.0.0.1:{free_ports()}"))

    assert config.data == tmp_path / "sandbox" / "last"


def test_a_port_that_somebody_else_has_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        somebody.settimeout(0)
        with pytest.raises(NoSandbox, match="taken by something that is not the sandbox"):
            look(somebody.getsockname()[1], within=0.2)


def test_migrate_says_what_it_did(terminal: Terminal) -> None:
    assert terminal.type("migrate").output == "The database went from revision nothing to 0001.\n"
    assert terminal.type("migrate").output == "The database is up to date: revision 0001.\n"


def test_history_of_nobody_is_a_sentence(terminal: Terminal) -> None:
    answer = terminal.type("history", "hero.jpg")

    assert (answer.exit_code, answer.output) == (
        1,
        "No asset is called 'hero.jpg'. Use its id, its title, or the name of one of its files.\n",
    )


def test_a_wrong_setting_is_named(terminal: Terminal) -> None:
    answer = CliRunner().invoke(app, ["migrate"], env={**terminal.environment, "GALLEY_PORT": "high"})

    assert answer.exit_code == 1
    assert "GALLEY_PORT" in answer.output
    assert "Traceback" not in answer.output


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("WRIKE_URL", "wrike.com", "An address begins with https://; this one is 'wrike.com'"),
        ("GALLEY_PUBLIC_URL", "galley.example.com", "An address begins with https://"),
        ("GALLEY_DATABASE_URL", "postgres://galley:sesame@host/name", "postgresql://user:password@host/name"),
        ("GALLEY_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(terminal: Terminal, name: str, given: str, said: str) -> None:
    answer = CliRunner().invoke(app, ["migrate"], env={**terminal.environment, name: given})

    assert answer.exit_code == 1
    assert f"{name}: " in answer.output
    assert said in answer.output
    assert "sesame" not in answer.output


def test_an_empty_setting_is_none(terminal: Terminal) -> None:
    environment = {**terminal.environment, "GALLEY_DATABASE_URL": "", "GALLEY_LOG_JSON": "", "WRIKE_TOKEN": ""}

    assert CliRunner().invoke(app, ["migrate"], env=environment).exit_code == 0


@pytest.mark.parametrize("command", ["run", "sandbox", "tour", "doctor", "history", "migrate"])
def test_every_command_explains_itself(terminal: Terminal, command: str) -> None:
    answer = terminal.type(command, "--help")

    assert answer.exit_code == 0
    assert f"Usage: galley {command}" in answer.output
