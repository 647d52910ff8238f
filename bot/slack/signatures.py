"""Whether a request is Slack's: asked of its bytes, before a word of them is read.

Whatever is done with an unsigned request is done for anybody: an answer sent to an address in it, a line in the log,
jobs that step back for a person who is none.
"""

import re

from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers

_MOMENT = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Signatures:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""

    def __init__(self, secret: str) -> None:
        """Raises ValueError without a secret: with the empty one anybody could sign."""
        self._verifier = SignatureVerifier(secret)

    def are_on(self, headers: Headers, body: bytes) -> bool:
        """Within five minutes. The library reads only what is written as Slack writes it; over the rest it stumbles."""
        moment = _only(headers, "x-slack-request-timestamp", _MOMENT)
        signature = _only(headers, "x-slack-signature", _SIGNATURE)
        if not (moment and signature and _is_text(body)):
            return False
        return self._verifier.is_valid(body=body, timestamp=moment, signature=signature)


def _only(headers: Headers, name: str, written: re.Pattern[str]) -> str:
    """Empty unless there is one of it: of two, others might read the other."""
    given = headers.getlist(name)
    return given[0] if len(given) == 1 and written.fullmatch(given[0]) else ""


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
