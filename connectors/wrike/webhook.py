"""Wrike: incoming webhook calls: signature, handshake, and hints at changes (developers.wrike.com/docs/webhooks)."""

import hmac
import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus

from pydantic import AwareDatetime, ValidationError

from connectors.board import BoardChange, ChangeKind, Heard
from connectors.wrike.mapping import WrikeRecord

KINDS = {
    "TaskCreated": ChangeKind.CREATED,
    "TaskDeleted": ChangeKind.DELETED,
    "TaskTitleChanged": ChangeKind.TITLE,
    "TaskStatusChanged": ChangeKind.STATUS,
    "TaskDatesChanged": ChangeKind.DATES,
    "TaskResponsiblesAdded": ChangeKind.ASSIGNEES,
    "TaskResponsiblesRemoved": ChangeKind.ASSIGNEES,
    "TaskParentsAdded": ChangeKind.PLACE,
    "TaskParentsRemoved": ChangeKind.PLACE,
    "CommentAdded": ChangeKind.COMMENT,
    "AttachmentAdded": ChangeKind.ATTACHMENT,
}
EVENTS = tuple(KINDS)

_CHALLENGE = re.compile(r"[A-Za-z0-9+/=_.~-]{1,100}")
"""What we sign for whoever asks: never anything that could be the body of a delivery."""


class EventRecord(WrikeRecord):
    event_type: str
    task_id: str | None = None
    event_author_id: str | None = None
    last_updated_date: AwareDatetime | None = None
    comment_id: str | None = None


def hear(*, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> Heard:
    """A genuine delivery is always answered 200, whatever is in it: any other answer means doubles, then silence."""
    given = {name.lower(): value for name, value in headers.items()}
    secret = _signer(given.get("x-hook-signature", ""), body, secrets)
    if secret is None:
        return Heard(status=HTTPStatus.UNAUTHORIZED, headers={})
    try:
        said = json.loads(body)
    except ValueError:
        said = []
    if isinstance(said, dict):  # both kinds of call carry both headers: only the body tells them apart
        return _handshake(given.get("x-hook-secret", ""), secret)
    events = said if isinstance(said, list) else []
    return Heard(status=HTTPStatus.OK, headers={}, changes=tuple(filter(None, map(_change, events))))


def signature(secret: str, message: bytes) -> str:
    """Hexadecimal HMAC-SHA256."""
    return hmac.new(secret.encode(), message, sha256).hexdigest()


def _signer(given: str, body: bytes, secrets: Sequence[str]) -> str | None:
    """The secret that signed this; during a change of secrets there are two. An empty one signs nothing."""
    told = given.strip().lower().encode()
    return next((each for each in secrets if each and hmac.compare_digest(told, signature(each, body).encode())), None)


def _handshake(challenge: str, secret: str) -> Heard:
    if not _CHALLENGE.fullmatch(challenge):
        return Heard(status=HTTPStatus.BAD_REQUEST, headers={})
    return Heard(status=HTTPStatus.OK, headers={"X-Hook-Secret": signature(secret, challenge.encode())})


def _change(event: object) -> BoardChange | None:
    """None for events of folders, and for what we do not understand: the poll will see it."""
    try:
        record = EventRecord.model_validate(event)
    except ValidationError:
        return None
    if record.task_id is None:
        return None
    return BoardChange(
        task_id=record.task_id,
        kind=KINDS.get(record.event_type, ChangeKind.OTHER),
        author_id=record.event_author_id,
        happened_at=record.last_updated_date,
        comment_id=record.comment_id,
        fingerprint=_fingerprint(event),
    )


def _fingerprint(event: object) -> str:
    """There is no event id. Two hooks tell the same thing under different webhook ids, so that one does not count."""
    content = (
        {name: value for name, value in event.items() if name != "webhookId"} if isinstance(event, dict) else event
    )
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
