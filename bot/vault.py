"""Secrets at rest: sealed before they enter the database, and the ring of keys that opens them."""

import base64
import hmac
import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.config import Config, Unusable

FILE = "keys"


class Unreadable(Exception):
    """None of our keys opens this."""


class WrongKey(Unusable):
    """A key is not one, or the ring may not be changed; says what to do."""


class Vault:
    """The newest key stands first and seals; all of them open. `file` is None where GALLEY_KEYS names the keys."""

    def __init__(self, keys: Sequence[str], *, file: Path | None = None) -> None:
        self.file = file
        self._take(keys)

    @classmethod
    def open(cls, config: Config) -> "Vault":
        """From GALLEY_KEYS, or from the file in the data folder, which is made where there is none."""
        if config.keys is not None:
            return cls([key.strip() for key in config.keys.get_secret_value().split(",") if key.strip()])
        file = config.data.resolve() / FILE
        if not file.exists():
            _begin(file)
        return cls(_read(file), file=file)

    def seal(self, secret: str) -> str:
        return self._ring.encrypt(secret.encode()).decode()

    def unseal(self, kept: str) -> str:
        """Raises Unreadable. A key that was added beside us is found in the file."""
        try:
            return self._open(kept)
        except Unreadable:
            if self.file is None or self._is_as_in(self.file):
                raise
            self._take(_read(self.file))
            return self._open(kept)

    def sign(self, message: bytes, *, purpose: str) -> bytes:
        """By the newest key. What is signed for one purpose is nothing for another."""
        return _signature(self._keys[0], message, purpose)

    def has_signed(self, message: bytes, signature: bytes, *, purpose: str) -> bool:
        """Whether one of our keys did, in a time that tells nothing; a key that was added beside us counts too."""
        if self._is_signed(message, signature, purpose):
            return True
        if self.file is None or self._is_as_in(self.file):
            return False
        self._take(_read(self.file))
        return self._is_signed(message, signature, purpose)

    def _is_signed(self, message: bytes, signature: bytes, purpose: str) -> bool:
        found = [hmac.compare_digest(_signature(key, message, purpose), signature) for key in self._keys]
        return any(found)

    def is_newest(self, kept: str) -> bool:
        """Whether the newest key sealed this."""
        try:
            self._newest.decrypt(kept.encode())
        except InvalidToken:
            return False
        return True

    def add_key(self) -> None:
        """Raises WrongKey where the environment names the keys: nobody can change that from here."""
        if self.file is None:
            raise WrongKey("GALLEY_KEYS names the keys: put a new one first, before a comma, and say this again.")
        keys = [Fernet.generate_key().decode(), *self._keys]
        _write(self.file, keys)
        self._take(keys)

    def _take(self, keys: Sequence[str]) -> None:
        if not keys:
            raise WrongKey("There is no key: GALLEY_KEYS, or the file of keys, is empty.")
        try:
            fernets = [Fernet(key) for key in keys]
        except ValueError as error:
            raise WrongKey("A key is 32 bytes in URL-safe base64, as galley keys new prints it.") from error
        self._keys, self._newest, self._ring = tuple(keys), fernets[0], MultiFernet(fernets)

    def _is_as_in(self, file: Path) -> bool:
        return not file.exists() or tuple(_read(file)) == self._keys

    def _open(self, kept: str) -> str:
        try:
            return self._ring.decrypt(kept.encode()).decode()
        except InvalidToken as error:
            raise Unreadable("none of our keys opens this") from error


def new_key() -> str:
    return Fernet.generate_key().decode()


def _signature(key: str, message: bytes, purpose: str) -> bytes:
    own = hmac.digest(base64.urlsafe_b64decode(key), f"galley {purpose}".encode(), "sha256")
    return hmac.digest(own, message, "sha256")


def _begin(file: Path) -> None:
    """Two processes that start at once agree on the file of the first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    arriving = _arriving(file, [new_key()])
    try:
        os.link(arriving, file)
    except FileExistsError:
        pass
    finally:
        arriving.unlink()


def _write(file: Path, keys: Sequence[str]) -> None:
    _arriving(file, keys).replace(file)


def _arriving(file: Path, keys: Sequence[str]) -> Path:
    """Whole and on the disk, for nobody else's eyes, under another name."""
    arriving = file.with_name(f"{file.name}.{os.getpid()}")
    opened = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as out:
        out.write("\n".join([*keys, ""]))
        out.flush()
        os.fsync(out.fileno())
    return arriving


def _read(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").split()
