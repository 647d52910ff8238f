"""What the sandbox shows: every message, every task, and what lies in the library. Galley itself is not asked."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.chaos.plan import NO_TASKS, TASKS
from bot.tour.stage import Json, Seen, Stage

DIRECT = ("uploader", "designer1", "brand", "lead", "admin")


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A message and what stands below it."""

    channel: str
    root: Seen
    replies: Sequence[Seen]


@dataclass(frozen=True, kw_only=True)
class Published:
    title: str
    versions: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    intake: Sequence[Thread]  # uploads, and what Galley answered
    review: Sequence[Thread]  # cards, and what was said below them
    campaign: Sequence[Seen]
    direct: Mapping[str, Sequence[Seen]]  # by role
    tasks: Sequence[Json]
    library: Sequence[Published]

    @property
    def galleys(self) -> list[Seen]:
        """Every message of Galley's that stands somewhere."""
        threads = [seen for one in (*self.intake, *self.review) for seen in (one.root, *one.replies)]
        directs = [seen for messages in self.direct.values() for seen in messages]
        return [seen for seen in (*threads, *self.campaign, *directs) if seen.is_galleys]


async def gather(stage: Stage, library: Path) -> Evidence:
    uploads = [
        Thread(channel=channel, root=root, replies=(await stage.messages("uploader", channel, thread_ts=root.ts))[1:])
        for channel in (TASKS, NO_TASKS)
        for root in await stage.messages("uploader", channel)
        if root.files and not root.is_galleys
    ]
    cards = [
        Thread(
            channel="review", root=root, replies=(await stage.messages("designer1", "review", thread_ts=root.ts))[1:]
        )
        for root in await stage.messages("designer1", "review")
        if root.is_galleys
    ]
    return Evidence(
        intake=uploads,
        review=cards,
        campaign=[one for one in await stage.messages("lead", "campaign") if one.is_galleys and not one.is_private],
        direct={user: await stage.messages(user, f"@{user}") for user in DIRECT},
        tasks=list((await stage.get("wrike"))["tasks"]),
        library=await asyncio.to_thread(_on_the_shelves, library),
    )


def _on_the_shelves(library: Path) -> list[Published]:
    return [_published(json.loads(one.read_text(encoding="utf-8"))) for one in library.rglob("asset.json")]


def _published(sidecar: Any) -> Published:
    return Published(title=str(sidecar["title"]), versions=sorted(map(int, sidecar["versions"])))
