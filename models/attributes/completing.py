"""What is still to be said of pictures before they come further: missing, suggested, contradicted. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.attributes.former import is_former, todays
from models.attributes.reading import Reader, Value
from models.attributes.suggesting import Hint, conflicting, together


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One attribute of one picture. `is_needed`: it comes no further without. `hints` are what is suggested; `instead`
    is what it has, in the words of today, where it has words that are none any more.
    """

    attribute: str
    is_needed: bool
    is_later: bool = False  # but not yet: a form lets it be empty
    has: Value = ""
    hints: tuple[Hint, ...] = ()
    is_conflict: bool = False
    is_former: bool = False
    instead: Value = ""

    @property
    def offer(self) -> Value:
        """What a form begins with: the one thing that is suggested, never one of several that differ."""
        if self.is_former:
            return self.instead
        if self.is_conflict or not self.hints:
            return self.has
        if isinstance(self.hints[0].value, str):
            return self.hints[0].value
        offered: Value = self.has if not isinstance(self.has, str) or self.has else []
        for hint in self.hints:
            offered = together(offered, hint.value)
        return offered


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A picture as a form asks about it."""

    asset_id: str
    title: str
    gaps: tuple[Gap, ...] = field(default=())

    @property
    def open(self) -> Mapping[str, Gap]:
        return {gap.attribute: gap for gap in self.gaps}


def gaps(
    readers: Mapping[str, Reader],
    has: Mapping[str, Value],
    needed: Sequence[str],
    hints: Sequence[Hint],
    *,
    later: Sequence[str] = (),
) -> tuple[Gap, ...]:
    """In the order of galley.yml: what is missing, now or `later`, what is suggested and not answered yet, and what is
    kept in words that the vocabulary does not have any more.
    """
    split = conflicting(hints, readers)
    found = []
    for name, reader in readers.items():
        theirs = tuple(hint for hint in hints if hint.attribute == name)
        is_missing = (name in needed or name in later) and not has.get(name)
        is_old = is_former(reader, has.get(name, ""))
        if is_missing or theirs or is_old:
            found.append(
                Gap(
                    attribute=name,
                    is_needed=is_missing,
                    is_later=is_missing and name not in needed,
                    has=has.get(name, ""),
                    hints=theirs,
                    is_conflict=name in split,
                    is_former=is_old,
                    instead=todays(reader, has.get(name, "")) if is_old else "",
                )
            )
    return tuple(found)
