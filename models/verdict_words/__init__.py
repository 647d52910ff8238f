"""Words in a thread that sound like a verdict. They decide nothing: whoever wrote them is asked whether they do.

Rules only, and careful ones: what is not understood is nothing. A question, a quotation, somebody else's words and a no
to a yes are never a yes; a yes with an "if" or a "but" is a wish.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from models.verdict_words import judging
from models.verdict_words.pointing import known, pointed
from models.verdict_words.reading import sentences
from models.verdict_words.said import Said, Sound
from models.verdict_words.vocabulary import fold

Named = TypeVar("Named", int, str)

LONGEST = 80  # words of a sentence; nobody says yes in more


@dataclass(frozen=True, kw_only=True)
class Sounds:
    """Which pictures are meant, where that is said: by number or by name. `is_vague`: it is said, and not clearly."""

    sound: Sound = Sound.NOTHING
    numbers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    is_vague: bool = False


SILENCE = Sounds()


def sounds_like(text: str, names: Iterable[str] = ()) -> Sounds:
    """`text` as Slack sends it, marked up; `names`: the titles and file names of the pictures that it may be about."""
    spoken = _judged(text, names)
    if not spoken:
        return SILENCE
    pointers = [pointer for said in spoken for pointer in said.pointers]
    worst = max((said.sound for said in spoken), key=list(Sound).index)
    is_mixed = len({said.sound for said in spoken}) > 1 and bool(pointers)
    return Sounds(
        sound=worst,
        numbers=_unique(number for pointer in pointers for number in pointer.numbers),
        names=_unique(pointer.name for pointer in pointers if pointer.name),
        is_vague=is_mixed or any(pointer.is_vague for pointer in pointers),
    )


def _judged(text: str, names: Iterable[str]) -> Sequence[Said]:
    read, meant = sentences(text), known(names)
    told = [pointed(one.tokens, meant) for one in read if len(one.tokens) <= LONGEST and not one.is_question]
    is_alone = len(told) == len(read) and all(map(judging.is_plain, told))
    judged = [judging.judge(tokens, is_alone=is_alone) for tokens in told]
    return [said for said in judged if said is not None]


def _unique(found: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(found))


__all__ = ["SILENCE", "Sound", "Sounds", "fold", "sounds_like"]
