"""Days on which people click at once, Slack stumbles, channels close and galley.yml breaks."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.approval import views
from bot.config import Config, Transport
from bot.service import open_house, receiving
from sandbox.faults import Kind
from sandbox.serve import Sandbox
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen, Stage
from tests.loopback import at_desk, loopback
from tests.waiting import eventually

EVENTS = "/slack/events"
SECRET = "sandbox-signing-secret"
TO_GENERAL = ("channel: review #", "channel: general #")  # in galley.yml


@pytest.fixture
async def galley_by_http(sandbox: Sandbox, config: Config) -> AsyncIterator[Galley]:
    """The same house, to which Slack sends signed requests."""
    by_http = config.model_copy(update={"slack_transport": Transport.HTTP})
    async with (
        open_house(by_http) as house,
        receiving(house),
        at_desk(sandbox) as http,
    ):
        stage = Stage(http)
        await stage.post("slack/app", request_url=f"http://127.0.0.1:{config.port}{EVENTS}")
        yield Galley(stage=stage, house=house, sandbox=sandbox, config=by_http)


async def test_clicks_at_once_on_an_old_card_and_on_none_do_what_their_people_can_see(galley: Galley) -> None:
    card = await dropped(galley)

    await of_two_clicks_at_once_one_counts_and_the_other_is_told(galley, card)
    await a_click_on_a_card_of_yesterday_changes_nothing(galley)
    await a_deleted_card_is_written_once_more(galley)


async def of_two_clicks_at_once_one_counts_and_the_other_is_told(galley: Galley, card: Seen) -> None:
    await asyncio.gather(*(galley.stage.click(who, card, views.APPROVE) for who in ("designer1", "designer2")))

    async def refused() -> bool:
        whispers = [
            one
            for who in ("designer1", "designer2")
            for one in await galley.stage.messages(who, "review")
            if one.is_private
        ]
        return len(whispers) == 1 and "already settled by" in whispers[0].words

    await eventually(refused)
    assert len(await lines(galley, card, "approved")) == 1


async def a_click_on_a_card_of_yesterday_changes_nothing(galley: Galley) -> None:
    old = await eventually(lambda: card_naming(galley, "*Brand*"))
    galley.sandbox.world.faults.arm(system="slack", kind=Kind.SLOW, match="chat.update")  # it stays up
    await galley.stage.drop("uploader", "review", ("hero.jpg", photo(2)), thread_ts=old.ts)
    await eventually(lambda: said_below(galley, old, "no longer count"))

    await galley.stage.click("brand", old, views.APPROVE)
    galley.sandbox.world.faults.disarm()

    await eventually(lambda: whispered(galley, "brand", "another version by now"))
    card = await eventually(lambda: card_naming(galley, "version 2"))
    assert "0 of 1" in card.words


async def a_deleted_card_is_written_once_more(galley: Galley) -> None:
    card = await eventually(lambda: card_naming(galley, "version 2"))
    ask = await eventually(lambda: asked(galley, "designer1"))
    await galley.stage.post("slack/delete", user="admin", channel="review", ts=card.ts)

    await galley.stage.click("designer1", ask, views.APPROVE, channel="@designer1")

    again = await eventually(lambda: card_naming(galley, "Brand"))
    assert again.ts != card.ts


async def test_what_waits_for_a_channel_is_sent_once_it_is_open(galley: Galley) -> None:
    await an_archived_channel_is_told_to_the_admin(galley)
    await a_channel_that_galley_must_be_let_into_is_told_too(galley)


async def an_archived_channel_is_told_to_the_admin(galley: Galley) -> None:
    await galley.stage.post("slack/archive", channel="review")
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))

    await eventually(lambda: admin_reads(galley, "is archived"))
    assert await eventually(lambda: asked(galley, "designer1"))  # who can decide without the channel is asked

    await galley.stage.post("slack/archive", channel="review", archived=False)
    await eventually(lambda: card_naming(galley, "hero"))


async def a_channel_that_galley_must_be_let_into_is_told_too(galley: Galley) -> None:
    await galley.stage.post("slack/kick", channel="review")
    await galley.stage.drop("uploader", "intake", ("beach.jpg", photo(2)))
    await eventually(lambda: admin_reads(galley, "/invite @Galley"))

    await galley.stage.post("slack/invite", user="lead", channel="review")

    await eventually(lambda: card_naming(galley, "beach"))


async def test_galley_yml_may_break_and_say_another_channel(galley: Galley, policy: Path) -> None:
    good = policy.read_text(encoding="utf-8")

    await a_broken_edition_changes_nothing_and_is_told(galley, policy)
    await cards_that_were_kept_out_follow_the_next_one(galley, policy, good.replace(*TO_GENERAL))


async def a_broken_edition_changes_nothing_and_is_told(galley: Galley, policy: Path) -> None:
    policy.write_text(policy.read_text(encoding="utf-8").replace("rule: any", "rule: perhaps"), encoding="utf-8")

    await eventually(lambda: admin_reads(galley, "The edition before stays in force"))
    assert await dropped(galley)


async def cards_that_were_kept_out_follow_the_next_one(galley: Galley, policy: Path, edition: str) -> None:
    await galley.stage.post("slack/archive", channel="review")
    await galley.stage.drop("uploader", "intake", ("beach.jpg", photo(2)))
    await eventually(lambda: admin_reads(galley, "is archived"))

    policy.write_text(edition, encoding="utf-8")

    async def is_in_general() -> bool:
        return any(one.is_card and "beach" in one.words for one in await galley.stage.messages("designer1", "general"))

    await eventually(is_in_general)


async def test_a_slack_that_shuts_us_out_or_stumbles_hears_and_says_everything_once(galley: Galley) -> None:
    await a_revoked_token_loses_nothing(galley)
    await stumbling_loses_nothing(galley)

    for upload in [one for one in await galley.stage.messages("uploader", "intake") if one.raw.get("files")]:
        thread = await galley.stage.messages("uploader", "intake", thread_ts=upload.ts)
        assert len([one for one in thread if one.is_ours]) == 1


async def a_revoked_token_loses_nothing(galley: Galley) -> None:
    await galley.stage.post("slack/revoke")
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
    await galley.stage.post("slack/revoke", restore=True)

    await eventually(lambda: card_naming(galley, "hero"))
    assert len(await cards(galley)) == 1


async def stumbling_loses_nothing(galley: Galley) -> None:
    for kind, match, times in (
        ("rate_limit", "chat.postMessage", 1),
        ("error", "files.info", 2),
        ("error", "files.getUploadURLExternal", 1),
        ("duplicate", "event", 2),
        ("reorder", "event", 1),
        ("slow", "chat.update", 1),
    ):
        await galley.stage.post("faults", system="slack", kind=kind, match=match, times=times)
    for number in range(2, 4):
        await galley.stage.drop("uploader", "intake", (f"p{number}.jpg", photo(number)))

    async def all_are_shown() -> bool:
        seen = await cards(galley)
        return len(seen) == 3 and all(card.picture for card in seen)

    await eventually(all_are_shown)


async def test_only_slack_itself_is_listened_to(galley_by_http: Galley) -> None:
    body = json.dumps({"type": "event_callback", "event": {"type": "message"}, "team_id": "T0SANDBOX"}).encode()
    now = int(time.time())
    async with loopback(f"http://127.0.0.1:{galley_by_http.config.port}") as http:
        answers = [
            (await http.post(EVENTS, content=body, headers=headers)).status_code
            for headers in (
                {},
                signed(body, at=now, secret="somebody else's"),
                signed(body, at=now - 301),
                signed(b"another body", at=now),
                signed(body, at=now),
            )
        ]

    assert answers == [401, 401, 401, 401, 200]
    assert await dropped(galley_by_http)


def signed(body: bytes, *, at: int, secret: str = SECRET) -> dict[str, str]:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": str(at),
        "x-slack-signature": f"v0={digest}",
    }


async def dropped(galley: Galley) -> Seen:
    """The card of a new picture."""
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
    return await eventually(lambda: card_naming(galley, "hero"))


async def card_naming(galley: Galley, words: str) -> Seen | None:
    card = await galley.stage.card()
    return card if card and words in card.words else None


async def cards(galley: Galley) -> list[Seen]:
    return [one for one in await galley.stage.messages("designer1", "review") if one.is_card]


async def asked(galley: Galley, who: str) -> Seen | None:
    return next((one for one in await galley.stage.direct(who) if views.APPROVE in one.actions), None)


async def lines(galley: Galley, card: Seen, words: str) -> list[Seen]:
    await galley.house.jobs.settled()
    thread = await galley.stage.messages("designer1", "review", thread_ts=card.ts)
    return [one for one in thread[1:] if words in one.words]


async def said_below(galley: Galley, card: Seen, words: str) -> bool:
    thread = await galley.stage.messages("designer1", "review", thread_ts=card.ts)
    return any(words in one.words for one in thread[1:])


async def whispered(galley: Galley, who: str, words: str) -> bool:
    seen = await galley.stage.messages(who, "review")
    return any(one.is_private and words in one.words for one in seen)


async def admin_reads(galley: Galley, words: str) -> bool:
    return any(words in one.words for one in await galley.stage.direct("admin"))
