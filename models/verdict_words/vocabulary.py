"""What one language says when it means yes, no or a change. Each language is one file that fills in the same fields."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property

Phrase = tuple[str, ...]

_LEFT_OUT = frozenset({"Mn", "Cf", "Cc", "Sk"})  # marks, invisible letters, skin tones
_SAME = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "\t": " ", "\n": "\n"})


def fold(text: str) -> str:
    """One way of writing: no case, no accents, one kind of apostrophe. Lines stay lines."""
    open_up = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(_SAME)).casefold())
    return "".join(one for one in open_up if one == "\n" or unicodedata.category(one) not in _LEFT_OUT)


def phrases(written: str) -> frozenset[Phrase]:
    """`looks good, ship it`: two phrases of two words."""
    return frozenset(tuple(one.split()) for one in fold(written).replace("\n", " ").split(",") if one.strip())


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Three kinds of verdict: `free`, whatever stands behind it; `strict`, where nothing but fillers may; and `bare`,
    which is one only as a whole message or beside the picture that it names.
    """

    free_yes: frozenset[Phrase] = frozenset()
    strict_yes: frozenset[Phrase] = frozenset()
    bare_yes: frozenset[Phrase] = frozenset()
    free_no: frozenset[Phrase] = frozenset()
    strict_no: frozenset[Phrase] = frozenset()
    bare_no: frozenset[Phrase] = frozenset()
    wishes: frozenset[Phrase] = frozenset()
    verbs: frozenset[Phrase] = frozenset()  # to change something, as one asks somebody to
    changed: frozenset[Phrase] = frozenset()  # the same as it is said of what needs it: moved, geändert
    comparatives: frozenset[Phrase] = frozenset()
    obligations: frozenset[Phrase] = frozenset()
    please: frozenset[Phrase] = frozenset()
    determiners: frozenset[Phrase] = frozenset()  # what follows a verb that asks for something
    conditions: frozenset[Phrase] = frozenset()
    exceptions: frozenset[Phrase] = frozenset()
    thanks: frozenset[Phrase] = frozenset()
    limits: frozenset[Phrase] = frozenset()
    negations: frozenset[Phrase] = frozenset()
    not_yet: frozenset[Phrase] = frozenset()
    doubts: frozenset[Phrase] = frozenset()
    reports: frozenset[Phrase] = frozenset()
    selves: frozenset[Phrase] = frozenset()
    openers: frozenset[Phrase] = frozenset()  # with which a question begins, also one without its mark
    asked: frozenset[Phrase] = frozenset()  # a question wherever it stands
    regrets: frozenset[Phrase] = frozenset()  # what a no may begin with
    because: frozenset[Phrase] = frozenset()
    harmless: frozenset[Phrase] = frozenset()  # has a no in it and means none
    elsewhere: frozenset[Phrase] = frozenset()  # what else people ask to have changed
    fillers: frozenset[Phrase] = frozenset()
    pictures: frozenset[Phrase] = frozenset()  # "picture" 2
    vague: frozenset[Phrase] = frozenset()  # "the other one"
    ranges: frozenset[Phrase] = frozenset()  # 2 "to" 5
    joins: frozenset[Phrase] = frozenset()
    towards: frozenset[Phrase] = frozenset()  # lgtm "for" 2; looks good "to" somebody

    @cached_property
    def leads(self) -> frozenset[str]:
        """Single words that say nothing by themselves."""
        return words(self.fillers | self.joins | self.selves | self.thanks)


def words(among: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in among if len(phrase) == 1)


def together(languages: Iterable[Vocabulary]) -> Vocabulary:
    """People mix them in one sentence."""
    every = list(languages)
    merged = {one.name: frozenset().union(*(getattr(each, one.name) for each in every)) for one in fields(Vocabulary)}
    return Vocabulary(**merged)
