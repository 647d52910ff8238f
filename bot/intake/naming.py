"""What a file would be called by the convention of galley.yml."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.policy import Policy
from imaging.recipes import Format
from models.asset import Asset, Version
from models.campaign import Campaign
from models.naming import Called, named

WRITABLE = frozenset(one.value for one in Format)


async def better_name(session: AsyncSession, version: Version, format_: str, policy: Policy) -> str:
    """Empty where no template says."""
    if policy.checks.rename_to is None:
        return ""
    called = await called_of(session, version, format_, policy)
    return named(policy.checks.rename_to, called)


async def called_of(session: AsyncSession, version: Version, format_: str, policy: Policy) -> Called:
    asset = await session.get_one(Asset, version.asset_id)
    campaign = await session.get(Campaign, asset.campaign_id) if asset.campaign_id else None
    return Called(
        campaign=campaign.title if campaign else "",
        title=asset.title,
        day=version.submitted_at.astimezone(ZoneInfo(policy.calendar.time_zone)).date(),
        file_name=version.file_name,
        extension=_extension(format_.casefold(), version.file_name, policy.checks.formats),
    )


def writable(formats: Iterable[str]) -> Format:
    """The first of the allowed formats that the darkroom can write; a JPEG where there is none."""
    return next((Format(name.casefold()) for name in formats if name.casefold() in WRITABLE), Format.JPEG)


def _extension(format_: str, file_name: str, formats: tuple[str, ...]) -> str:
    """Of the format that it has, or gets where it may not have it."""
    if formats and format_ not in {name.casefold() for name in formats}:
        return writable(formats).extension
    if format_ in WRITABLE:
        return Format(format_).extension
    return file_name.rpartition(".")[2].casefold() if "." in file_name else format_
