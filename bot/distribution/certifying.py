"""Effect: the decision receipt of a published version, beside it in the library."""

from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.audit import receipt as receipts
from bot.audit.records import read_about
from bot.audit.sealing import Sealer
from bot.audit.statement import Incomplete
from bot.audit.wording import text
from bot.db import Database
from bot.history import History
from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from connectors import declaration
from connectors.errors import Refused
from connectors.library import Library
from models.asset import Version
from models.events import ReceiptFiled
from models.publication import Publication


@dataclass(frozen=True, kw_only=True)
class Filing:
    team_id: str
    asset_id: str
    version_id: str
    number: int
    remote_id: str


class FileReceipt(Effect[Filing]):
    kind = "library.receipt"

    def __init__(self, *, library: Library, db: Database, history: History) -> None:
        self._library, self._db, self._history = library, db, history
        self._sealer = Sealer(db)
        self.limits = limits_for(library.declaration, calls=1)

    async def plan(self, session: AsyncSession, job: Claim) -> Filing | None:
        if declaration.Effect.ENCLOSE not in self._library.declaration.proof:
            return None
        version = await session.get_one(Version, job.subject)
        here = (Publication.version_id == version.id, Publication.library == self._library.declaration.name)
        publication = (await session.exec(select(Publication).where(*here))).one()
        return Filing(
            team_id=version.team_id,
            asset_id=version.asset_id,
            version_id=version.id,
            number=version.number,
            remote_id=publication.remote_id,
        )

    async def send(self, plan: Filing, job: Claim) -> Receipt:
        """The same history gives the same receipt, so a second time does no harm."""
        await self._sealer.seal_team(plan.team_id)
        async with self._db.read() as session:
            entries = await read_about(session, plan.asset_id)
        try:
            receipt = receipts.compose(entries, plan.version_id)
        except Incomplete as error:
            raise Refused("galley", f"the decision receipt cannot be written: {error}") from error
        documents = {"receipt.json": receipts.written(receipt), "receipt.txt": text(receipt).encode("utf-8", "replace")}
        job.check()
        await self._library.enclose(plan.remote_id, version=plan.number, documents=documents)
        return Receipt(remote_id=receipt["digest"])

    async def settle(self, session: AsyncSession, job: Claim, plan: Filing, receipt: Receipt) -> None:
        del job
        filed = ReceiptFiled(
            team_id=plan.team_id,
            asset_id=plan.asset_id,
            version_id=plan.version_id,
            library=self._library.declaration.name,
            digest=receipt.remote_id,
        )
        await self._history.record(session, filed)
