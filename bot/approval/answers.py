"""What somebody reads in private who thinks again about a decision or a question."""

from collections.abc import Sequence

from bot.slack.parts import Message, escape, listed, section, spoken


def taken_back(titles: Sequence[str]) -> Message:
    if not titles:
        return _said(":information_source: There is no decision of yours on this card that could be taken back.")
    them = "it is" if len(titles) == 1 else "they are"
    return _said(
        f":leftwards_arrow_with_hook: Your decision on {listed(titles)} is taken back; {them} waiting for you again."
    )


def nothing_waits() -> Message:
    return _said(":information_source: Nothing on this card waits for your decision.")


def withdrawn(title: str) -> Message:
    return _said(
        f":leftwards_arrow_with_hook: *{escape(title)}* is withdrawn, and nobody is asked any more. "
        "A new file in its thread asks again."
    )


def nothing_to_withdraw(words: str) -> Message:
    return _said(f"{_no_picture(words)} is under review. `/galley status` lists how pictures stand.")


def reopened(title: str, stage: str) -> Message:
    return _said(
        f":arrows_counterclockwise: *{escape(stage)}* is asked again about *{escape(title)}*, "
        "and so is whatever comes after it."
    )


def nothing_to_reopen(words: str) -> Message:
    return _said(
        f"{_no_picture(words)} could be asked again: it has to be sent back, rejected, withdrawn, or ended without an "
        "answer. `/galley status` lists how pictures stand."
    )


def _no_picture(words: str) -> str:
    return f"No picture called “{escape(words, 80)}”" if words else "No picture"


def _said(words: str) -> Message:
    return Message(spoken(words), (section(words),))
