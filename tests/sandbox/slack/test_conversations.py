"""conversations.*, users.* and usergroups.*: lists, pages, members."""

from datetime import datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.sandbox.slack.playing import Desk
from tests.sandbox.slack.refusing import refusal

REVIEW = "C0REVIEW"


@pytest.fixture
async def five(desk: Desk) -> list[str]:
    return [(await desk.message(user="brand", channel="review", text=str(number)))["ts"] for number in range(5)]


@pytest.mark.usefixtures("five")
async def test_history_comes_newest_first_in_pages(slack: AsyncWebClient):
    first = await slack.conversations_history(channel=REVIEW, limit=3)
    rest = await slack.conversations_history(channel=REVIEW, limit=3, cursor=first["response_metadata"]["next_cursor"])

    assert [one["text"] for one in first["messages"]] == ["4", "3", "2"]
    assert ([one["text"] for one in rest["messages"]], first["has_more"], rest["has_more"]) == (["1", "0"], True, False)


async def test_history_has_borders_that_count_only_when_inclusive(slack: AsyncWebClient, five: list[str]):
    async def texts(**borders: object) -> list[str]:
        answer = await slack.conversations_history(channel=REVIEW, oldest=five[1], latest=five[3], **borders)
        return [one["text"] for one in answer["messages"]]

    assert await texts() == ["2"]
    assert await texts(inclusive=True) == ["3", "2", "1"]


async def test_wrong_limits_cursors_and_times_are_refused(slack: AsyncWebClient):
    async def error(**wrong: object) -> str:
        return await refusal(slack.conversations_history(channel=REVIEW, **wrong))

    assert await error(limit=1000) == "invalid_limit"
    assert await error(cursor="elsewhere") == "invalid_cursor"
    assert await error(oldest="yesterday") == "invalid_ts_oldest"
    assert await refusal(slack.conversations_replies(channel=REVIEW, ts="1.000001")) == "thread_not_found"
    assert await refusal(slack.conversations_list(types="public")) == "invalid_types"


async def test_the_four_channels_always_exist_with_the_bot_in_them(slack: AsyncWebClient):
    listed = (await slack.conversations_list())["channels"]

    assert {one["id"]: one["is_member"] for one in listed} == {
        "C0INTAKE": True,
        "C0REVIEW": True,
        "C0CAMPAIGN": True,
        "C0GENERAL": True,
    }
    assert len((await slack.conversations_list(types="im"))["channels"]) == 12


async def test_a_guest_is_not_everywhere(slack: AsyncWebClient):
    async def members(channel: str) -> list[str]:
        return (await slack.conversations_members(channel=channel, limit=100))["members"]

    assert "U0GUEST" in await members(REVIEW)
    assert "U0GUEST" not in await members("C0GENERAL")


async def test_a_person_has_a_zone_a_role_and_an_offset_of_that_day(sandbox: Sandbox, slack: AsyncWebClient):
    winter = (await slack.users_info(user="U0BRAND"))["user"]
    sandbox.world.clock.set(datetime.fromisoformat("2026-07-01T12:00:00+00:00"))
    summer = (await slack.users_info(user="U0BRAND"))["user"]

    assert (winter["tz"], winter["tz_offset"], summer["tz_offset"]) == ("Europe/London", 0, 3600)
    assert (winter["profile"]["display_name"], winter["profile"]["real_name"]) == ("brand", "Bea Brand")


async def test_people_are_found_by_email(desk: Desk, slack: AsyncWebClient):
    assert (await slack.users_lookupByEmail(email="legal@sandbox.example"))["user"]["id"] == "U0LEGAL"

    await desk.person(user="legal", deleted=True)
    assert await refusal(slack.users_lookupByEmail(email="legal@sandbox.example")) == "users_not_found"
    assert (await slack.users_info(user="U0LEGAL"))["user"]["deleted"]
    assert await refusal(slack.conversations_open(users="U0LEGAL")) == "user_disabled"


async def test_the_designers_are_a_group(slack: AsyncWebClient):
    [group] = (await slack.usergroups_list(include_users=True))["usergroups"]

    assert (group["id"], group["handle"]) == ("S0DESIGNERS", "designers")
    assert group["users"] == ["U0DESIGNER1", "U0DESIGNER2", "U0DESIGNER3"]
    assert (await slack.usergroups_users_list(usergroup="S0DESIGNERS"))["users"] == group["users"]
    assert await refusal(slack.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"


async def test_a_group_that_is_disabled_is_listed_only_when_asked_for(desk: Desk, slack: AsyncWebClient):
    await desk.group(handle="designers", disabled=True)

    assert (await slack.usergroups_list())["usergroups"] == []
    [group] = (await slack.usergroups_list(include_disabled=True))["usergroups"]
    assert group["date_delete"] > 0


async def test_a_link_is_unfurled_where_it_stands(desk: Desk, slack: AsyncWebClient):
    url = "http://127.0.0.1:9/asset/1"
    sent = await desk.message(user="brand", channel="review", text=f"see {url}")
    await slack.chat_unfurl(channel=REVIEW, ts=sent["ts"], unfurls={url: {"title": "hero.jpg"}})

    [seen] = await desk.messages("brand", "review")
    assert (seen["attachments"][0]["title"], seen["attachments"][0]["from_url"]) == ("hero.jpg", url)
    elsewhere = slack.chat_unfurl(channel=REVIEW, ts=sent["ts"], unfurls={"http://other.example": {"title": "x"}})
    assert await refusal(elsewhere) == "cannot_unfurl_url"
