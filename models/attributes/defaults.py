"""What an attribute has before anybody says anything about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.attributes.reading import Reader, Unfit, Value
from models.attributes.schema import CAMPAIGN, FILE_NAME, SUBMITTER, TODAY, Kind


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A picture comes in. `title` is made of its file name; `campaign` is a title, `submitter` an id."""

    title: str
    campaign: str
    submitter: str
    at: datetime


def defaults(readers: Iterable[tuple[str, Reader]], occasion: Occasion) -> Mapping[str, Value]:
    """By attribute; without what is no value of it, such as a campaign that its vocabulary does not know."""
    read = ((name, _read(reader, occasion)) for name, reader in readers)
    return {name: value for name, value in read if value}


def _read(reader: Reader, occasion: Occasion) -> Value:
    try:
        return reader.read(_written(reader, occasion))
    except Unfit:
        return ""


def _written(reader: Reader, occasion: Occasion) -> str:
    here = occasion.at.astimezone(reader.zone)
    today = f"{here:%Y-%m-%d}" if reader.attribute.kind is Kind.DATE else f"{here:%Y-%m-%d %H:%M}"
    looked_up = {FILE_NAME: occasion.title, CAMPAIGN: occasion.campaign, SUBMITTER: occasion.submitter, TODAY: today}
    default = reader.attribute.default or ""
    return looked_up.get(default, default)
