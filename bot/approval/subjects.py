"""What the conditions of a workflow look at: a picture's campaign, file type, region and attributes."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.absence import BRANDS
from models.asset import Asset, Version
from models.campaign import Campaign
from models.review.workflow import Subject

REGION = "region"  # an attribute that conditions know by name


async def read_subject(session: AsyncSession, asset: Asset, version: Version) -> Subject:
    campaign = await session.get(Campaign, asset.campaign_id) if asset.campaign_id else None
    attributes = {name: _values(value) for name, value in sorted(asset.attributes.items()) if value}
    return Subject(
        campaign=campaign.title if campaign else "",
        brand=next((", ".join(attributes[name]) for name in BRANDS if name in attributes), ""),
        file_type=str((version.facts or {}).get("format", "")),
        regions=attributes.get(REGION, ()),
        attributes=tuple(attributes.items()),
    )


def _values(written: object) -> tuple[str, ...]:
    """A list, or a text with commas, as galley.yml lets people write several."""
    several = written if isinstance(written, list) else str(written).split(",")
    return tuple(value for one in several if (value := " ".join(str(one).split())))
