"""What somebody who is looking for a picture reads: one line each, and the way to the next page."""

from collections.abc import Sequence

from bot import why
from bot.outlook import Outlook
from bot.slack.parts import Message, actions, button, code, context, escape, section, spoken

NEXT = "search.next"

HINT = "Narrow it down with tag: type: state: by: campaign:, such as `/galley find beach tag:spring type:jpg`."


def results(found: Sequence[Outlook], *, asked: str, query: str, after: str) -> Message:
    """`asked` is to be read, `query` to be asked again."""
    what = f" for {escape(asked, 200)}" if asked else ""
    if not found:
        more = " among the newest." if after else "."
        return _paged(
            Message(f"Nothing found{what}{more}", (section(f"Nothing found{what}{more} {HINT}"),)), query, after
        )
    head = f"{len(found)}{' or more' if after else ''} found{what}, newest first"
    lines = [head, *map(_line, found)]
    return _paged(Message(spoken(*lines), tuple(section(line) for line in lines)), query, after)


def not_understood(sentence: str) -> Message:
    said = escape(sentence if sentence.endswith(".") else f"{sentence}.", 600)
    return Message(said, (section(said), context(HINT)))


def _paged(message: Message, query: str, after: str) -> Message:
    """The button carries the question and where to go on: there is no page to remember on our side."""
    if not after:
        return message
    following = button("Next", action_id=NEXT, value=f"{after} {query}")
    return Message(message.text, (*message.blocks, actions(following, block_id="page")))


def _line(one: Outlook) -> str:
    where = f"\n{code(one.location)}" if one.location else ""
    return f"{why.name(one)}: {why.state(one)}, from {escape(one.submitter)}{where}"
