"""App Home as a person sees it: what waits for them with its buttons, then their own pictures."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.views import View

from bot import clicks, why
from bot.home.mine import away, notices
from bot.home.page import HomePage, Place, ToOpen
from bot.outlook import Outlook
from bot.slack.parts import (
    Block,
    actions,
    button,
    code,
    confirm,
    context,
    divider,
    escape,
    escape_lines,
    header,
    home,
    section,
    when,
)
from models.job import JobState

MORE_WAITING = "home.more_waiting"
MORE_MINE = "home.more_mine"
FIRST_PAGE = "home.first_page"
RETRY = "home.retry"
DROP = "home.drop"


_SURE = confirm("Drop it?", "It will not happen, and nobody is asked again.", yes="Drop it", no="Keep it")


def home_view(page: HomePage) -> View:
    return home(
        [
            *_troubles(page),
            *_waiting(page),
            divider(),
            *_mine(page),
            divider(),
            *away(page.away),
            divider(),
            *notices(page.chosen),
        ]
    )


def _troubles(page: HomePage) -> Sequence[Block]:
    if not page.troubles:
        return ()
    blocks: list[Block] = [header("Needs an admin")]
    for one in page.troubles:
        state = "nobody can tell whether it happened" if one.state == JobState.NEEDS_LOOK else "set aside"
        blocks += [
            section(f":wrench: {code(one.kind)}, {state} since {when(one.since)}\n{escape_lines(one.problem)}"),
            actions(
                button("Retry", action_id=RETRY, value=one.id, label=f"Retry {one.kind}"),
                button("Drop", action_id=DROP, value=one.id, confirm=_SURE, label=f"Drop {one.kind}"),
                block_id=f"trouble:{one.id}",
            ),
        ]
    return [*blocks, context("Put right what it names, then retry. You see this because you are an admin."), divider()]


def _waiting(page: HomePage) -> Sequence[Block]:
    every = page.waiting_count + len(page.to_open)
    blocks: list[Block] = [header(f"Waiting on me{f' ({every})' if every else ''}")]
    for waiting in page.to_open:
        opening = clicks.open_stages(waiting.stage, [waiting.stage_id], waiting.outlook.title)
        blocks += [section(_to_open(waiting)), actions(opening, block_id=f"open/{waiting.stage_id}")]
    for stage_id, one in page.waiting:
        blocks += [section(_question(one, page.place.person_id)), clicks.decide(stage_id, one.title)]
    if not every:
        blocks.append(section(":white_check_mark: Nothing waits for you. You will be told when something does."))
    following = replace(page.place, waiting_after=page.waiting_next)
    return [*blocks, *_turning(following if page.waiting_next else None, page.place.waiting_after, MORE_WAITING, page)]


def _mine(page: HomePage) -> Sequence[Block]:
    blocks: list[Block] = [header("My submissions")]
    for one in page.mine:
        blocks += [section(f"{why.name(one)}: {why.state(one)}"), context(_what_next(one))]
    if not page.mine:
        blocks.append(
            section(
                "You have sent nothing to review yet. Drop a picture into an intake channel, "
                "or type `/galley submit` anywhere."
            )
        )
    following = replace(page.place, mine_after=page.mine_next)
    return [*blocks, *_turning(following if page.mine_next else None, page.place.mine_after, MORE_MINE, page)]


def _what_next(one: Outlook) -> str:
    return f":file_folder: {code(one.location)}" if one.location else why.next_step(one)


def _question(one: Outlook, reader: str) -> str:
    asking = one.asking
    stage = (
        f"{escape(asking.stage)}{why.for_whom(asking, reader)}, {why.due(asking)}" if asking else "decided meanwhile"
    )
    return f"{why.name(one)}\n{stage}, from {escape(one.submitter)}"


def _to_open(waiting: ToOpen) -> str:
    one, stage = waiting.outlook, escape(waiting.stage)
    return f"{why.name(one)}\n:raised_hand: *{stage}* is asked once you open it, from {escape(one.submitter)}"


def _turning(following: Place | None, after: str, action_id: str, page: HomePage) -> Sequence[Block]:
    """The ways to the next page of a list, and back to its first one."""
    first = Place(team_id=page.place.team_id, person_id=page.place.person_id)
    buttons = [button("Show more", action_id=action_id, value=str(following))] if following else []
    buttons += [button("Back to the first", action_id=FIRST_PAGE, value=str(first))] if after else []
    return [actions(*buttons, block_id=action_id)] if buttons else []
