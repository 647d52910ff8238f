"""What people have said of a picture, by the names under which a file says it."""

from collections.abc import Mapping
from typing import Any

from imaging.fields import BY_NAME
from imaging.inscription import Inscription

# What attributes are often called; a name of imaging/fields.py stands for itself.
_ALSO = {
    "alt": "alt_text", "alternative_text": "alt_text", "caption": "description", "tag": "keywords", "tags": "keywords",
    "keyword": "keywords", "photographer": "creator", "author": "creator", "artist": "creator",
    "copyright": "copyright_notice", "credit": "credit_line", "usage": "usage_terms", "usage_rights": "usage_terms",
    "terms": "usage_terms", "rights": "usage_terms", "licence_url": "rights_url", "license_url": "rights_url",
    "license_start": "licence_start", "licence_from": "licence_start", "license_from": "licence_start",
    "license_end": "licence_end", "licence_until": "licence_end", "license_until": "licence_end",
    "licence_expires": "licence_end", "license_expires": "licence_end", "people": "persons", "sku": "product",
    "place": "sublocation", "market": "region",
}  # fmt: skip
_OURS = "asset_id"
_LISTED = {"keywords", "persons"}  # several values, which people write with commas where there is one line for them


def inscription(
    attributes: Mapping[str, Any],
    *,
    asset_id: str,
    campaign: str | None = None,
    maps_to: Mapping[str, str | None] | None = None,
) -> Inscription:
    """The attributes that a file can say, whose picture it is, and for which campaign.

    `maps_to`: what galley.yml says an attribute is called in a file, by the attribute's name; it counts before what
    the name itself says. What nobody has filled in leaves the file as it is. Of two attributes for one field, the one
    that comes first by its name counts.
    """
    said = {"campaign": (campaign,)} if campaign else {}
    told: dict[str, tuple[str, ...]] = {}
    for name in sorted(attributes):
        field = _field(name, maps_to or {})
        values = _values(field, attributes[name]) if field else ()
        if field and values:
            told.setdefault(field, values)
    return Inscription(fields={**said, **told, _OURS: (asset_id,)})


def _field(name: str, maps_to: Mapping[str, str | None]) -> str | None:
    plain = "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
    wanted = maps_to.get(name) or _ALSO.get(plain, plain)
    return wanted if wanted in BY_NAME and wanted != _OURS else None


def _values(field: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        parts = [str(one) for one in value]
    else:
        text = "" if value is None else str(value)
        parts = text.replace("\n", ",").split(",") if field in _LISTED else [text]
    return tuple(part.strip() for part in parts if part.strip())
