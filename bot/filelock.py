"""A lock file that the kernel gives back when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path


class Held(Exception):
    """Says who has it."""


class FileLock:
    """A record lock: unlike flock it is not inherited by a forked child, which may outlive its parent."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as refused:
            holder = os.read(descriptor, 100).decode(errors="replace").strip()
            os.close(descriptor)
            raise Held(holder or "another process") from refused
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()}".encode())
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is None:
            return
        os.close(self._descriptor)
        self._descriptor = None
