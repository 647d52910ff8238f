"""The web door of the library: a signed link gives one file, as long as it is the published one."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.db import Database
from bot.links import ORIGINAL, PATH, Grant, Links
from bot.storage import Storage
from connectors.local.names import safe_name
from models.asset import Asset, AssetState, Version
from models.publication import Publication, Rendition

NOTHING = "This link leads to nothing."
ENDED = "This link has ended. Ask in Slack: /galley find tells where the picture is."
OUTDATED = "This picture is no longer the published one. Ask in Slack: /galley find tells which one is."

_KINDS = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif", "TIFF": "image/tiff",
    "GIF": "image/gif", "BMP": "image/bmp",
}  # fmt: skip
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif", "image/tiff": "tif"}
_GUARDS = {
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


@dataclass(frozen=True, kw_only=True)
class Parcel:
    path: Path
    name: str
    media_type: str


def routes(*, db: Database, clock: Clock, links: Links, storage: Storage) -> tuple[BaseRoute, ...]:
    async def download(request: Request) -> Response:
        grant = links.read(request.path_params["token"])
        if grant is None:
            return _said(NOTHING, HTTPStatus.NOT_FOUND)
        if grant.ends_at <= clock.now():
            return _said(ENDED, HTTPStatus.GONE)
        async with db.read() as session:
            parcel = await _packed(session, grant, storage)
        if parcel is None or not parcel.path.is_file():
            return _said(OUTDATED, HTTPStatus.GONE)
        return FileResponse(parcel.path, media_type=parcel.media_type, filename=parcel.name, headers=_GUARDS)

    return (Route(PATH, download),)


def _said(sentence: str, status: HTTPStatus) -> Response:
    return PlainTextResponse(f"{sentence}\n", status_code=status, headers=_GUARDS)


async def _packed(session: AsyncSession, grant: Grant, storage: Storage) -> Parcel | None:
    """By the database alone: a grant names rows and no path. Bytes are those that were approved, by their hash."""
    wanted = (
        select(Version)
        .join(Asset, (col(Asset.id) == Version.asset_id) & (col(Asset.version_number) == Version.number))
        .join(Publication, col(Publication.version_id) == Version.id)
        .where(Version.id == grant.version_id, Version.team_id == grant.team_id, Asset.state == AssetState.PUBLISHED)
    )
    version = (await session.exec(wanted)).first()
    if version is None or version.sha256 is None:
        return None
    if grant.file == ORIGINAL:
        media_type = _KINDS.get((version.facts or {}).get("format", ""), "application/octet-stream")
        return Parcel(path=storage.original(version.sha256), name=safe_name(version.file_name), media_type=media_type)
    made = select(Rendition).where(Rendition.version_id == version.id, Rendition.name == grant.file)
    rendition = (await session.exec(made)).first()
    return _rendition(version, rendition, storage) if rendition else None


def _rendition(version: Version, made: Rendition, storage: Storage) -> Parcel:
    stem = version.file_name.rpartition(".")[0] or version.file_name
    name = safe_name(f"{stem}-{made.name}.{_ENDINGS.get(made.media_type, 'bin')}")
    return Parcel(path=storage.folder / made.path, name=name, media_type=made.media_type)
