"""What the app shows a person who has just acted."""

import asyncio
from types import TracebackType
from typing import Self

from sandbox.slack.refusals import Json
from sandbox.slack.workspace import Workspace

LONGEST_S = 1.0  # for a first answer after the acknowledgement
QUIET_S = 0.15  # after the last answer


class Ear:
    """`with Ear(workspace, user) as ear:` collects from there on."""

    def __init__(self, workspace: Workspace, user: str) -> None:
        self._workspace = workspace
        self._user = user
        self._heard: list[Json] = []
        self._news = asyncio.Event()

    def __enter__(self) -> Self:
        self._workspace.listeners.append(self._listen)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workspace.listeners.remove(self._listen)

    @property
    def messages(self) -> list[Json]:
        return [one["message"] for one in self._heard if one["kind"] == "message"]

    @property
    def view_json(self) -> Json:
        """`{"view_id": ...}` when a modal opened, else nothing."""
        opened = [one["view_id"] for one in self._heard if one["kind"] == "view"]
        return {"view_id": opened[-1]} if opened else {}

    async def until_quiet(self, *, kind: str = "") -> None:
        """Until nothing came for a moment; the first answer of that kind may take longer."""
        while not any(kind in ("", one["kind"]) for one in self._heard):
            if not await self._comes_within(LONGEST_S):
                return
        while await self._comes_within(QUIET_S):
            continue

    async def _comes_within(self, seconds: float) -> bool:
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _listen(self, user: str, answer: Json) -> None:
        if user == self._user:
            self._heard.append(answer)
            self._news.set()
