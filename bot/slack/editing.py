"""Effects slack.edit, .edit_card: a message of ours that is there says today's truth."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.effects import Bucket, Claim, Limits, Receipt
from bot.slack.errors import SYSTEM, code_of
from bot.slack.methods import UPDATE
from bot.slack.showing import Showing, receipt_of
from bot.slack.speaking import Draft
from bot.slack.standing import EDIT, EDIT_CARD, Standing, order
from connectors.errors import ConnectorError
from models.post import Post, PostKind

REWRITTEN = frozenset({PostKind.CARD, PostKind.RECEIPT})  # what people cannot do without when somebody deletes it
PICTURE_PAUSES = tuple(timedelta(seconds=pause) for pause in (0.6, 1, 2, 4, 8, 16))  # for Slack to digest a picture
PICTURE_TRIES = "picture_tries"  # in a post's details
ONCE = "rewritten"  # in a post's details: it was written anew already


class Edit(Showing):
    """A message that is there, brought up to date. Twice does no harm.

    Slack allows some fifty edits a minute. Half of them are kept for cards, so that what people have just decided
    never queues behind a receipt.
    """

    kind = EDIT
    limits = Limits(
        system=SYSTEM,
        by_team=True,
        quarantine=timedelta(seconds=1),
        bucket=Bucket(name="slack:chat.update:others", per_minute=20, burst=20),
        method=UPDATE,
    )

    async def plan(self, session: AsyncSession, job: Claim) -> Draft | None:
        post = await session.get(Post, job.subject)
        if post is None or post.ts is None or post.is_gone:
            return None
        draft = await self._draft(session, post)
        return draft if draft.message is not None and draft.message.digest != post.shown else None

    async def send(self, plan: Draft, job: Claim) -> Receipt:
        del job
        if plan.message is None:
            raise ValueError("an edit without a message is never planned")
        return receipt_of(await self._room.speaker.edit(plan, plan.message))

    async def settle(self, session: AsyncSession, job: Claim, plan: Draft, receipt: Receipt) -> None:
        post = await session.get_one(Post, job.subject)
        post.shown = receipt.details["shown"]
        await self._note(session, post, plan)
        await self._bring_the_picture(session, post, plan)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        post = await session.get_one(Post, job.subject)
        if code_of(error) == "message_not_found":
            await self._write_anew(session, post)
            return True
        return await self._report_no_entry(session, post, code_of(error))

    async def _bring_the_picture(self, session: AsyncSession, post: Post, plan: Draft) -> None:
        """Slack did not take the picture yet: the words are up, and it follows; after some tries it is let be."""
        if plan.message is None or post.shown == plan.message.digest:
            post.details = {name: kept for name, kept in post.details.items() if name != PICTURE_TRIES}
            return
        tries = int(post.details.get(PICTURE_TRIES, 0))
        if tries < len(PICTURE_PAUSES):
            post.details = {**post.details, PICTURE_TRIES: tries + 1}
            later = self._room.clock.now() + PICTURE_PAUSES[tries]
            await self._room.jobs.submit_all(session, [order(Standing.of(post), not_before=later)])

    async def _write_anew(self, session: AsyncSession, post: Post) -> None:
        """Somebody deleted it. Once is an accident; the second time it stays away."""
        post.is_gone = True
        if post.kind not in REWRITTEN or ONCE in post.details:
            return
        post.ts, post.shown, post.details = None, None, {**post.details, ONCE: True}
        await session.flush()
        await self._room.jobs.submit_all(session, [order(Standing.of(post))])


class EditCard(Edit):
    """The card shows a decision within a second."""

    kind = EDIT_CARD
    limits = Limits(
        system=SYSTEM,
        by_team=True,
        quarantine=timedelta(seconds=1),
        bucket=Bucket(name="slack:chat.update:card", per_minute=26, burst=20),
        method=UPDATE,
    )
