"""One attribute as galley.yml declares it: its kind of value, when it must be known, and where it comes from."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.attributes.vocabulary import Vocabulary, Word

ASSET_TYPE = "asset_type"  # the attribute in which the type of an asset is kept

FILE_NAME, CAMPAIGN, SUBMITTER, TODAY = "file_name", "campaign", "submitter", "today"
LOOKED_UP = frozenset({FILE_NAME, CAMPAIGN, SUBMITTER, TODAY})  # defaults that are no values themselves


class Kind(StrEnum):
    TEXT = "text"
    LONGTEXT = "longtext"
    INT = "int"
    DECIMAL = "decimal"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    SINGLE = "single"
    MULTI = "multi"
    URL = "url"
    USER = "user"


CHOSEN = frozenset({Kind.SINGLE, Kind.MULTI})  # from a list, where there is one
_KINDS = {SUBMITTER: {Kind.USER}, TODAY: {Kind.DATE, Kind.DATETIME}}


class Moment(StrEnum):
    """By when an attribute must be known. What is needed for one is needed for those after it."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"


_ORDER = tuple(Moment)


class MapsTo(BaseModel):
    """What it is called elsewhere. `file`: the field of a picture's own file that suggests it, such as keywords."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str | None = None
    xmp: str | None = None  # dc:title
    iptc: str | None = None  # 2:05
    mediavalet: str | None = None
    wrike: str | None = None
    workfront: str | None = None


class Attribute(BaseModel):
    """Without `type`: one or several of a list where there is one, otherwise a text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = Field(min_length=1, max_length=48)
    type: Kind | None = None
    required: bool = False  # the same as required_in: submitted
    required_in: Moment | None = None
    options: tuple[Word, ...] = ()
    vocabulary: str | None = None  # the name of one
    many: bool = False  # the same as type: multi; written with commas between the values
    default: str | None = Field(default=None, min_length=1, max_length=75)
    hint: str = Field(default="", max_length=150)
    types: tuple[str, ...] = ()  # of assets that have it; empty: all
    accept: Literal["person", "automatic"] = "person"  # whether a suggestion counts before a person has accepted it
    maps_to: MapsTo = MapsTo()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for sentence in (self._against_list(), self._against_default(), self._against_moment()):
            if sentence:
                raise ValueError(sentence)
        return self

    @property
    def kind(self) -> Kind:
        if self.type is not None:
            return self.type
        if self.many:
            return Kind.MULTI
        return Kind.SINGLE if self.options or self.vocabulary else Kind.TEXT

    @property
    def is_multiple(self) -> bool:
        return self.kind is Kind.MULTI

    @property
    def needed_by(self) -> Moment | None:
        return self.required_in or (Moment.SUBMITTED if self.required else None)

    def is_needed(self, moment: Moment) -> bool:
        by = self.needed_by
        return by is not None and _ORDER.index(by) <= _ORDER.index(moment)

    def is_of(self, asset_type: str) -> bool:
        return not self.types or asset_type in self.types

    def words(self, vocabularies: dict[str, Vocabulary]) -> Vocabulary | None:
        """Its options, or the vocabulary it names; None where anything may be written."""
        if self.options:
            return Vocabulary.of(self.options)
        return vocabularies.get(self.vocabulary) if self.vocabulary else None

    def _against_list(self) -> str:
        if self.options and self.vocabulary:
            return "write options, or the name of a vocabulary; one of them"
        if self.many and self.kind is not Kind.MULTI:
            return f"many goes with type: multi, not with {self.kind}"
        if self.options:
            Vocabulary.of(self.options)  # raises ValueError where two of them are alike
        if (self.options or self.vocabulary) and self.kind not in CHOSEN:
            return f"options and vocabulary go with type: single or multi, not with {self.kind}"
        return ""

    def _against_default(self) -> str:
        kinds = _KINDS.get(self.default or "", {self.kind})
        if self.kind not in kinds:
            return f"default: {self.default} goes with type: {' or '.join(sorted(kinds))}, not with {self.kind}"
        return ""

    def _against_moment(self) -> str:
        if self.required and self.required_in not in (None, Moment.SUBMITTED):
            return "required: true means required_in: submitted; write one of the two"
        return ""
