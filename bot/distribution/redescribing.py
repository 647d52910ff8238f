"""Effect: what is known of a picture by now, told to the library that has it already."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.distribution.publishing import texts
from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from connectors import declaration
from connectors.library import Attributes, Library
from models.asset import Asset
from models.publication import Publication


@dataclass(frozen=True, kw_only=True)
class Description:
    remote_id: str
    attributes: Attributes


class Redescribe(Effect[Description]):
    """Its subject is an asset. It says the whole state, so what comes late, or twice, does no harm.
    History has it already: who said what, and when.
    """

    kind = "library.describe"

    def __init__(self, *, library: Library) -> None:
        self._library = library
        self.limits = limits_for(library.declaration, calls=1)

    async def plan(self, session: AsyncSession, job: Claim) -> Description | None:
        """Nothing is to do before the first publication, which says all that is known by then."""
        if declaration.Effect.DESCRIBE not in self._library.declaration.proof:
            return None
        asset = await session.get_one(Asset, job.subject)
        here = (Publication.asset_id == asset.id, Publication.library == self._library.declaration.name)
        newest = select(Publication).where(*here).order_by(col(Publication.id).desc())
        publication = (await session.exec(newest)).first()
        if publication is None:
            return None
        attributes = {name: texts(value) for name, value in asset.attributes.items() if value}
        return Description(remote_id=publication.remote_id, attributes=attributes)

    async def send(self, plan: Description, job: Claim) -> Receipt:
        del job
        described = await self._library.describe(plan.remote_id, plan.attributes)
        return Receipt(remote_id=described.remote_id)
