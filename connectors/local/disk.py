"""The local library: the few ways in which it touches the disk. Each change is complete or did not happen."""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from connectors.errors import ConnectorError, Refused, Unavailable

CHUNK = 1024 * 1024
STALE_S = 24 * 60 * 60  # a half-written file of a killed process is older than this when it is swept away

_FULL = {errno.ENOSPC, errno.EDQUOT}
_LINK_REFUSED = {errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}


@contextmanager
def trouble(system: str, root: Path) -> Iterator[None]:
    """Errors of the operating system as errors of the port."""
    try:
        yield
    except OSError as error:
        raise _sorted(system, root, error) from error


def _sorted(system: str, root: Path, error: OSError) -> ConnectorError:
    if error.errno in _FULL:
        return Unavailable(system, f"the disk of {root} is full; make room and it goes on by itself")
    where = error.filename or root
    return Unavailable(system, f"the disk does not let us work at {where} ({error.strerror or error})")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Held by one thread of one process at a time; a killed process lets go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def hash_of(path: Path) -> str:
    """SHA-256 in hex."""
    with path.open("rb") as file:
        return _copy(file.fileno(), None)


def write(target: Path, content: bytes, *, scratch: Path) -> None:
    """A small file, replaced at once."""
    temporary = _temporary(scratch, target.name)
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _move(temporary, target)


def copy_in(source: Path, target: Path, *, expected: str, scratch: Path, system: str) -> None:
    """Bytes from elsewhere, hashed on the way; Refused when they are not the expected ones. Read-only from here on."""
    temporary = _temporary(scratch, target.name)
    with source.open("rb") as given, temporary.open("xb") as file:
        found = _copy(given.fileno(), file.fileno())
        os.fchmod(file.fileno(), 0o444)
        os.fsync(file.fileno())
    if found != expected:
        temporary.unlink()
        raise Refused(system, f"{source.name} is not what was approved: its SHA-256 is {found}, not {expected}")
    _move(temporary, target)


def link(source: Path, target: Path, *, scratch: Path) -> None:
    """The same bytes under another name: a hard link, or a copy where the file system has none."""
    if target.exists() and source.samefile(target):
        return
    temporary = _temporary(scratch, target.name)
    try:
        os.link(source, temporary)
    except OSError as error:
        if error.errno not in _LINK_REFUSED:
            raise
        _duplicate(source, temporary)
    _move(temporary, target)


def point(target: Path, *, to: str, scratch: Path) -> None:
    """A symbolic link beside `to`; a text file with its name where the file system has no such links."""
    temporary = _temporary(scratch, target.name)
    try:
        temporary.symlink_to(to)
    except OSError as error:
        if error.errno not in _LINK_REFUSED:
            raise
        write(target.with_suffix(".txt"), f"{to}\n".encode(), scratch=scratch)
        return
    _move(temporary, target)


def move_folder(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
    _settle(source.parent)
    _settle(target.parent)


def sweep(scratch: Path) -> None:
    """Proves that we can write, and removes what killed processes left. The new file's time is the disk's own clock."""
    scratch.mkdir(parents=True, exist_ok=True)
    probe = _temporary(scratch, "probe")
    probe.write_bytes(b"galley")
    now = probe.stat().st_mtime
    probe.unlink()
    for left in scratch.iterdir():
        with suppress(FileNotFoundError):  # another process finished with it just now
            if now - left.lstat().st_mtime > STALE_S:
                left.unlink()


def _temporary(scratch: Path, name: str) -> Path:
    scratch.mkdir(parents=True, exist_ok=True)
    return scratch / f"{name[:60]}.{secrets.token_hex(8)}"


def _move(temporary: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(target)
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """A rename is kept over a power cut once the folder itself is on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _copy(source: int, target: int | None) -> str:
    digest = sha256()
    while chunk := os.read(source, CHUNK):
        digest.update(chunk)
        if target is not None:
            _write_all(target, chunk)
    return digest.hexdigest()


def _write_all(target: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(target, view) :]


def _duplicate(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())
