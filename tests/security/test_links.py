"""A download link gives one file of one workspace for a while, and nothing else to whoever changes a letter of it."""

import base64
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from bot.galley_yml import Policies
from bot.links import Grant, Links
from bot.vault import Vault, new_key

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
GRANT = Grant(team_id="T1", version_id="019cb8e1", file="web", ends_at=NOON)


def links(*keys: str) -> Links:
    return Links(vault=Vault(keys), policies=Policies(Path("galley.yml")), base="https://galley.example/")


def test_a_link_means_what_was_signed_and_nothing_else() -> None:
    ours = links(new_key())
    token = ours.token(GRANT)

    assert ours.read(token) == GRANT
    for place in range(len(token)):
        assert ours.read(token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]) is None
    for changed in (token[:-1], f"{token}A", f"{token}=", f" {token}", token.upper(), "", "A", "é", token * 2):
        assert ours.read(changed) is None


def test_nobody_writes_a_link_without_our_keys() -> None:
    ours, message = links(new_key()), b"T1\n019cb8e1\noriginal\n9999999999"
    forged = [links(new_key()).token(GRANT), *(_token(bytes(32) + message), _token(sha256(message).digest() + message))]

    assert [ours.read(token) for token in forged] == [None, None, None]


def test_a_link_outlives_a_new_key_and_ends_with_its_own() -> None:
    older, newer = new_key(), new_key()
    token = links(older).token(GRANT)

    assert links(newer, older).read(token) == GRANT
    assert links(newer).read(token) is None


def test_what_was_signed_for_something_else_is_no_link() -> None:
    vault = Vault([new_key()])
    ours = Links(vault=vault, policies=Policies(Path("galley.yml")), base=None)
    message = b"T1\n019cb8e1\noriginal\n9999999999"

    assert ours.read(_token(vault.sign(message, purpose="something else") + message)) is None


def _token(signed: bytes) -> str:
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
