"""What a lead reads of attributes: how many pictures have them, what stands in the way, and which one comes next."""

from collections.abc import Iterator
from itertools import groupby

from bot.reports.completing import Inventory
from bot.slack.parts import Block, Message, actions, button, context, escape, listed, paragraphs, section, spoken
from models.attributes.completeness import Described, Standing, Tally
from models.attributes.sources import in_words, is_rule
from models.attributes.trust import Source

COMPLETE = "reports.complete"

MOST, MOST_PICTURES, MOST_SOURCES = 30, 5, 3

_NONE = ":label: galley.yml declares no attributes, so nothing has to be known of pictures. `docs/policy.md` says how."
_WORDS = {
    Standing.FILLED: "filled",
    Standing.SUGGESTED: "suggested",
    Standing.MISSING: "missing",
    Standing.CONFLICT: "contradictory",
    Standing.FORMER: "in words of before",
    Standing.EMPTY: "empty, and may be",
}
_HOW = "`/galley report attributes 80%` asks for less; `galley attributes` on the server writes it all as CSV."


def inventory(found: Inventory) -> Message:
    if not found.labels:
        return Message(spoken(_NONE), (section(_NONE),))
    head = f":label: *How {_which(found)} {'is' if found.looked_at == 1 else 'are'} described*"
    lines = list(_lines(found))
    sums = _below(found)
    doubts = [_doubt(one) for one in found.doubtful[:MOST_SOURCES]]
    blocks: list[Block] = [section(head), *paragraphs(lines), *paragraphs([*sums, *doubts])]
    if found.below:
        blocks.append(_next(found))
    return Message(spoken(head, sums[0], *doubts), (*blocks, context(_HOW)))


def _which(found: Inventory) -> str:
    count = "1 picture" if found.looked_at == 1 else f"{found.looked_at:,} pictures"
    return f"the newest {count}" if found.is_cut else count


def _lines(found: Inventory) -> Iterator[str]:
    """By type; what lacks nothing is only named."""
    shown = 0
    for kind, group in groupby(found.tallies, key=lambda one: one.kind):
        mine = list(group)
        yield f"*{escape(kind, 80)}*" if kind else "*Of no type*"
        open_ones = [one for one in mine if not one.is_fine]
        yield from (_tally(one, found) for one in open_ones[: max(MOST - shown, 0)])
        if (rest := len(open_ones) - max(MOST - shown, 0)) > 0:
            yield f"… and {rest} more"
        shown += len(open_ones)
        if fine := [_label(one.attribute, found) for one in mine if one.is_fine]:
            yield f":white_check_mark: Nothing to do: {listed(fine)}"


def _tally(one: Tally, found: Inventory) -> str:
    said = [f"{one.counts[standing]} {words}" for standing, words in _WORDS.items() if one.counts.get(standing)]
    return f"• {escape(_label(one.attribute, found), 48)}: {', '.join(said)}"


def _label(attribute: str, found: Inventory) -> str:
    return found.labels.get(attribute, attribute)


def _below(found: Inventory) -> list[str]:
    count, mark = len(found.below), ":hourglass_flowing_sand:" if found.below else ":white_check_mark:"
    head = f"{mark} *{count} {'picture is' if count == 1 else 'pictures are'} below {found.least} %*"
    rest = count - MOST_PICTURES
    more = [f"… and {rest} more"] if rest > 0 else []
    return [head, *(_picture(one, found) for one in found.below[:MOST_PICTURES]), *more]


def _picture(one: Described, found: Inventory) -> str:
    lacking = listed([_label(name, found) for name in one.lacking])
    return f"• *{escape(one.title or 'Untitled', 80)}*: {one.share} %, {lacking}"


def _doubt(one: Source) -> str:
    return (
        f":warning: What is suggested {escape(in_words(one.name), 80)} was corrected {one.corrected} of "
        f"{one.answered} times{_remedy(one.name)}."
    )


def _remedy(source: str) -> str:
    return "; `tag_rules` in galley.yml can change it" if is_rule(source) else ""


def _next(found: Inventory) -> Block:
    label = "Open the form of the next picture that is not complete"
    following = button(
        "Complete the next one", action_id=COMPLETE, value=f"{found.least}/{found.opened_id}", label=label
    )
    return actions(following, block_id="complete")
