"""One sentence: whether its words are a yes, a no or a wish of the person who wrote them, and about which pictures."""

from collections.abc import Sequence

from models.verdict_words import wishing
from models.verdict_words.languages import EVERY
from models.verdict_words.matching import Found, Lexicon
from models.verdict_words.pointing import Pointer, Token
from models.verdict_words.reading import BREAKS, DOUBT, NO, PERSON, YES
from models.verdict_words.said import Said, Sound
from models.verdict_words.vocabulary import words

_YESES = Lexicon(free=EVERY.free_yes, strict=EVERY.strict_yes, bare=EVERY.bare_yes | {(YES,)})
_NOES = Lexicon(free=EVERY.free_no, strict=EVERY.strict_no, bare=EVERY.bare_no | {(NO,)})
_OPENERS, _ASKED, _HARMLESS = Lexicon(one=EVERY.openers), Lexicon(one=EVERY.asked), Lexicon(one=EVERY.harmless)
_CONDITIONS = Lexicon(one=EVERY.conditions | EVERY.exceptions)
_REPORTS, _SELVES, _NEGATIONS = words(EVERY.reports), words(EVERY.selves), words(EVERY.negations)
_NOT_YET, _LIMITS, _THANKS = words(EVERY.not_yet), words(EVERY.limits), words(EVERY.thanks)
_DOUBTS, _BECAUSE, _TOWARDS = words(EVERY.doubts), words(EVERY.because), words(EVERY.towards)
_REGRETS = frozenset(word for phrase in EVERY.regrets for word in phrase)
_LEADS = EVERY.leads | {YES, PERSON}
_CLAUSES = BREAKS - {":"}  # what stands before a colon is who says it, or of what


def judge(tokens: Sequence[Token], *, is_alone: bool) -> Said | None:
    """None: nothing, or nothing that one could be sure of. `is_alone`: nothing else is said in the message."""
    if _is_asked(tokens) or _is_reported(tokens):
        return None
    sober = _HARMLESS.without(tokens)
    said = _no(sober, is_alone) or wishing.wish(sober, _pointers(sober)) or _yes(sober, tokens, is_alone)
    return _mixed(said, sober) if said is not None and said.sound is not Sound.YES else said


def is_plain(tokens: Sequence[Token]) -> bool:
    """Whether nothing is said but a bare yes or no, and of which picture. `ok, thanks` only says that it was read."""
    return all(_is_lead(token) or token in BREAKS for token in _rest(tokens)) and _THANKS.isdisjoint(_plain(tokens))


def _mixed(said: Said, tokens: Sequence[Token]) -> Said:
    """`2 is ok, 3 is not good`: nobody can tell it apart."""
    several = sum(any(isinstance(token, Pointer) for token in clause) for clause in _clauses(tokens)) > 1
    is_mixed = several and _YESES.has(_NOES.without(tokens))
    return Said(sound=said.sound, pointers=(*said.pointers, Pointer(is_vague=True))) if is_mixed else said


def _rest(tokens: Sequence[Token]) -> Sequence[Token]:
    return _YESES.without(_NOES.without(tokens))


def _is_asked(tokens: Sequence[Token]) -> bool:
    first = next((place for place, token in enumerate(tokens) if not _is_lead(token)), len(tokens))
    begins = _OPENERS.at(tokens, 0) or _OPENERS.at(tokens, first)
    return begins is not None or DOUBT in tokens or _ASKED.has(tokens)


def _is_reported(tokens: Sequence[Token]) -> bool:
    """`Anna said`, but not `as I said`."""
    places = [place for place, token in enumerate(tokens) if token in _REPORTS]
    return any(place == 0 or tokens[place - 1] not in _SELVES for place in places)


def _no(tokens: Sequence[Token], is_alone: bool) -> Said | None:
    if not _NOT_YET.isdisjoint(_plain(tokens)):
        return None
    for found in _NOES.found(tokens):
        before, behind = _around(tokens, found)
        is_theirs = all(_is_lead(token) or token in _REGRETS for token in before)
        if is_theirs and _stands(found, behind, before, is_alone):
            return Said(sound=Sound.NO, pointers=_pointers(tokens))
    return None


def _yes(tokens: Sequence[Token], whole: Sequence[Token], is_alone: bool) -> Said | None:
    for found in _YESES.found(tokens):
        before, behind = _around(tokens, found)
        if not all(map(_is_lead, before)):
            continue
        if conditional := _conditional(tokens, found):
            return conditional if conditional.sound is not Sound.NOTHING else None
        if _is_clouded((*tokens[: found.start], *tokens[found.end :])):
            return None
        if _stands(found, behind, before, is_alone) and not _is_of_another(behind):
            return Said(sound=Sound.YES, pointers=_pointers(whole))
    return None


def _conditional(tokens: Sequence[Token], found: Found) -> Said | None:
    """A yes with an if or a but is a wish; what is hoped for, or asked to be told of, is nothing."""
    after = [one for one in _CONDITIONS.found(tokens) if one.start >= found.end]
    first = next((one for one in _CONDITIONS.found(tokens) if one.end <= found.start), None)
    if first is not None and not _is_assent(tokens, first):
        is_clause = any(token in _CLAUSES for token in tokens[first.end + 1 : found.start])
        return Said(sound=Sound.WISH if is_clause else Sound.NOTHING, pointers=_pointers(tokens))
    if after and _DOUBTS.isdisjoint(_plain(tokens[: found.start])):
        return Said(sound=Sound.WISH, pointers=_pointers(tokens))
    return None


def _is_assent(tokens: Sequence[Token], found: Found) -> bool:
    """Spanish `sí` without its accent."""
    return found.start == 0 and tokens[0] == "si" and tokens[1:2] == (",",)


def _is_clouded(others: Sequence[Token]) -> bool:
    """A negation, a doubt or a limit anywhere beside it."""
    spoken = _plain(others)
    has_no = any(word.endswith("n't") for word in spoken)
    return has_no or NO in spoken or not (_NEGATIONS | _DOUBTS | _LIMITS | _NOT_YET).isdisjoint(spoken)


def _stands(found: Found, behind: Sequence[Token], before: Sequence[Token], is_alone: bool) -> bool:
    if found.kind == "free":
        return True
    if PERSON in before:  # `@anna approved` tells of Anna
        return False
    is_strict = all(map(_is_lead, behind)) or (found.kind == "strict" and behind[0] in _BECAUSE)
    if found.kind == "strict":
        return is_strict
    has_picture = any(isinstance(token, Pointer) for token in (*before, *behind))
    return is_strict and (is_alone or has_picture)


def _is_of_another(behind: Sequence[Token]) -> bool:
    """`looks good to Anna`, `works for the client`."""
    return bool(behind) and behind[0] in _TOWARDS and not all(map(_is_lead, behind[1:3]))


def _around(tokens: Sequence[Token], found: Found) -> tuple[Sequence[Token], Sequence[Token]]:
    """The rest of its own clause, on either side."""
    breaks = [place for place, token in enumerate(tokens) if token in _CLAUSES]
    begin = max((place + 1 for place in breaks if place < found.start), default=0)
    end = min((place for place in breaks + _colons(tokens) if place >= found.end), default=len(tokens))
    return tokens[begin : found.start], tokens[found.end : end]


def _colons(tokens: Sequence[Token]) -> list[int]:
    return [place for place, word in enumerate(tokens) if word == ":"]


def _pointers(tokens: Sequence[Token]) -> tuple[Pointer, ...]:
    """Every picture that is named; a bare number only where nothing but pictures and fillers stands beside it."""
    found: list[Pointer] = []
    for clause in _clauses(_rest(tokens)):
        here = [token for token in clause if isinstance(token, Pointer)]
        is_pure = all(map(_is_lead, clause))
        found += [pointer for pointer in here if is_pure or not pointer.is_loose]
    return tuple(found)


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token in BREAKS:
            clauses.append([])
        else:
            clauses[-1].append(token)
    return clauses


def _is_lead(token: Token) -> bool:
    return isinstance(token, Pointer) or token in _LEADS or token in (":", "&")


def _plain(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(token for token in tokens if isinstance(token, str))
