"""Effect: all renditions of an approved version, from one decode."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.history import History
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.policy import RenditionPolicy
from bot.setbacks import give_up_version
from bot.storage import Storage
from connectors.errors import Refused
from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from imaging.recipes import Fit, Format, Recipe
from models.asset import Version
from models.events import RenditionsMade
from models.publication import Rendition


@dataclass(frozen=True, kw_only=True)
class Order:
    sha256: str
    recipes: tuple[Recipe, ...]
    into: Path


class RenderVersion(Effect[Order]):
    kind = "imaging.render"
    limits = Limits(system="imaging", timeout=timedelta(minutes=5), quarantine=timedelta(0), attempts=4)

    def __init__(self, *, darkroom: Darkroom, storage: Storage, history: History, policies: Policies) -> None:
        self._darkroom, self._storage, self._history, self._policies = darkroom, storage, history, policies

    async def plan(self, session: AsyncSession, job: Claim) -> Order | None:
        version = await session.get_one(Version, job.subject)
        wanted = self._policies.current.distribution.renditions
        recipes = tuple(_recipe(one) for one in wanted) if can_be_shown(version) else ()
        return Order(sha256=version.sha256 or "", recipes=recipes, into=self._storage.renditions(version.id))

    async def send(self, plan: Order, job: Claim) -> Receipt:
        del job  # the same recipes give the same bytes in the same place
        if not plan.recipes:
            return Receipt(remote_id="none", details={"renditions": "[]"})
        try:
            made = await self._darkroom.render(self._storage.original(plan.sha256), plan.recipes, plan.into)
        except Unreadable as error:
            raise Refused("imaging", error.sentence, code=error.reason) from error
        kept = [{**one.to_json(), "path": self._storage.relative(one.path)} for one in made]
        return Receipt(remote_id=plan.sha256, details={"renditions": json.dumps(kept)})

    async def settle(self, session: AsyncSession, job: Claim, plan: Order, receipt: Receipt) -> None:
        version = await session.get_one(Version, job.subject)
        version.given_up = None
        earlier = await session.exec(select(Rendition).where(Rendition.version_id == version.id))
        known = {rendition.name for rendition in earlier.all()}
        kept = json.loads(receipt.details["renditions"])
        made = [Rendition(version_id=version.id, **one) for one in kept]
        session.add_all([rendition for rendition in made if rendition.name not in known])
        event = RenditionsMade(
            team_id=version.team_id,
            asset_id=version.asset_id,
            version_id=version.id,
            names=tuple(recipe.name for recipe in plan.recipes),
            files={one["name"]: one["sha256"] for one in kept},
        )
        await session.flush()
        await self._history.record(session, event)

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_version(session, self._history, job.subject, work="the renditions", problem=problem)


def can_be_shown(version: Version) -> bool:
    """Of what has no preview there are no renditions either: the original alone is published."""
    return not (version.facts or {}).get("no_preview")


def _recipe(wanted: RenditionPolicy) -> Recipe:
    return Recipe(
        name=wanted.name,
        format=Format(wanted.format.casefold()),
        fit=Fit(wanted.fit.value),
        width=wanted.width,
        height=wanted.height,
        quality=wanted.quality,
    )
