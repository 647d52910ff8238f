"""What is said of two versions side by side: with the picture in the thread, and to whoever asked.

The line that introduces a file is no text object of ours, and Slack makes links of whatever looks like one in it: so
strangers' words stand letter by letter in it, as code.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.parts import Message, clip, code, context, escape, link, plain, spoken
from imaging.comparison import Comparison, per_cent
from models.difference import Difference

_MOST = 6  # differences of the files that are named
_LONGEST = 90  # letters of one


@dataclass(frozen=True, kw_only=True)
class Two:
    """Which versions of what. `title` is empty where the card is about this picture alone. `other`: the title of what
    the older one is a version of, where that is another picture.
    """

    older: int
    newer: int
    title: str = ""
    other: str = ""

    @property
    def words(self) -> str:
        """`Version 3 beside version 2`; untrusted words in it are escaped."""
        if self.other:
            return f"{code(clip(self.title, 80))} beside {code(clip(self.other, 80))}"
        return f"{_of(self.title)}ersion {self.newer} beside version {self.older}"

    def described(self, title: str) -> str:
        """Plain text; the older one stands left."""
        if self.other:
            return f"{plain(self.other, 60)} (left) and {plain(title, 60)} (right)"
        return f"{plain(title, 80)}, versions {self.older} (left) and {self.newer} (right)"


def beside(two: Two, found: Comparison, differences: Sequence[Difference]) -> Message:
    """One line, which introduces the picture."""
    told = [_difference(one) for one in differences[:_MOST]]
    more = [f"and {len(differences) - _MOST} more"] if len(differences) > _MOST else []
    files = f"{' · '.join([*told, *more])}." if told else "The files are otherwise alike."
    return Message(f":mag: {two.words}: {_what_changed(two, found)} {files}")


def described(two: Two, found: Comparison, title: str) -> str:
    """For whoever does not see the picture, and as its name in Slack; plain text."""
    where = f", {found.where}" if found.where else ""
    return f"{two.described(title)}, and where they differ: {per_cent(found.changed)}{where}"


def coming(two: Two) -> Message:
    return _note(f":mag: {two.words} is being made. The picture comes into the thread of this card in a moment.")


def under_way(two: Two) -> Message:
    return _note(f":mag: {two.words} is on its way already: it comes into the thread of this card.")


def there(two: Two, found: Comparison, place: str) -> Message:
    """To whoever asks for what is in the thread already."""
    shown = link(place, "See the picture")
    return _note(f":mag: {two.words} is in the thread of this card: {_what_changed(two, found)} {shown}")


def refused(two: Two, sentence: str) -> Message:
    """Why there will be none; said in the thread where nobody asked for it."""
    return _note(f":warning: {two.words} cannot be shown. {escape(sentence, 600)}")


def never_opened(number: int) -> str:
    return (
        f"Version {number} could never be opened as a picture, so there is nothing to compare. Its uploader knows why."
    )


def never_shown(number: int, why: str) -> str:
    return f"Version {number} has no preview: {why}. So there is nothing to compare; open both originals side by side."


def nothing_there() -> Message:
    return _note(":mag: There is nothing to compare here any more. The card shows how the picture stands now.")


NOT_NOW = "Galley could not make it just now. Its admins know, and the picture comes into the thread once it can."


def _of(title: str) -> str:
    return f"{code(clip(title, 80))}, v" if title else "V"


def _difference(one: Difference) -> str:
    if not one.name:
        return escape(str(one), _LONGEST)
    if one.is_of_several:
        told = [f"{how} {code(clip(value, _LONGEST))}" for how, value in (("new", one.now), ("gone", one.was)) if value]
        return f"{escape(one.name)}: {', '.join(told)}"
    was, now = (code(clip(value, _LONGEST)) if value else "none" for value in (one.was, one.now))
    return f"{escape(one.name)}: {was} → {now}"


def _what_changed(two: Two, found: Comparison) -> str:
    changed, has_changed = ("differs", "differs") if two.other else ("changed", "has changed")
    what = "the picture" if found.is_same_shape else "what both show"
    shape = "" if found.is_same_shape else "one shows more than the other, so they were laid where they fit best. "
    if found.changed:
        return f"{shape}{per_cent(found.changed)} of {what} {changed}, {found.where}."
    return f"{shape}Nothing else {has_changed}." if shape else f"nothing that can be seen {has_changed}."


def _note(said: str) -> Message:
    return Message(spoken(said), (context(said),))
