"""What is read of the noise that Galley makes, by whoever asks and nobody else."""

from collections.abc import Mapping, Sequence

from bot.slack.parts import Block, Message, actions, button, context, escape, listed, section, spoken
from models.noise import BUDGET, WINDOW, Loud, Noise
from models.post import PostKind

NEXT = "noise.next"

_MOST_LOUD = 3
_DAYS = f"{WINDOW.days} days"
_KINDS = {
    PostKind.ASK: "question",
    PostKind.ADVICE: "wish for advice",
    PostKind.STUCK: "stuck stage",
    PostKind.HAND: "stage to open",
    PostKind.REMINDER: "reminder",
    PostKind.OUTCOME: "outcome",
    PostKind.RECEIPT: "receipt",
    PostKind.NOTICE: "notice",
}
_RULE = (
    "A direct message rings, and so does one that names you; a line in a thread, an edit and a private hint do not. "
    f"{BUDGET} messages to one person about one picture are meant to be enough."
)


def of_oneself(mine: Noise) -> Message:
    if not mine.messages and not mine.decisions:
        said = f":bell: Nothing of Galley's has rung you in the last {_DAYS}, and you have decided nothing."
        return Message(spoken(said), (section(said), context(_RULE)))
    lines = [f":bell: *Your last {_DAYS}*: {_sum(mine)}.", *_loud(mine)]
    hint = "Too many? `/galley snooze` puts your reminders off."
    return Message(spoken(*lines, hint), (section("\n".join(lines)), context(f"{_RULE} {hint}")))


def of_team(page: Sequence[Noise], *, names: Mapping[str, str], everybody: Sequence[Noise], after: str) -> Message:
    """`everybody`: those of all pages, for the sum."""
    if not everybody:
        said = f":bell: Nothing of Galley's has rung anybody in the last {_DAYS}."
        return Message(spoken(said), (section(said), context(_RULE)))
    head = f":bell: *The team's last {_DAYS}*: {_people(everybody)}, {_sum(_together(everybody))}."
    told = ["\n".join([_line(one, names), *_loud(one)]) for one in page]
    blocks: list[Block] = [section(head), *map(section, told)]
    if after:
        blocks.append(actions(button("Next", action_id=NEXT, value=after, label="The next people"), block_id="page"))
    return Message(spoken(head, *told), (*blocks, context(_RULE)))


def _line(one: Noise, names: Mapping[str, str]) -> str:
    return f"*{escape(names.get(one.person_id, one.person_id), 80)}*: {_sum(one)}"


def _sum(one: Noise) -> str:
    counts = f"{_counted(one.messages, 'message')}, {_counted(one.decisions, 'decision')}"
    return counts if one.per_decision is None else f"{counts}, {one.per_decision:.1f} messages per decision"


def _loud(one: Noise) -> list[str]:
    """Which pictures were above the budget, and what made them so."""
    rest = len(one.loud) - _MOST_LOUD
    lines = [f":loud_sound: *{escape(loud.title, 80)}*: {_why(loud)}" for loud in one.loud[:_MOST_LOUD]]
    return [*lines, f":loud_sound: and {_counted(rest, 'picture')} more"] if rest > 0 else lines


def _why(loud: Loud) -> str:
    kinds = sorted(loud.kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [_counted(count, _KINDS.get(kind, "note")) for kind, count in kinds]
    return f"{loud.rings} messages, {loud.rings - BUDGET} above the budget: {listed(told)}"


def _together(everybody: Sequence[Noise]) -> Noise:
    messages, decisions = sum(one.messages for one in everybody), sum(one.decisions for one in everybody)
    return Noise(person_id="", messages=messages, decisions=decisions)


def _people(everybody: Sequence[Noise]) -> str:
    return "1 person" if len(everybody) == 1 else f"{len(everybody)} people"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
