"""Hearing the board: a webhook call is answered at once, and taken in later where our database is away."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import structlog

from bot.db import Database, DatabaseError
from bot.tasks.hints import Hints
from bot.tasks.hooks import Hooks
from connectors.board import BoardChange, BoardConnection, ChangeKind, Heard
from connectors.errors import ConnectorError
from models.campaign import Campaign

log = structlog.get_logger(__name__)

KEPT = 8 * 1024 * 1024  # bytes; a call of Wrike's is about 300
UNSEEN = frozenset({ChangeKind.COMMENT, ChangeKind.ATTACHMENT})  # nothing of these is on a card
TAKEN = Heard(status=HTTPStatus.OK, headers={})


@dataclass(frozen=True, kw_only=True)
class Call:
    campaign_id: str
    headers: Mapping[str, str]
    body: bytes


class Hearing:
    def __init__(self, *, db: Database, board: BoardConnection, hooks: Hooks, hints: Hints) -> None:
        self._db, self._board, self._hooks, self._hints = db, board, hooks, hints
        self._kept: deque[Call] = deque()
        self._weight = 0  # bytes
        self._me: str | None = None
        self._is_called = False

    async def hear(self, campaign_id: str, *, headers: Mapping[str, str], body: bytes) -> Heard:
        """What to answer to a webhook call. With our database away it gets its 200 and is kept, since anything else
        would silence the board for good. Should we end meanwhile, looking covers what it told.
        """
        call = Call(campaign_id=campaign_id, headers=headers, body=body)
        self._is_called = True
        try:
            return await self._take_in(call)
        except DatabaseError as error:
            self._keep(call, reason=str(error))
            return TAKEN

    async def attend(self) -> int:
        """For the schedule of whoever serves the web: takes in what could not be taken in when it came. Answers how
        many calls that were.
        """
        if self._is_called and self._me is None:
            await self._learn_who_we_are()
        taken = 0
        while self._kept:
            await self._take_in(self._kept[0])
            self._weight -= len(self._kept.popleft().body)
            taken += 1
        return taken

    async def _take_in(self, call: Call) -> Heard:
        if not call.campaign_id.isalnum():  # none of ours, and no database takes every letter
            return Heard(status=HTTPStatus.NOT_FOUND, headers={})
        async with self._db.read() as session:
            campaign = await session.get(Campaign, call.campaign_id)
        if campaign is None:
            return Heard(status=HTTPStatus.NOT_FOUND, headers={})
        secrets = [self._hooks.secret_of(campaign)]
        heard = self._board.feed.hear(headers=call.headers, body=call.body, secrets=secrets)
        if changed := {change.task_id for change in heard.changes if self._concerns_us(change)}:
            await self._hints.about(changed)
        return heard

    def _keep(self, call: Call, *, reason: str) -> None:
        if self._weight + len(call.body) > KEPT:
            log.warning("a webhook call could not be kept, looking will cover it", reason=reason)
            return
        log.info("a webhook call is kept until our database is back", reason=reason)
        self._kept.append(call)
        self._weight += len(call.body)

    def _concerns_us(self, change: BoardChange) -> bool:
        """Not our own echo. Where a person shares our account, looking finds what they did."""
        return change.kind not in UNSEEN and (self._me is None or change.author_id != self._me)

    async def _learn_who_we_are(self) -> None:
        try:
            self._me = (await self._board.board.check()).account_id
        except ConnectorError as error:
            log.info("the board did not say who we are there, asking again", reason=error.sentence)
