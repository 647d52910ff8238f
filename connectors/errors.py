"""Other systems: everything that can go wrong there, sorted by what to do next.

ConnectorError
├── Unavailable      it did not happen: wait `retry_after` seconds (or back off) and send again
├── Unauthorized     it did not happen: the credentials are dead, a person must connect the system again
├── NotFound         it did not happen: what was named is not there, or not visible to our account
├── Refused          it did not happen and will not: the system's own words say why
└── OutcomeUnknown   it may have happened: look the marker up before sending again

A read changes nothing, so it is never OutcomeUnknown: what went wrong on its way is Unavailable, and it is sent again.
"""


class ConnectorError(Exception):
    """A system did not do what was asked. `system` names it, `sentence` is fit for a person."""

    def __init__(self, system: str, sentence: str) -> None:
        super().__init__(f"{system}: {sentence}")
        self.system = system
        self.sentence = sentence


class Unavailable(ConnectorError):
    """Connection refused, 429, a full disk: it did not happen. `retry_after` is in seconds; None means back off."""

    def __init__(self, system: str, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(system, sentence)
        self.retry_after = retry_after


class Unauthorized(ConnectorError):
    """The token is unknown, revoked or expired beyond refreshing."""


class NotFound(ConnectorError):
    """The named thing does not exist, was deleted, or is not shared with our account."""


class Refused(ConnectorError):
    """An explicit refusal. `status` is the HTTP status, `code` the vendor's own error code, both where there is one."""

    def __init__(self, system: str, sentence: str, *, status: int | None = None, code: str | None = None) -> None:
        super().__init__(system, sentence)
        self.status = status
        self.code = code


class OutcomeUnknown(ConnectorError):
    """A timeout after bytes had left, a cut connection, a 5xx: it may or may not have happened."""
