"""What is read in answer to /galley, by the person who asked and nobody else."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from itertools import groupby

from bot import calling, why
from bot.outlook import Asking, Outlook
from bot.requests.commands import COMMANDS, Command
from bot.slack.parts import (
    Block,
    Message,
    actions,
    button,
    code,
    context,
    escape,
    link,
    listed,
    paragraphs,
    section,
    spoken,
    when,
)
from models.campaign import TaskLink

NEXT = "requests.next"

_HELP = (
    ":wave: *Galley* takes a picture from upload through approval to the library. Drop one into an intake channel, or:"
)
_SEE_HELP = "`/galley help` lists everything."


def help_page(commands: Sequence[Command] = COMMANDS) -> Message:
    blocks: list[Block] = [section(_HELP)]
    by_group = sorted(commands, key=lambda one: [command.group for command in commands].index(one.group))
    for group, members in groupby(by_group, key=lambda one: one.group):
        blocks.append(section("\n".join([f"*{group}*", *map(_line, members)])))
    return Message("What Galley can do: " + ", ".join(command.name for command in commands), tuple(blocks))


def unknown(word: str, nearest: str | None) -> Message:
    meant = f" Did you mean `/galley {nearest}`?" if nearest else ""
    return _said(f"There is no {code(f'/galley {word}')}.{meant} {_SEE_HELP}")


def unknown_verb(command: str, verb: str, verbs: Sequence[str]) -> Message:
    usage = next(one.usage for one in COMMANDS if one.name == command)
    close = get_close_matches(verb.casefold(), verbs, n=1, cutoff=0.5)
    what = f"There is no {code(f'/galley {command} {verb}')}. " if verb else ""
    meant = f"Did you mean `/galley {command} {close[0]}`? " if close else ""
    return _said(f"{what}{meant}It is used like this: `/galley {usage}`.")


def standing(one: Outlook) -> Message:
    """One picture, in full."""
    lines = [f"{why.name(one)}: {why.state(one)}", why.next_step(one)]
    if one.asking:
        lines.insert(1, f"Awaited: {_awaited(one.asking)}")
    lines += [f":warning: {escape(problem)}" for problem in one.problems]
    blocks: list[Block] = [section("\n".join(lines))]
    notes = [f"{escape(one.file_name)}, from {escape(one.submitter)}"]
    notes += [f"In the library as {code(one.location)}"] if one.location else []
    notes += [_task(one)] if one.task else []
    return Message(spoken(*lines, *notes), (*blocks, context("\n".join(notes))))


def _awaited(asking: Asking) -> str:
    return calling.whoever(asking.awaited, needed=asking.needed - asking.yes, decider=asking.decider)


def standings(found: Sequence[Outlook]) -> Message:
    lines = [f"{number}. {why.name(one)}: {why.state(one)}" for number, one in enumerate(found, start=1)]
    hint = context("`/galley status #1` tells all about the first of the latest, `/galley why #1` why it waits.")
    return Message(spoken(*lines), (section("\n".join(lines)), hint))


def reasons(found: Sequence[Outlook]) -> Message:
    said = [why.why(one) for one in found]
    return Message(spoken(*said), tuple(section(sentence) for sentence in said))


def reasons_asked(found: Sequence[Outlook], person_id: str) -> Message:
    """Why this person is asked; or, if they are not, whom it waits for."""
    asked = [one for one in found if one.asking and person_id in one.asking.awaited_ids]
    shown = asked or [one for one in found if one.asking] or list(found)
    if not shown:
        return _said("This card belongs to nothing that is still here.")
    head = _why_asked(asked, person_id) if asked else "You are not asked for anything here now."
    said = [head, *(why.why(one) for one in shown[:10])]
    return Message(spoken(*said), tuple(section(sentence) for sentence in said))


def waiting(found: Sequence[Outlook], *, reader: str, count: int, after: str) -> Message:
    if not found:
        return _said(":white_check_mark: Nothing waits for you. You will be told when something does.")
    head = f"*{count} pictures wait for you*, oldest first" if count > 1 else "*1 picture waits for you*"
    said = [head, *(_waiting(one, reader) for one in found)]
    blocks: list[Block] = [section(line) for line in said]
    if after:
        blocks.append(actions(button("Next", action_id=NEXT, value=after), block_id="page"))
    hint = context("Each leads to its card. Galley's Home tab has them with their buttons.")
    return Message(spoken(*said), (*blocks, hint))


def tasks(found: Sequence[tuple[TaskLink, str]]) -> Message:
    if not found:
        return _said(
            "No open task belongs to your pictures or to this channel. "
            "`/galley campaign link ADDRESS` ties a channel to a project."
        )
    lines = [_task_line(task, title) for task, title in found]
    head = f"{len(found)} open task{'s' if len(found) > 1 else ''}"
    return Message(spoken(head, *lines), (section(f"*{head}*"), *paragraphs(lines)))


def nothing_called(words: str, titles: Sequence[str]) -> Message:
    if not words:
        return _said("There is no picture here yet. Drop one into an intake channel, or try `/galley submit`.")
    meant = f" Did you mean {' or '.join(f'*{escape(title)}*' for title in titles)}?" if titles else ""
    return _said(
        f'Nothing that concerns you is called "{escape(words)}".{meant} `/galley find` searches all of your team.'
    )


def snoozed(until: datetime, titles: Sequence[str]) -> Message:
    what = f" about {' and '.join(f'*{escape(title)}*' for title in titles)}" if titles else ""
    return _said(f":zzz: No reminders{what} before {when(until)}. It still waits for you until then.")


def nothing_to_snooze(words: str) -> Message:
    what = f' about "{escape(words)}"' if words else ""
    return _said(f"No reminder{what} is planned for you, so there is nothing to put off. `/galley mine` lists yours.")


def too_long(days: int) -> Message:
    return _said(f"Reminders can be put off for {days} days at most. Nothing was changed.")


def _said(words: str) -> Message:
    return Message(spoken(words), (section(words),))


def _line(command: Command) -> str:
    example = f"  _e.g._ `/galley {command.example}`" if command.example != command.usage else ""
    return f"`/galley {command.usage}`  {command.says}{example}"


def _waiting(one: Outlook, reader: str) -> str:
    asking = one.asking
    asked = f": {escape(asking.stage)}{why.for_whom(asking, reader)}, {why.due(asking)}" if asking else ""
    return f"{why.name(one)}{asked}, from {escape(one.submitter)}"


def _why_asked(asked: Sequence[Outlook], person_id: str) -> str:
    stages = " and ".join(sorted({escape(one.asking.stage) for one in asked if one.asking}))
    absent = [name for one in asked if one.asking for name in calling.for_whom(person_id, one.asking.stand_ins)]
    if absent:
        return f"You are asked because you stand in for {listed(list(dict.fromkeys(absent)))} in {stages}."
    return f"You are asked because galley.yml names you for {stages}."


def _task(one: Outlook) -> str:
    if one.task is None:
        return ""
    due = f", due {one.task.due}" if one.task.due else ""
    return f":clipboard: {link(one.task.permalink, 'Its task')}: {escape(one.task.status)}{due}"


def _task_line(task: TaskLink, title: str) -> str:
    due = f", due {task.due.day} {task.due:%b}" if task.due else ""
    people = f", {escape(', '.join(task.assignees))}" if task.assignees else ""
    return f":clipboard: {link(task.permalink, title)}: {escape(task.status)}{due}{people}"
