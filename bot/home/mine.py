"""The corner of App Home that is about oneself: when one is away, and who decides meanwhile."""

from collections.abc import Sequence

from bot import clicks
from bot.absences import AwayNote
from bot.slack.parts import Block, actions, button, confirm, escape, header, listed, section
from bot.slack.text import days

_SURE = confirm("End it now?", "What is still open goes back. What was decided stands.", yes="End it", no="Keep it")


def away(notes: Sequence[AwayNote]) -> Sequence[Block]:
    """`value` is needed by Slack's buttons, and says nothing here."""
    blocks: list[Block] = [header("Away")]
    blocks += [_note(one) for one in notes]
    if not notes:
        blocks.append(section("You are here. Before you go, say who decides for you meanwhile."))
    form = button("While I am away…", action_id=clicks.AWAY, value="away", label="Say when you are away")
    return [*blocks, actions(form, block_id="away")]


def _note(one: AwayNote) -> Block:
    end = button(
        "End now",
        action_id=clicks.END_AWAY,
        value=one.absence_id,
        confirm=_SURE,
        label=f"End the absence of {one.absent}",
    )
    return section(f"{_who(one)}\n{_how(one)}", accessory=end if one.may_end else None)


def _who(one: AwayNote) -> str:
    span = days(one.first, one.last)
    if one.is_substitute:
        return f":handshake: *You stand in for {escape(one.absent, 80)}* {span}"
    who = "You are" if one.is_absent else f"{escape(one.absent, 80)} is"
    return f":palm_tree: *{who} away* {span}"


def _how(one: AwayNote) -> str:
    scope = f"for {listed(one.scope)}" if one.scope else "for everything"
    if one.is_substitute:
        return f"What asks them asks you, too, {scope}."
    return f"{escape(one.substitute, 80)} stands in, {scope}." if one.substitute else ":warning: Nobody stands in."
