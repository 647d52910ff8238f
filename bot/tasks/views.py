"""Words: what a task's readers find on it, and what a person hears who binds one to a picture."""

from bot.slack.parts import Message, escape, link, section
from models.campaign import TaskLink
from models.review.words import Verdict

_SAID = {
    Verdict.APPROVE: "approved",
    Verdict.APPROVE_WITH_CHANGES: "approved with changes",
    Verdict.REQUEST_CHANGES: "requested changes to",
    Verdict.REJECT: "rejected",
}

NO_BOARD = "Galley is not connected to a board. An admin sets WRIKE_TOKEN, then this works."
HOW = "Write `/galley task link` and the task's permalink, and part of the picture's name if it is not your newest one."


def decision_comment(name: str, verdict: Verdict, *, version: int, stage: str, reason: str) -> str:
    """Plain text, said under Galley's own account: so it names the person."""
    sentence = f"{name} {_SAID[verdict]} version {version} ({stage})."
    return f"{sentence}\n{reason}" if reason else sentence


def place_comment(version: int, location: str) -> str:
    return f"Version {version} is approved and published: {location}"


def looking(reference: str) -> Message:
    return private(f":hourglass_flowing_sand: Looking for {escape(reference)}; the answer appears here.")


def adopted(title: str, task: TaskLink) -> Message:
    shown = link(task.permalink, task.title)
    return private(f":clipboard: *{escape(title)}* belongs to the task {shown} now ({escape(task.status)}).")


def not_adopted(title: str, why: str) -> Message:
    said = f":warning: No task was bound to *{escape(title)}*: {escape(why)}."
    return private(f"{said} Copy the link from the task in Wrike and try again.")


def no_such_picture(hint: str) -> Message:
    words = (
        f"I know no picture called “{escape(hint)}”."
        if hint
        else "There is no picture of yours, and none in this channel."
    )
    return private(f"{words} {HOW}")


def private(words: str) -> Message:
    return Message(words, (section(words),))
