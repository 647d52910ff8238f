"""Our own small pictures: brought to Slack unseen, then shown in the card's thread, all of a batch in one message."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.port import Jobs, Order
from models.batch import Batch
from models.events import Posted
from models.picture import Picture, PictureKind
from models.post import PostKind

UPLOAD, SHARE = "slack.upload", "slack.share"


class Pictures:
    """What flows and reactions ask for; uploading.py and sharing.py do it."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def add(
        self,
        session: AsyncSession,
        *,
        batch: Batch,
        kind: PictureKind,
        subject_id: str,
        path: str,
        file_name: str,
        alt_text: str,
        edition: int = 1,
        words: str | None = None,
    ) -> None:
        """Have a picture of this batch in Slack. `path` is below the data folder; `subject_id` a version, or the batch
        itself for a sheet. Once per kind, subject and edition: the caller knows which editions there are. With `words`
        (mrkdwn) it is shown below the card in a message of its own.
        """
        picture = Picture(
            team_id=batch.team_id,
            batch_id=batch.id,
            kind=kind,
            subject_id=subject_id,
            edition=edition,
            path=path,
            file_name=file_name,
            alt_text=alt_text,
            words=words,
        )
        session.add(picture)
        await session.flush()
        await self._jobs.submit_all(session, [_upload_order(picture, occasion="first")])

    async def share_with_card(self, session: AsyncSession, event: Posted) -> None:
        """Reaction: a card is there, so its pictures may be shown below it."""
        if event.kind == PostKind.CARD:
            await self._jobs.submit_all(session, [share_order(event.team_id, event.subject_id)])


def share_order(team_id: str, batch_id: str) -> Order:
    """Coalescing: pictures that are uploaded one after the other are shown together."""
    return Order(
        kind=SHARE,
        subject=batch_id,
        lane=f"slack:share:{batch_id}",
        key=f"{SHARE}:{batch_id}",
        team_id=team_id,
        coalesce=True,
    )


def upload_again(picture: Picture) -> Order:
    """Once more and not oftener: the same occasion is one job, for ever."""
    return _upload_order(picture, occasion="again")


def _upload_order(picture: Picture, *, occasion: str) -> Order:
    return Order(
        kind=UPLOAD,
        subject=picture.id,
        lane=f"slack:upload:{picture.batch_id}",
        key=f"{UPLOAD}:{picture.id}:{occasion}",
        team_id=picture.team_id,
    )
