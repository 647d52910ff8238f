"""OAuth codes: good once, for ten minutes, for the address they were sent to."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.slack.refusals import SlackRefused

LIFE = timedelta(minutes=10)  # https://docs.slack.dev/authentication/installing-with-oauth


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What somebody allowed; the installation begins when the code is redeemed."""

    team_id: str | None  # None: the whole organization
    scopes: tuple[str, ...]
    installer: str
    redirect_uri: str
    given_at: datetime


class Codes:
    def __init__(self) -> None:
        self._open: dict[str, Consent] = {}

    def issue(self, consent: Consent) -> str:
        code = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        self._open[code] = consent
        return code

    def redeem(self, code: str, *, redirect_uri: str, at: datetime) -> Consent:
        consent = self._open.get(code)
        if consent is None or at - consent.given_at > LIFE:
            raise SlackRefused("invalid_code")
        if consent.redirect_uri != redirect_uri:
            raise SlackRefused("bad_redirect_uri")
        del self._open[code]
        return consent
