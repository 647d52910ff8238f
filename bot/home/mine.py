"""The corner of App Home that is about oneself: when one is away, who decides meanwhile, and what one is told."""

from collections.abc import Sequence

from bot import clicks
from bot.absences import AwayNote
from bot.slack.parts import Block, actions, button, confirm, escape, header, listed, section
from bot.slack.text import days
from models.choices import ActNow, Choices, ForInformation

_SURE = confirm("End it now?", "What is still open goes back. What was decided stands.", yes="End it", no="Keep it")


def away(notes: Sequence[AwayNote]) -> Sequence[Block]:
    """`value` is needed by Slack's buttons, and says nothing here."""
    blocks: list[Block] = [header("Away")]
    blocks += [_note(one) for one in notes]
    if not notes:
        blocks.append(section("You are here. Before you go, say who decides for you meanwhile."))
    form = button("While I am away…", action_id=clicks.AWAY, value="away", label="Say when you are away")
    return [*blocks, actions(form, block_id="away")]


def notices(chosen: Choices) -> Sequence[Block]:
    form = button("What I am told…", action_id=clicks.CHOOSE, value="choices", label="Choose what you are told")
    return [header("Messages"), section(_told(chosen), accessory=form)]


def _told(chosen: Choices) -> str:
    by_digest = chosen.wants_digest
    digest = f" Your digest comes at {chosen.digest_at:%H:%M}, where you are." if by_digest else ""
    questions = "come in your digest" if chosen.act_now is ActNow.DIGEST else "come as messages"
    return f":bell: Questions and reminders {questions}; {_OUTCOMES[chosen.for_information]}.{digest}"


_OUTCOMES = {
    ForInformation.MESSAGE: "what became of your pictures comes as a message",
    ForInformation.DIGEST: "what became of your pictures is in your digest",
    ForInformation.THREAD: "what became of your pictures stays in their threads",
}


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
        return f"Whatever they are asked, you are asked as well, {scope}."
    return f"{escape(one.substitute, 80)} stands in, {scope}." if one.substitute else ":warning: Nobody stands in."
