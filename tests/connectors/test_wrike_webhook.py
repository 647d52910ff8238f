"""Incoming webhook calls: who is believed, what is answered, what is learned."""

import json
from datetime import UTC, datetime

import pytest

from connectors.board import ChangeKind, Heard
from connectors.wrike.webhook import EVENTS, hear, signature

SECRET = "sandbox-secret"
STATUS_CHANGED = {
    "taskId": "MAAAAAEQ_kSH",
    "webhookId": "IEAAAAAAJEAAAAAA",
    "eventAuthorId": "KUAAAAAA",
    "eventType": "TaskStatusChanged",
    "lastUpdatedDate": "2026-11-23T03:00:00Z",
    "oldCustomStatusId": "IEAAAAAAJMAAAAAA",
    "customStatusId": "IEAAAAAAJMAAAAAB",
}


def told(
    content: object, *, secret: str = SECRET, known: tuple[str, ...] = (SECRET,), challenge: str = "c" * 32
) -> Heard:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    headers = {"X-Hook-Signature": signature(secret, body), "X-Hook-Secret": challenge}
    return hear(headers=headers, body=body, secrets=known)


def test_a_genuine_delivery_becomes_hints() -> None:
    heard = told([STATUS_CHANGED])

    assert heard.status == 200
    (change,) = heard.changes
    assert (change.task_id, change.kind, change.author_id) == ("MAAAAAEQ_kSH", ChangeKind.STATUS, "KUAAAAAA")
    assert change.happened_at == datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize("secret", ["", "guessed"])
def test_a_forged_delivery_is_not_believed(secret: str) -> None:
    assert told([STATUS_CHANGED], secret=secret) == Heard(status=401, headers={})


def test_a_secret_that_was_never_set_signs_nothing() -> None:
    assert told([STATUS_CHANGED], secret="", known=("",)).status == 401


@pytest.mark.parametrize("headers", [{}, {"X-Hook-Signature": ""}, {"X-Hook-Signature": "ü"}])
def test_a_call_without_a_signature_is_not_believed(headers: dict[str, str]) -> None:
    assert hear(headers=headers, body=b"[]", secrets=[SECRET]).status == 401


def test_while_secrets_change_both_are_believed() -> None:
    assert told([STATUS_CHANGED], secret="old", known=("new", "old")).changes


def test_the_handshake_answers_the_signed_challenge() -> None:
    heard = told({"requestType": "WebHook secret verification"}, challenge="8f14e45fceea167a5a36dedd4bea2543")

    assert heard.status == 200
    assert heard.headers == {"X-Hook-Secret": signature(SECRET, b"8f14e45fceea167a5a36dedd4bea2543")}
    assert heard.changes == ()


def test_the_handshake_follows_the_published_scheme() -> None:
    body = b'{"requestType":"WebHook secret verification"}'
    given = {
        "x-hook-secret": "8f14e45fceea167a5a36dedd4bea2543",
        "x-hook-signature": "c44b62b625ff1cd1ac300ff76eb52ecf8bae4ef84a6a3f2ed957f7da774c8b13",
    }

    answer = hear(headers=given, body=body, secrets=["s3cr3t"]).headers["X-Hook-Secret"]

    assert answer == "5882309b4b255ff110035f399b2a2c9096b226293ab8d9ebdc4dbd89e9e15c53"


@pytest.mark.parametrize("challenge", ['[{"taskId":"X"}]', "c" * 101, "", "a b"])
def test_nobody_gets_a_delivery_signed_by_us(challenge: str) -> None:
    assert told({"requestType": "WebHook secret verification"}, challenge=challenge) == Heard(status=400, headers={})


def test_an_unsigned_challenge_is_not_answered() -> None:
    assert told({"requestType": "WebHook secret verification"}, secret="guessed").headers == {}


@pytest.mark.parametrize("content", [b"not json", b"3", [], ["x"], [{"eventType": "TaskCreated"}], [{"taskId": 3}]])
def test_a_genuine_delivery_that_makes_no_sense_is_still_answered_200(content: object) -> None:
    assert told(content) == Heard(status=200, headers={})


def test_one_strange_event_does_not_hide_the_others() -> None:
    folder = {"folderId": "F", "eventType": "FolderTitleChanged"}
    unknown = STATUS_CHANGED | {"eventType": "TaskDiscoBall"}

    kinds = [change.kind for change in told([None, folder, unknown, STATUS_CHANGED]).changes]

    assert kinds == [ChangeKind.OTHER, ChangeKind.STATUS]


def test_the_same_happening_told_twice_has_one_fingerprint() -> None:
    again = dict(reversed(STATUS_CHANGED.items())) | {"webhookId": "another hook"}
    later = STATUS_CHANGED | {"customStatusId": "IEAAAAAAJMAAAAAA"}

    first, second, third = told([STATUS_CHANGED, again, later]).changes

    assert first.fingerprint == second.fingerprint != third.fingerprint


def test_we_listen_to_what_a_card_shows() -> None:
    assert {"TaskStatusChanged", "TaskDatesChanged", "TaskResponsiblesAdded", "TaskDeleted"} < set(EVENTS)
