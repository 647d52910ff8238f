"""Effect: all renditions of an approved version, from one decode; what was approved is said in each.

Dying before the darkroom has answered, or after it, makes them again in the same places. Where somebody has changed an
attribute meanwhile, their bytes are other ones: the rows follow what lies on the disk.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.distribution.inscribing import inscription
from bot.galley_yml import Policies
from bot.history import History
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.policy_renditions import RenditionPolicy
from bot.policy_watermark import WatermarkPolicy
from bot.setbacks import give_up_version
from bot.storage import Storage
from connectors.errors import Refused
from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from imaging.inscription import Inscription, Keep
from imaging.recipes import Fit, Format, Recipe
from imaging.watermark import Position, Watermark
from models.asset import Asset, Version
from models.campaign import Campaign
from models.events import RenditionsMade
from models.focus import Point, focus_of
from models.publication import Rendition


@dataclass(frozen=True, kw_only=True)
class Order:
    sha256: str
    recipes: tuple[Recipe, ...]
    into: Path
    inscription: Inscription


class RenderVersion(Effect[Order]):
    kind = "imaging.render"
    limits = Limits(system="imaging", timeout=timedelta(minutes=5), quarantine=timedelta(0), attempts=4)

    def __init__(self, *, darkroom: Darkroom, storage: Storage, history: History, policies: Policies) -> None:
        self._darkroom, self._storage, self._history, self._policies = darkroom, storage, history, policies

    async def plan(self, session: AsyncSession, job: Claim) -> Order | None:
        version = await session.get_one(Version, job.subject)
        wanted = self._policies.current.distribution.renditions
        asset = await session.get_one(Asset, version.asset_id)
        focus = focus_of(asset.attributes.get("focus"))
        made = [one for one in wanted if not one.is_off] if can_be_shown(version) else []
        return Order(
            sha256=version.sha256 or "",
            recipes=tuple(_recipe(one, self._storage.folder, focus) for one in made),
            into=self._storage.renditions(version.id),
            inscription=await self._inscription(session, asset),
        )

    async def send(self, plan: Order, job: Claim) -> Receipt:
        del job  # the same order gives the same bytes in the same place
        if not plan.recipes:
            return Receipt(remote_id="none", details={"renditions": "[]"})
        try:
            made = await self._darkroom.render(
                self._storage.original(plan.sha256), plan.recipes, plan.into, inscription=plan.inscription
            )
        except Unreadable as error:
            raise Refused("imaging", error.sentence, code=error.reason) from error
        kept = [{**one.to_json(), "path": self._storage.relative(one.path)} for one in made]
        return Receipt(remote_id=plan.sha256, details={"renditions": json.dumps(kept)})

    async def settle(self, session: AsyncSession, job: Claim, plan: Order, receipt: Receipt) -> None:
        version = await session.get_one(Version, job.subject)
        version.given_up = None
        earlier = await session.exec(select(Rendition).where(Rendition.version_id == version.id))
        known = {rendition.name: rendition for rendition in earlier.all()}
        kept = json.loads(receipt.details["renditions"])
        for one in kept:
            rendition = known.get(one["name"]) or Rendition(version_id=version.id, **one)
            session.add(rendition.sqlmodel_update(one))
        event = RenditionsMade(
            team_id=version.team_id,
            asset_id=version.asset_id,
            version_id=version.id,
            names=tuple(recipe.name for recipe in plan.recipes),
            files={one["name"]: one["sha256"] for one in kept},
        )
        await session.flush()
        await self._history.record(session, event)

    async def _inscription(self, session: AsyncSession, asset: Asset) -> Inscription:
        campaign = await session.get(Campaign, asset.campaign_id) if asset.campaign_id else None
        return inscription(
            asset.attributes,
            asset_id=asset.id,
            campaign=campaign.title if campaign else None,
            maps_to={name: one.maps_to.file for name, one in self._policies.current.attributes.items()},
        )

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_version(session, self._history, job.subject, work="the renditions", problem=problem)


def can_be_shown(version: Version) -> bool:
    """Of what has no preview there are no renditions either: the original alone is published."""
    return not (version.facts or {}).get("no_preview")


def _recipe(wanted: RenditionPolicy, folder: Path, focus: Point | None = None) -> Recipe:
    return Recipe(
        name=wanted.name,
        format=Format(wanted.format.casefold()),
        fit=Fit(wanted.fit.value),
        width=wanted.width,
        height=wanted.height,
        quality=wanted.quality,
        max_bytes=1_000 * wanted.max_kilobytes if wanted.max_kilobytes else None,
        ground=wanted.background,
        dpi=wanted.dpi,
        focus=focus,
        metadata=Keep(wanted.metadata),
        profile=str((folder / wanted.profile_path).absolute()) if wanted.profile_path else wanted.profile,
        watermark=_watermark(wanted.watermark, folder) if wanted.watermark else None,
    )


def _watermark(wanted: WatermarkPolicy, folder: Path) -> Watermark:
    return Watermark(
        text=wanted.text or "",
        picture=str((folder / wanted.picture).absolute()) if wanted.picture else "",
        position=Position(wanted.position),
        opacity=wanted.opacity,
        width=wanted.width,
    )
