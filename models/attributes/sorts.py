"""Which type an asset is of: the first whose rules it meets, in the order of galley.yml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from pydantic import BaseModel, ConfigDict

from models.attributes.vocabulary import folded


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What rules ask of a picture. `fields`: what its own file says, by the internal names; `colours`: their names."""

    file_name: str = ""
    channels: tuple[str, ...] = ()  # its name and its id
    campaign: str = ""
    format: str = ""
    shape: str = ""
    colours: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class AssetType(BaseModel):
    """A picture is of it when every kind of rule that is named here meets; without rules, any is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    formats: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    file_name: tuple[str, ...] = ()  # patterns such as logo-*.png

    def is_met(self, picture: Picture) -> bool:
        return (
            is_one_of(self.formats, [picture.format])
            and is_one_of(self.channels, picture.channels)
            and is_one_of(self.campaigns, [picture.campaign])
            and is_like(self.file_name, [picture.file_name])
        )


def type_of(picture: Picture, types: Mapping[str, AssetType]) -> str:
    """Empty where it is of none."""
    return next((name for name, one in types.items() if one.is_met(picture)), "")


def is_one_of(wanted: Iterable[str], has: Iterable[str]) -> bool:
    """Whether it has one of these, in any case; anything will do where none is wanted."""
    known = {folded(one.lstrip("#")) for one in wanted}
    return not known or any(folded(one) in known for one in has)


def is_like(patterns: Iterable[str], has: Iterable[str]) -> bool:
    """The same with patterns: * for any letters, ? for one."""
    known = [pattern.casefold() for pattern in patterns]
    return not known or any(fnmatchcase(one.casefold(), pattern) for one in has for pattern in known)
