"""What the uploader sees: the receipt in their own thread, and the question which picture a new file replaces."""

from collections.abc import Sequence

from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.intake.receipt import Line, Receipt
from bot.slack.parts import Block, Message, actions, button, context, escape, link, section
from models.asset import AssetState
from models.checks import Finding, Mend

REPAIR = "intake.repair"
DETAILS = "intake.details"
WHICH = "intake.which"

_MENDS = {
    Mend.TO_SRGB: "Convert to sRGB",
    Mend.TO_WEIGHT: "Make it lighter",
    Mend.TO_FORMAT: "Change its format",
}
_STATES = {
    AssetState.CHECKING: ":mag: being checked",
    AssetState.APPROVED: ":white_check_mark: approved, being published",
    AssetState.PUBLISHED: ":white_check_mark: approved and in the library",
    AssetState.CHANGES_REQUESTED: ":pencil2: changes requested; reply here with a new file",
    AssetState.REJECTED: ":no_entry: rejected; reply here with a new file to ask again",
    AssetState.WITHDRAWN: "withdrawn",
}


def receipt(shown: Receipt) -> Message:
    """One line per picture; what failed says expected and actual, and offers what one click can do."""
    said = _headline(shown)
    blocks: list[Block] = [section(said)]
    for line in shown.lines:
        blocks.append(section(_line(line)))
        if buttons := _buttons(line):
            blocks.append(actions(*buttons, block_id=f"line/{line.number}"))
    if shown.place:
        blocks.append(context(link(shown.place, "See it in the review channel")))
    return Message(said, tuple(blocks))


def which_picture(file_name: str, choices: Sequence[tuple[str, str]], *, post_id: str) -> Message:
    """`choices` are (asset id, name)."""
    said = f"Which picture does *{escape(file_name)}* replace?"
    buttons = [
        button(name, action_id=f"{WHICH}.{number}", value=f"{post_id}/{asset_id}")
        for number, (asset_id, name) in enumerate(choices)
    ]
    return Message(said, (section(said), actions(*buttons, block_id="which")))


def _headline(shown: Receipt) -> str:
    where = f" for *{escape(shown.campaign)}*" if shown.campaign else ""
    count = len(shown.lines)
    pictures = "your picture" if count == 1 else f"your {count} pictures"
    waiting = sum(line.state is AssetState.NEEDS_WORK for line in shown.lines)
    if any(line.state is AssetState.CHECKING for line in shown.lines):
        return f"Got {pictures}{where}. Checking…"
    if waiting:
        need = "It needs you" if count == 1 else f"{waiting} of them {'needs' if waiting == 1 else 'need'} you"
        return f"Got {pictures}{where}. {need}:"
    return f"Got {pictures}{where}."


def _line(line: Line) -> str:
    version = f" (version {line.version})" if line.version > 1 else ""
    parts = [f"*{escape(line.title)}*{version}: {_state(line)}"]
    parts += [f":x: {_finding(finding)}" for finding in line.failed if line.state is AssetState.NEEDS_WORK]
    parts += [f":wrench: {escape(done)}" for done in line.repaired]
    return "\n".join(parts)


def _state(line: Line) -> str:
    match line.state:
        case AssetState.CHECKING if line.is_inspected:
            return ":white_check_mark: checked"
        case AssetState.DUPLICATE:
            same = link(line.twin, line.twin_title) if line.twin else escape(line.twin_title)
            return f":repeat: already here, as {same}. Nobody is asked twice."
        case AssetState.NEEDS_WORK:
            return _problem(line)
        case AssetState.IN_REVIEW if line.stage:
            return f":eyes: in review, {escape(line.stage)}: {escape(', '.join(line.awaited))}"
        case AssetState.IN_REVIEW:
            return ":eyes: in review"
        case other:
            return _STATES[other]


def _problem(line: Line) -> str:
    if line.problem:
        return f":x: {escape(line.problem)}"
    if line.failed:
        repair = "Repair it, or reply" if line.repair_version else "Reply"
        return f"not sent to review yet. {repair} here with another file."
    return f":memo: needs {escape(', '.join(line.missing))} before anybody is asked."


def _finding(finding: Finding) -> str:
    return f"{escape(finding.rule)} is {escape(finding.actual)}, expected {escape(finding.expected)}"


def _buttons(line: Line) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    if line.repair_version:
        mends = [_MENDS[finding.mend] for finding in line.failed if finding.mend]
        words = mends[0] if len(mends) == 1 else "Repair all of it"
        label = f"{words}: {line.title}"
        buttons.append(button(words, action_id=REPAIR, value=line.repair_version, style="primary", label=label))
    if line.details_asset:
        buttons.append(button("Fill in what is missing", action_id=DETAILS, value=line.details_asset))
    return buttons
