"""Links that a browser may follow for a while: signed by the vault's keys, bound to one file of one workspace.

Whoever has such a link can use it until it ends, so it names no path and tells nothing but ids.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.galley_yml import Policies
from bot.vault import Vault
from models.publication import Publication

PATH = "/library/{token}"
ORIGINAL = "original"

_PURPOSE = "download"
_SIGNATURE = 32  # bytes


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a link lets somebody fetch: the original of a version, or the rendition that is called `file`."""

    team_id: str
    version_id: str
    file: str
    ends_at: datetime


class Links:
    """`base` is where browsers reach us; without it no link is ever made."""

    def __init__(self, *, vault: Vault, policies: Policies, base: str | None) -> None:
        self._vault, self._policies, self._base = vault, policies, base

    def download(self, team_id: str, published: Publication | None, file: str = ORIGINAL) -> str:
        """Empty where there is nothing to link to. It ends at a moment that is the same however often it is drawn."""
        if self._base is None or published is None:
            return ""
        ends_at = published.published_at + self._policies.current.distribution.downloads_for
        grant = Grant(team_id=team_id, version_id=published.version_id, file=file, ends_at=ends_at)
        return self._base.rstrip("/") + PATH.format(token=self.token(grant))

    def token(self, grant: Grant) -> str:
        parts = (grant.team_id, grant.version_id, grant.file, str(int(grant.ends_at.timestamp())))
        message = "\n".join(parts).encode()
        signed = self._vault.sign(message, purpose=_PURPOSE) + message
        return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()

    def read(self, token: str) -> Grant | None:
        """None for whatever we did not sign. Whether it has ended is another question."""
        signed = _decoded(token)
        signature, message = signed[:_SIGNATURE], signed[_SIGNATURE:]
        if not self._vault.has_signed(message, signature, purpose=_PURPOSE):
            return None
        team_id, version_id, file, ends_at = message.decode().split("\n")
        return Grant(
            team_id=team_id, version_id=version_id, file=file, ends_at=datetime.fromtimestamp(int(ends_at), UTC)
        )


def _decoded(token: str) -> bytes:
    """Nothing where it is no token; and one token is written in one way only."""
    try:
        signed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    return signed if base64.urlsafe_b64encode(signed).rstrip(b"=") == token.encode() else b""
