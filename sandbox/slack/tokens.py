"""Every token that was ever handed out, and whose it is, docs.slack.dev/authentication/using-token-rotation."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.slack.installation import Installation
from sandbox.slack.refusals import Json, SlackRefused

LIFE = timedelta(hours=12)
GRACE = timedelta(seconds=30)  # for a refresh token that was just used
MOST_ACTIVE = 2


@dataclass(kw_only=True)
class AccessToken:
    text: str
    installation: Installation
    expires_at: datetime | None = None
    is_revoked: bool = False
    is_exchanged: bool = False

    def is_active(self, at: datetime) -> bool:
        return not self.is_revoked and not self.is_expired(at)

    def is_expired(self, at: datetime) -> bool:
        return self.expires_at is not None and at >= self.expires_at


@dataclass(kw_only=True)
class RefreshToken:
    installation: Installation
    used_at: datetime | None = None

    def is_good(self, at: datetime) -> bool:
        is_spent = self.used_at is not None and at - self.used_at > GRACE
        return not (is_spent or self.installation.is_revoked or self.installation.is_uninstalled)


class Tokens:
    def __init__(self) -> None:
        self._access: dict[str, AccessToken] = {}
        self._refresh: dict[str, RefreshToken] = {}

    def add(self, text: str, installation: Installation) -> None:
        """One that lasts."""
        self._access[text] = AccessToken(text=text, installation=installation)

    def of(self, installation: Installation) -> list[AccessToken]:
        return [one for one in self._access.values() if one.installation is installation]

    def lasting(self, installation: Installation) -> str:
        """The token of an app without rotation; installing it once more gives the same one."""
        for one in self.of(installation):
            if one.expires_at is None and not one.is_revoked and not installation.is_revoked:
                return one.text
        text = f"xoxb-{secrets.token_hex(16)}"
        self.add(text, installation)
        return text

    def pair(self, installation: Installation, *, at: datetime) -> Json:
        """`{access_token, refresh_token, expires_in}`; the oldest of more than two active tokens is revoked."""
        access, refresh = f"xoxe.xoxb-1-{secrets.token_hex(24)}", f"xoxe-1-{secrets.token_hex(24)}"
        expiring = [one for one in self.of(installation) if one.expires_at is not None and one.is_active(at)]
        for oldest in expiring[: max(0, len(expiring) + 1 - MOST_ACTIVE)]:
            oldest.is_revoked = True
        self._access[access] = AccessToken(text=access, installation=installation, expires_at=at + LIFE)
        self._refresh[refresh] = RefreshToken(installation=installation)
        return {"access_token": access, "refresh_token": refresh, "expires_in": int(LIFE.total_seconds())}

    def refresh(self, text: str, *, at: datetime) -> Installation:
        """Whose refresh token this is; used from now on."""
        found = self._refresh.get(text)
        if found is None or not found.is_good(at):
            raise SlackRefused("invalid_refresh_token")
        found.used_at = found.used_at or at
        return found.installation

    def exchange(self, text: str) -> Installation:
        """Whose lasting token this is; given for a pair from now on."""
        found = self._access.get(text)
        if found is None or found.expires_at is not None:
            raise SlackRefused("invalid_token")
        if found.is_exchanged:
            raise SlackRefused("token_already_exchanged")
        if found.installation.is_revoked or found.installation.is_uninstalled:
            raise SlackRefused("authorization_not_found")
        found.is_exchanged = found.is_revoked = True
        return found.installation

    def whose(self, text: str) -> Installation | None:
        """Also when it counts no longer."""
        found = self._access.get(text)
        return found.installation if found else None

    def holder(self, text: str, *, at: datetime) -> Installation:
        found = self._access.get(text)
        if found is None:
            raise SlackRefused("invalid_auth")
        if found.installation.is_uninstalled:
            raise SlackRefused("account_inactive")
        if found.installation.is_revoked or found.is_revoked:
            raise SlackRefused("token_revoked")
        if found.is_expired(at):
            raise SlackRefused("token_expired")
        return found.installation
