"""The card: one message per batch, edited in place, always rendered from today's truth."""

from collections.abc import Sequence

from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.approval.card import Card, Look, Row, Said, TaskLine, Turn, decided
from bot.clicks import APPROVE, MORE, REJECT, REQUEST_CHANGES, SNOOZE, WHY
from bot.slack.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    escape_lines,
    header,
    link,
    overflow,
    picture,
    section,
    when,
)
from models.approval import Outcome, Verdict
from models.checks import Finding, Level
from models.reminder import Rung

ONE_BY_ONE = "approval.one_by_one"

_SAID = {
    Verdict.APPROVE: (":white_check_mark:", "approved"),
    Verdict.REQUEST_CHANGES: (":pencil2:", "asked for changes to"),
    Verdict.REJECT: (":no_entry:", "rejected"),
}
_BY = {
    Verdict.APPROVE: "approved",
    Verdict.REQUEST_CHANGES: "changes requested",
    Verdict.REJECT: "rejected",
}
_MARKS = {Level.PASSED: ":white_check_mark:", Level.WARNED: ":warning:", Level.FAILED: ":x:"}
_ENDED = {
    Outcome.APPROVED: "Approved",
    Outcome.CHANGES_REQUESTED: "Changes requested",
    Outcome.REJECTED: "Rejected",
}
_RUNGS = {
    Rung.BEFORE: "a reminder goes out",
    Rung.AT: "a reminder goes out",
    Rung.AFTER: "another reminder goes out",
    Rung.ESCALATION: "{lead} is told",
}


def card(shown: Card, *, batch_id: str) -> Message:
    """The whole message; `text` says the same to notifications and screen readers."""
    headline = _headline(shown)
    blocks: list[Block] = [header(headline)]
    if shown.picture_file_id:
        blocks.append(picture(shown.picture_file_id, alt_text=shown.picture_alt))
    blocks += _one(shown) if len(shown.rows) == 1 else _many(shown)
    if shown.open_stages:
        blocks.append(actions(*_buttons(shown, batch_id), block_id="decide"))
    return Message(f"{escape(headline)}{_spoken(shown)}", tuple(blocks))


def decision_line(name: str, verdict: Verdict, titles: Sequence[str], stage: str, reason: str) -> Message:
    """One line in the thread per decision."""
    mark, verb = _SAID[verdict]
    said = f"{mark} *{escape(name)}* {verb} {_listed(titles)} ({escape(stage)})."
    quoted = f"\n{escape_lines(reason)}" if reason else ""
    return Message(said, (section(said + quoted),))


def _headline(shown: Card) -> str:
    outcome = decided(shown.rows)
    what = _subject(shown)
    if outcome is Outcome.PENDING:
        return f"Approve {what}?"
    if len(shown.rows) > 1 and outcome is not Outcome.APPROVED:
        return f"Decided: {what}"
    return f"{_ENDED[outcome]}: {what}"


def _subject(shown: Card) -> str:
    where = f" for {shown.campaign}" if shown.campaign else ""
    if len(shown.rows) > 1:
        return f"{len(shown.rows)} pictures{where}"
    row = shown.rows[0]
    version = f", version {row.version}" if row.version > 1 else ""
    return f"{row.title}{version}{where}"


def _spoken(shown: Card) -> str:
    turn = next((row.turn for row in shown.rows if row.turn), None)
    if turn is None:
        return ""
    return f" Stage {turn.position} of {turn.of}, {escape(turn.name)}. Awaited: {escape(', '.join(turn.awaited))}."


def _one(shown: Card) -> list[Block]:
    row = shown.rows[0]
    blocks: list[Block] = [section(_state(row, shown))]
    if row.said:
        blocks.append(context(*map(_said_line, row.said[-10:])))
    details = [f"{escape(row.file_name)}, version {row.version}, from {escape(shown.submitter)}"]
    blocks.append(context(*details, *_checks(row)))
    if row.task:
        blocks.append(context(_task(row.task)))
    return blocks


def _many(shown: Card) -> list[Block]:
    blocks: list[Block] = []
    turns = {row.turn.name: row.turn for row in shown.rows if row.turn}
    blocks += [section(_turn(turn, shown)) for turn in turns.values()]
    blocks.append(divider())
    blocks += [section(_row(row)) for row in shown.rows]
    blocks.append(context(f"From {escape(shown.submitter)}"))
    return blocks


def _row(row: Row) -> str:
    lines = [f"*{row.number}. {escape(row.title)}*{_version(row)}  {_brief(row)}"]
    lines += [_said_line(said) for said in row.said[-3:]]
    if row.task:
        lines.append(_task(row.task))
    return "\n".join(lines)


def _version(row: Row) -> str:
    return f" (version {row.version})" if row.version > 1 else ""


def _brief(row: Row) -> str:
    if row.turn:
        late = " :hourglass: late" if row.look is Look.LATE else ""
        return f"{escape(row.turn.name)}, {row.turn.yes} of {row.turn.needed}{late}"
    return _LOOKS[row.look]


_LOOKS = {
    Look.NOBODY: ":warning: nobody may decide it; an admin has been told",
    Look.CHECKING: ":mag: the new version is being checked",
    Look.NEEDS_WORK: ":x: the new version failed its checks; its uploader knows why",
    Look.CHANGES_REQUESTED: ":pencil2: changes requested; a new version in this thread asks again",
    Look.REJECTED: ":no_entry: rejected",
    Look.PUBLISHING: ":hourglass_flowing_sand: approved, being published",
    Look.PUBLISHED: ":white_check_mark: published",
    Look.WITHDRAWN: "withdrawn",
}


def _state(row: Row, shown: Card) -> str:
    if row.turn:
        return _turn(row.turn, shown, is_late=row.look is Look.LATE)
    if row.look is Look.PUBLISHED and row.location:
        return f"{_LOOKS[row.look]} to the library: `{escape(row.location)}`"
    return _LOOKS[row.look]


def _turn(turn: Turn, shown: Card, *, is_late: bool = False) -> str:
    """Where it stands, who is awaited, until when, and what happens by itself."""
    due = f":hourglass: *late*, was due {when(turn.due_at)}" if is_late else f"due {when(turn.due_at)}"
    lines = [
        f"*{escape(turn.name)}*, stage {turn.position} of {turn.of}, {turn.yes} of {turn.needed} yes",
        f"Awaited: {escape(_any_of(turn))}, {due}",
        _next(turn, shown),
    ]
    return "\n".join(lines)


def _any_of(turn: Turn) -> str:
    names = list(turn.awaited)
    open_places = turn.needed - turn.yes
    if len(names) <= 1 or open_places >= len(names):
        return ", ".join(names)
    return f"{open_places} of {', '.join(names)}"


def _next(turn: Turn, shown: Card) -> str:
    then = f"Then {escape(turn.then)}." if turn.then else "Then it is published."
    if turn.next_rung is None or turn.next_at is None:
        return then
    rung = _RUNGS[turn.next_rung].format(lead=escape(shown.lead))
    return f"{then} Without an answer, {rung} {when(turn.next_at)}."


def _said_line(said: Said) -> str:
    reason = f': "{escape(said.reason, 200)}"' if said.reason else ""
    mark, _ = _SAID[said.verdict]
    return f"{mark} {_BY[said.verdict]} by {escape(said.name)} ({escape(said.stage)}) {when(said.at)}{reason}"


def _checks(row: Row) -> list[str]:
    failed = [finding for finding in row.findings if finding.level is not Level.PASSED]
    passed = len(row.findings) - len(failed)
    lines = [f":white_check_mark: {passed} checks passed: {escape(row.facts)}"] if passed else []
    return lines + [finding_line(finding) for finding in failed]


def finding_line(finding: Finding) -> str:
    """`:x: Colour space: CMYK, expected sRGB`."""
    mark = _MARKS[finding.level]
    return f"{mark} {escape(finding.rule)}: {escape(finding.actual)}, expected {escape(finding.expected)}"


def _task(task: TaskLine) -> str:
    if task.is_gone:
        return ":warning: Its Wrike task was deleted there."
    due = f", due {task.due:%d %b}" if task.due else ""
    people = f", {escape(', '.join(task.assignees))}" if task.assignees else ""
    return f":clipboard: {link(task.permalink, 'Wrike task')}: {escape(task.status)}{due}{people}"


def _buttons(shown: Card, batch_id: str) -> list[InteractiveElement]:
    value = ",".join(shown.open_stages)
    many = len(shown.open_stages) > 1
    approve = f"Approve all {len(shown.open_stages)}" if many else "Approve"
    elements: list[InteractiveElement] = [
        button(approve, action_id=APPROVE, value=value, style="primary"),
        button("Request changes", action_id=REQUEST_CHANGES, value=value),
        button("Reject", action_id=REJECT, value=value, style="danger"),
    ]
    if many:
        elements.append(button("One by one", action_id=ONE_BY_ONE, value=value))
    more = (("Snooze my reminders", f"{SNOOZE}/{batch_id}"), ("Why am I asked?", f"{WHY}/{batch_id}"))
    elements.append(overflow(*more, action_id=MORE))
    return elements


def _listed(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return f"*{escape(titles[0])}*"
    shown = ", ".join(escape(title) for title in titles[:10])
    rest = f" and {len(titles) - 10} more" if len(titles) > 10 else ""  # noqa: PLR2004  a line stays a line
    return f"{len(titles)} pictures: {shown}{rest}"
