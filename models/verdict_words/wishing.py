"""One sentence: whether it asks for a change of the picture."""

from collections.abc import Sequence

from models.verdict_words.languages import EVERY
from models.verdict_words.matching import Lexicon
from models.verdict_words.pointing import Pointer, Token
from models.verdict_words.reading import BREAKS
from models.verdict_words.said import Said, Sound
from models.verdict_words.vocabulary import words

_PLEASE, _OBLIGATIONS, _WISHES = Lexicon(one=EVERY.please), Lexicon(one=EVERY.obligations), Lexicon(one=EVERY.wishes)
_CHANGES = Lexicon(one=EVERY.changed | EVERY.comparatives | EVERY.verbs)
_COMPARATIVES, _VERBS = Lexicon(one=EVERY.comparatives), Lexicon(one=EVERY.verbs)
_DETERMINERS, _NEGATIONS, _ELSEWHERE = words(EVERY.determiners), words(EVERY.negations), words(EVERY.elsewhere)
_FIRST = frozenset({"i", "ich", "je", "yo", "i'll", "j'ai"})
_JOINS = words(EVERY.joins | EVERY.conditions) | BREAKS
_LEADS = EVERY.leads | words(EVERY.please | EVERY.limits | EVERY.not_yet | EVERY.conditions)
_INFINITIVES = ("en", "ern", "eln")  # German puts them last
_ELISIONS = ("l'", "d'")


def wish(tokens: Sequence[Token], pointers: Sequence[Pointer]) -> Said | None:
    spoken = frozenset(token for token in tokens if isinstance(token, str))
    if not spoken.isdisjoint(_ELSEWHERE):
        return None
    clauses = [clause for clause in _clauses(tokens) if not _is_negated(clause)]
    is_polite = _PLEASE.has(tokens)
    is_one = any(_is_wish(clause, is_polite=is_polite) for clause in clauses)
    return Said(sound=Sound.WISH, pointers=tuple(pointers)) if is_one else None


def _is_wish(clause: Sequence[Token], *, is_polite: bool) -> bool:
    return (
        _WISHES.has(clause)
        or _is_imperative(clause, is_polite=is_polite)
        or (is_polite and (_COMPARATIVES.has(clause) or _ends_in_german(clause)))
        or _is_owed(clause)
    )


def _is_imperative(clause: Sequence[Token], *, is_polite: bool) -> bool:
    """`please move the logo`, `crop it`."""
    bare = _PLEASE.without(clause)
    begin = next((n for n, token in enumerate(bare) if _VERBS.at(bare, n) or not _is_lead(token)), len(bare))
    verb = _VERBS.at(bare, begin)
    if verb is None:
        return False
    following = bare[verb.end] if verb.end < len(bare) else None
    return is_polite or isinstance(following, Pointer) or (following is not None and _determines(following))


def _ends_in_german(clause: Sequence[Token]) -> bool:
    """`bitte das Logo ändern`."""
    last = clause[-1] if clause else None
    return isinstance(last, str) and last.endswith(_INFINITIVES) and (last,) in EVERY.verbs


def _is_owed(clause: Sequence[Token]) -> bool:
    """`the logo must be moved`; what somebody must do themselves is none."""
    for owed in _OBLIGATIONS.found(clause):
        is_own = owed.start > 0 and clause[owed.start - 1] in _FIRST
        if not is_own and (_CHANGES.has(clause[owed.end :]) or _CHANGES.has(clause[: owed.start])):
            return True
    return False


def _determines(token: Token) -> bool:
    return isinstance(token, str) and (token in _DETERMINERS or token.startswith(_ELISIONS))


def _is_lead(token: Token) -> bool:
    return isinstance(token, Pointer) or token in _LEADS


def _is_negated(clause: Sequence[Token]) -> bool:
    spoken = [token for token in clause if isinstance(token, str)]
    return any(word in _NEGATIONS or word.endswith("n't") for word in spoken)


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token in _JOINS:
            clauses.append([])
        clauses[-1].append(token)
    return [[token for token in clause if token not in BREAKS] for clause in clauses]
