"""One child process, seen from the parent: started warm, asked one thing at a time, ended without mercy."""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Self

from imaging import plain, wire
from imaging.errors import DarkroomBroken
from imaging.limits import Limits

log = logging.getLogger(__name__)

_START_SECONDS = 60.0
_LAST_WORDS = 4096
_HOME = Path(__file__).resolve().parent.parent
_THRIFT = {"MALLOC_MMAP_THRESHOLD_": "1048576"}  # glibc: what was a picture goes back to the system at once, mallopt(3)


class Died(Exception):
    """The child ended without an answer. `signal` is what ended it, if a signal did."""

    def __init__(self, ended_by: int | None, last_words: str) -> None:
        super().__init__(f"signal {ended_by}: {last_words}" if ended_by else last_words)
        self.ended_by_cpu_limit = ended_by == signal.SIGXCPU


class Assistant:
    """A living child. Not safe for two jobs at once: the darkroom hands it to one job at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._last_words = bytearray()
        self._listening = asyncio.create_task(self._listen())
        self.jobs = 0
        self.missing_limits: tuple[str, ...] = ()

    @classmethod
    async def start(cls, limits: Limits) -> Self:
        """A child that has imported its codecs and raised its walls. Raises DarkroomBroken when none will start."""
        assistant = cls(await _spawned())
        try:
            async with asyncio.timeout(_START_SECONDS):
                answer = await assistant.ask({"limits": limits.to_json()})
        except (Died, TimeoutError) as error:
            await assistant.end()
            raise DarkroomBroken(f"no child process for pictures: {error or 'it did not answer'}") from error
        except BaseException:
            await assistant.end()
            raise
        assistant.missing_limits = plain.texts(answer, "missing")
        assistant.jobs = 0
        return assistant

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(self, job: plain.Plain) -> dict[str, object]:
        """The child's answer to one job. Raises Died when there will be none; then, and when cancelled, `end` it."""
        assert self._process.stdin is not None  # noqa: S101 - opened with pipes
        assert self._process.stdout is not None  # noqa: S101
        self.jobs += 1
        try:
            self._process.stdin.write(wire.pack(job))
            await self._process.stdin.drain()
            return await wire.receive(self._process.stdout)
        except (EOFError, ConnectionError, wire.BadFrame) as error:
            raise await self._death() from error

    async def end(self) -> None:
        """Kills the child and waits until nothing of it is left."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):  # it ended by itself a moment ago
                # Not Process.kill(): that polls first, and takes the exit status away from asyncio's watcher.
                os.kill(self._process.pid, signal.SIGKILL)
        await self._left()

    async def _death(self) -> Died:
        await self.end()
        code = self._process.returncode or 0
        said = self._last_words.decode(errors="replace").strip()
        log.warning("a child process for pictures ended (%s): %s", code, said[-_LAST_WORDS:])
        return Died(-code if code < 0 else None, said)

    async def _listen(self) -> None:
        """Keeps the end of what the child prints: drained, so that no codec's chatter stops it."""
        assert self._process.stderr is not None  # noqa: S101 - opened with pipes
        while said := await self._process.stderr.read(_LAST_WORDS):
            self._last_words = (self._last_words + said)[-_LAST_WORDS:]

    async def _left(self) -> None:
        assert self._process.stdin is not None  # noqa: S101 - opened with pipes
        assert self._process.stdout is not None  # noqa: S101
        await self._process.wait()
        await self._listening
        await self._process.stdout.read()
        self._process.stdin.close()


async def _spawned() -> Process:
    try:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-s", "-m", "imaging.inside"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            cwd="/",
            env={"PYTHONPATH": str(_HOME), "LC_ALL": "C.UTF-8", **_THRIFT},  # none of the parent's secrets
            start_new_session=True,  # Ctrl-C in the terminal is the parent's to answer
        )
    except OSError as error:
        raise DarkroomBroken(f"no child process for pictures: {error}") from error
