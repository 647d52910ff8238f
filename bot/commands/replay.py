"""`galley replay APPROVAL`: an approval and every card about it, told once more from history alone, and compared."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.telling import failing, refuse, say, show, tell_json

if TYPE_CHECKING:
    from bot.config import Config
    from bot.replay.flow import Replayed
    from bot.replay.showings import Showing


def replay(
    approval: Annotated[
        str, typer.Argument(help="The id of an approval, as a receipt or the history names it; or all.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, with every card word for word.")] = False,
) -> None:
    """Make an approval and its cards anew from history, and compare. Exit code 1, and the first difference, if any."""
    from bot import playground
    from bot.config import Config

    with failing():
        replayed = asyncio.run(_replay(playground.beside(Config()), approval))
    if not replayed:
        raise refuse(
            f"History tells of no approval {approval!r}. galley receipt and galley history --json name their ids."
        )
    if as_json:
        tell_json([_json(one) for one in replayed])
    else:
        _tell(replayed)
    differing = [one for one in replayed if not one.is_same]
    if differing:
        raise refuse(f"NOT THE SAME. Approval {differing[0].approval_id}: {differing[0].first_difference}")


async def _replay(config: "Config", approval: str) -> "list[Replayed]":
    from bot import archives
    from bot.replay import flow

    async with archives.visiting(config) as db, db.read() as session:
        if approval == "all":
            return [one async for one in flow.replay_all(session)]
        one = await flow.replay(session, approval)
        return [one] if one else []


def _tell(replayed: "list[Replayed]") -> None:
    for one in replayed:
        say(f"Approval {one.approval_id}: {_verdict(one)}")
        cards = [(str(each.number), f"{each.at:%Y-%m-%d %H:%M:%S}", each.shown, _answer(each)) for each in one.showings]
        show(("entry", "when (UTC)", "card's SHA-256", "same?"), cards)


def _verdict(one: "Replayed") -> str:
    rows = "its rows are as history tells" if not one.state else f"its rows differ in {len(one.state)} places"
    same = sum(each.is_same for each in one.showings)
    return f"{rows}; of {len(one.showings)} cards that Slack was told of {same} are the same, byte for byte."


def _json(one: "Replayed") -> dict[str, Any]:
    cards = [
        {
            "entry": each.number,
            "at": each.at.isoformat(),
            "sha256": each.shown,
            "is_same": each.is_same,
            "is_noted": each.is_noted,
            "why": each.why,
            "card": each.again.to_json() if each.again else None,
        }
        for each in one.showings
    ]
    told = {"approval": one.approval_id, "is_same": one.is_same, "first_difference": one.first_difference}
    return {**told, "differences_of_rows": list(one.state), "cards": cards}


def _answer(showing: "Showing") -> str:
    if not showing.is_noted:
        return "not noted"
    return "yes" if showing.is_same else "NO"
