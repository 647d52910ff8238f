"""Why a click did not count, in one private sentence that names who can help."""

from collections.abc import Iterable, Mapping, Sequence

from bot.approval.lacking import Lacking
from bot.slack.parts import Message, context, escape, spoken
from models.person import Person
from models.refusal import Refusal
from models.review import refusals

_MOST = 8  # names in one sentence
_GONE = "This question is no longer open, so nothing was changed. The card shows how it stands now."


def note(refusal: Refusal, people: Mapping[str, Person], *, to: str) -> Message:
    said = f":lock: {sentence(refusal, people, to=to)}"
    return Message(spoken(said), (context(said),))


def sentence(refusal: Refusal, people: Mapping[str, Person], *, to: str) -> str:
    """`to` reads it, and is not told of themselves by name."""
    if isinstance(refusal, Lacking):
        return escape(str(refusal))
    if not isinstance(refusal, refusals.Refusal):
        return _GONE

    def call(person_id: str) -> str:
        if person_id == to:
            return "you"
        return escape(people[person_id].name if person_id in people else person_id, 80)

    return refusal.sentence(call, quote=escape, join=_either)


def concerned(refused: Iterable[Refusal]) -> set[str]:
    """The ids of the people whom these sentences name."""
    known = [one for one in refused if isinstance(one, refusals.Refusal)]
    return {person for one in known for person in (one.by, one.seat, *one.can_help) if person}


def _either(names: Sequence[str]) -> str:
    """Escaped already; those beyond the first few are counted."""
    shown = [*names[:_MOST], f"{len(names) - _MOST} more"] if len(names) > _MOST else list(names)
    return f"{', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 else "".join(shown)
