"""Several workspaces: installed by OAuth, apart from one another, removed and back again."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlmodel import select

from bot.approval import views
from models.installation import Installation
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.second import ATELIER, install, invite
from tests.journeys.stage import Seen, Stage
from tests.loopback import at_desk
from tests.waiting import eventually

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # the SDK's way to say client id and secret


async def publish(stage: Stage, name: str, *, seed: int) -> None:
    await stage.drop("uploader", "intake", (f"{name}.jpg", photo(seed)))
    for person, words in (("designer1", "stage 1 of 2"), ("brand", "stage 2 of 2")):
        await stage.click(person, await eventually(lambda words=words: asked(stage, words)), views.APPROVE)
    await eventually(lambda: announced(stage))


async def asked(stage: Stage, words: str) -> Seen | None:
    card = await stage.card()
    return card if card is not None and words in card.words else None


async def announced(stage: Stage) -> bool:
    return any("in the library" in post.text for post in await stage.messages("lead", "campaign"))


async def everything_read(stage: Stage) -> str:
    rooms = [await stage.messages("admin", channel) for channel in ("intake", "review", "campaign")]
    rooms += [await stage.direct(user) for user in ("uploader", "designer1", "brand", "lead")]
    return "\n".join(post.words for room in rooms for post in room)


async def rows(galley: Galley) -> Sequence[Installation]:
    async with galley.house.db.read() as session:
        return (await session.exec(select(Installation))).all()


async def test_two_workspaces_do_the_main_job_at_once_and_each_sees_its_own(galley: Galley, atelier: Stage) -> None:
    await asyncio.gather(publish(galley.stage, "lighthouse", seed=1), publish(atelier, "orchard", seed=2))

    ours, theirs = await everything_read(galley.stage), await everything_read(atelier)
    assert ("lighthouse" in ours, "orchard" in ours) == (True, False)
    assert ("lighthouse" in theirs, "orchard" in theirs) == (False, True)
    assert "sandbox.slack.com" not in theirs
    assert "Nothing found" in await atelier.command("uploader", "intake", "find lighthouse")
    (row,) = await rows(galley)
    assert (row.id, row.token is not None, "xox" in (row.token or "")) == (ATELIER, True, False)


async def test_a_removed_workspace_waits_and_goes_on_when_it_is_back(galley: Galley, atelier: Stage) -> None:
    await atelier.drop("uploader", "intake", ("orchard.jpg", photo(2)))
    card = await eventually(atelier.card)
    (ask,) = await eventually(lambda: atelier.direct("designer2"))

    await atelier.post("slack/revoke", uninstall=True)
    await eventually(lambda: _has_left(galley))
    await galley.stage.advance("P2D")  # a reminder is due
    await eventually(lambda: _pauses(galley))
    await publish(galley.stage, "lighthouse", seed=1)
    assert await atelier.direct("designer2") == [ask]

    await install(galley.config, atelier)
    await invite(atelier)
    await eventually(lambda: _hears_more(atelier, ask))
    await atelier.click("designer1", card, views.APPROVE)
    await eventually(lambda: asked(atelier, "stage 2 of 2"))
    assert (await galley.house.jobs.report()).pauses == []


async def _hears_more(stage: Stage, ask: Seen) -> bool:
    return [one for one in await stage.direct("designer2") if one != ask] != []


async def _has_left(galley: Galley) -> bool:
    return [(row.id, row.token, row.refresh_token) for row in await rows(galley) if row.ended_at] == [
        (ATELIER, None, None)
    ]


async def _pauses(galley: Galley) -> bool:
    return [pause.name for pause in (await galley.house.jobs.report()).pauses] == [f"system:slack:{ATELIER}"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_an_organisations_installation_serves_its_workspaces(galley: Galley) -> None:
    async with at_desk(galley.sandbox) as http:
        atelier = Stage(http, team="Atelier")
        await galley.stage.post("slack/org", on=True, teams=["Atelier"])
        await install(galley.config, atelier, enterprise=True)
        await atelier.post("slack/grant")
        await invite(atelier)
        await atelier.drop("uploader", "intake", ("orchard.jpg", photo(2)))

        card = await eventually(atelier.card)
        form = await atelier.click("designer2", card, views.REJECT)
        await atelier.submit("designer2", form["view_id"], {"reason": {"value": "Too dark"}})
        await eventually(lambda: _told(atelier, "Too dark"))
        assert [(row.id, row.is_org_wide) for row in await rows(galley)] == [("E0SANDBOX", True)]

        await http.post("/control/slack/revoke", json={"team": "Sandbox Org", "uninstall": True})
        await eventually(lambda: _all_have_left(galley))
        assert galley.house.outside.slack.workspaces.team_ids == ("T0SANDBOX",)


async def _told(stage: Stage, words: str) -> bool:
    return any(words in message.words for message in await stage.direct("uploader"))


async def _all_have_left(galley: Galley) -> bool:
    return [row.token for row in await rows(galley)] == [None]
