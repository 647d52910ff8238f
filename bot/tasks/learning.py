"""What is learnt of a task: written down, told to whoever it concerns, and shown on the card."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.history import History
from bot.slack.posts import Posts
from bot.tasks.seen import Seen
from models.asset import Asset
from models.campaign import TaskLink
from models.events import TaskChanged, TaskLinked, TroubleFound
from models.post import PostKind


class Learning:
    def __init__(self, *, clock: Clock, history: History, posts: Posts) -> None:
        self._clock, self._history, self._posts = clock, history, posts

    async def adopt(self, session: AsyncSession, link: TaskLink, task_id: str, seen: Seen) -> None:
        """Bind the asset to the task that was made or found for it."""
        link.task_id = task_id
        seen.write_to(link, at=self._clock.now())
        await session.flush()
        asset = await session.get_one(Asset, link.asset_id)
        linked = TaskLinked(
            team_id=link.team_id, asset_id=asset.id, batch_id=asset.batch_id, link_id=link.id, permalink=link.permalink
        )
        await self._history.record(session, linked)

    async def take(self, session: AsyncSession, link: TaskLink, seen: Seen, *, ours: frozenset[str]) -> None:
        """`ours` names what we have just written there ourselves: it is shown, but nobody has changed it."""
        if seen.is_older_than(link):
            return
        changed = seen.differences(link)
        seen.write_to(link, at=self._clock.now())
        await self._tell(session, link, changed, ours)

    async def lose(self, session: AsyncSession, link: TaskLink | None) -> None:
        """The task was deleted, or taken out of our sight."""
        if link is None or link.is_gone:
            return
        link.is_gone, link.read_at = True, self._clock.now()
        await self._tell(session, link, ("gone",), frozenset())

    async def trouble(self, session: AsyncSession, link: TaskLink, key: str, sentence: str) -> None:
        """For the admins; the asset goes on without its task."""
        found = TroubleFound(team_id=link.team_id, asset_id=link.asset_id, key=key, sentence=sentence)
        await self._history.record(session, found)

    async def _tell(
        self, session: AsyncSession, link: TaskLink, changed: tuple[str, ...], ours: frozenset[str]
    ) -> None:
        await session.flush()
        asset = await session.get_one(Asset, link.asset_id)
        theirs = tuple(name for name in changed if name not in ours)
        if theirs:
            event = TaskChanged(
                team_id=link.team_id, asset_id=asset.id, batch_id=asset.batch_id, link_id=link.id, changed=theirs
            )
            await self._history.record(session, event)
        elif changed:
            self._posts.refresh(session, subject_id=asset.batch_id, kinds=[PostKind.CARD], is_news=True)
