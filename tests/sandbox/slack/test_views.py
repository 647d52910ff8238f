"""Modals: fresh triggers, stacks, hashes, what is typed and what is missing."""

import time
from collections.abc import Awaitable, Callable

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.tickets import TRIGGER_LIFE_S, Triggers
from tests.sandbox.slack.conftest import Connect
from tests.sandbox.slack.playing import Desk, actions, button, home, modal, plain, section, text_input
from tests.sandbox.slack.refusing import reasons, refusal

Trigger = Callable[[], Awaitable[str]]


@pytest.fixture
async def trigger(desk: Desk, app: AsyncApp, slack: AsyncWebClient, connect: Connect) -> Trigger:
    """A press by `brand` whose trigger nobody has used yet."""
    found: list[str] = []

    @app.action("press")
    async def press(ack: AsyncAck, body: dict):
        found.append(body["trigger_id"])
        await ack()

    @app.view("why")
    async def submit(ack: AsyncAck):
        await ack()

    await connect(app)
    card = await slack.chat_postMessage(channel="review", text="?", blocks=[actions(button("press"))])

    async def pressed(view_id: str = "") -> str:
        where = {"view_id": view_id} if view_id else {"channel": "review", "ts": card["ts"]}
        await desk.click(user="brand", action_id="press", **where)
        return found[-1]

    return pressed


async def test_a_view_says_what_slack_adds(slack: AsyncWebClient, trigger: Trigger, desk: Desk):
    opened = (await slack.views_open(trigger_id=await trigger(), view=modal()))["view"]

    [seen] = (await desk.see("views", user="brand"))["views"]
    assert (opened["root_view_id"], opened["previous_view_id"], opened["app_id"]) == (opened["id"], None, "A0GALLEY")
    assert seen["state"]["values"] == {"reason": {"text": {"type": "plain_text_input", "value": None}}}


async def test_a_trigger_is_good_once(slack: AsyncWebClient, trigger: Trigger):
    used = await trigger()
    await slack.views_open(trigger_id=used, view=modal())

    assert await refusal(slack.views_open(trigger_id=used, view=modal())) == "exchanged_trigger_id"
    assert await refusal(slack.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_trigger_lives_three_seconds(desk: Desk, slack: AsyncWebClient, trigger: Trigger):
    late = await trigger()
    await desk.advance("P1D")  # the sandbox's clock hurries nobody

    assert TRIGGER_LIFE_S == 3.0
    assert (await slack.views_open(trigger_id=late, view=modal()))["ok"]


def test_an_old_trigger_is_expired():
    triggers = Triggers()
    old = triggers.issue("U0BRAND")
    triggers._by_id[old].issued = time.monotonic() - 3.1

    with pytest.raises(Exception, match="expired_trigger_id"):
        triggers.exchange(old)


async def test_a_wrong_view_is_refused_with_reasons_and_keeps_the_trigger(slack: AsyncWebClient, trigger: Trigger):
    kept = await trigger()

    wrong = slack.views_open(trigger_id=kept, view=modal(title=plain("x" * 25)))

    assert await reasons(wrong) == ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"]
    assert (await slack.views_open(trigger_id=kept, view=modal()))["ok"]


async def test_views_stack_three_high(desk: Desk, slack: AsyncWebClient, trigger: Trigger):
    pressable = modal(actions(button("press")))
    first = (await slack.views_open(trigger_id=await trigger(), view=pressable))["view"]
    second = (await slack.views_push(trigger_id=await trigger(first["id"]), view=pressable))["view"]
    third = (await slack.views_push(trigger_id=await trigger(second["id"]), view=pressable))["view"]

    fourth = slack.views_push(trigger_id=await trigger(third["id"]), view=pressable)
    assert await refusal(fourth) == "push_limit_reached"
    assert [one["id"] for one in (await desk.see("views", user="brand"))["views"]] == [
        first["id"],
        second["id"],
        third["id"],
    ]
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], first["id"])


async def test_an_update_knows_by_its_hash_what_it_replaces(slack: AsyncWebClient, trigger: Trigger):
    opened = (await slack.views_open(trigger_id=await trigger(), view=modal(section("a"))))["view"]
    update = {"view_id": opened["id"], "view": modal(section("b"))}
    updated = (await slack.views_update(**update, hash=opened["hash"]))["view"]

    assert await refusal(slack.views_update(**update, hash=opened["hash"])) == "hash_conflict"
    assert (await slack.views_update(**update, hash=updated["hash"]))["ok"]
    assert await refusal(slack.views_update(view_id="V0NONE", view=modal())) == "not_found"


async def test_an_external_id_is_unique_and_names_the_view(slack: AsyncWebClient, trigger: Trigger):
    await slack.views_open(trigger_id=await trigger(), view=modal(external_id="one"))

    again = slack.views_open(trigger_id=await trigger(), view=modal(external_id="one"))
    assert await refusal(again) == "duplicate_external_id"
    assert (await slack.views_update(external_id="one", view=modal(section("b"))))["ok"]


async def test_a_view_has_a_weight(slack: AsyncWebClient, trigger: Trigger):
    heavy = modal(*(section("x" * 3000) for _ in range(90)))

    assert await refusal(slack.views_open(trigger_id=await trigger(), view=heavy)) == "view_too_large"


async def test_a_home_is_published_with_a_hash(slack: AsyncWebClient):
    first = (await slack.views_publish(user_id="U0BRAND", view=home()))["view"]
    await slack.views_publish(user_id="U0BRAND", view=home(section("b")), hash=first["hash"])

    stale = slack.views_publish(user_id="U0BRAND", view=home(), hash=first["hash"])
    assert await refusal(stale) == "hash_conflict"
    assert await refusal(slack.views_publish(user_id="U0BRAND", view=modal())) == "invalid_arguments"


async def test_a_form_is_not_sent_before_it_is_complete(desk: Desk, slack: AsyncWebClient, trigger: Trigger):
    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "max_value": "9"}
    form = modal(text_input(), {"type": "input", "block_id": "count", "label": plain("How many"), "element": number})
    view_id = (await slack.views_open(trigger_id=await trigger(), view=form))["view"]["id"]

    answer = await desk.submit(user="brand", view_id=view_id, values={"count": {"n": 12}})
    assert answer["errors"] == {
        "reason": "Please complete this required field.",
        "count": "Please enter a number of at most 9.",
    }

    sent = await desk.submit(user="brand", view_id=view_id, values={"reason": {"text": "x"}, "count": {"n": 7}})
    assert sent == {"closed": True}
    assert (await desk.see("views", user="brand"))["views"] == []


async def test_only_what_is_on_the_screen_can_be_filled_pressed_or_sent(
    desk: Desk, slack: AsyncWebClient, trigger: Trigger
):
    view_id = (await slack.views_open(trigger_id=await trigger(), view=modal()))["view"]["id"]

    async def status(call: str, **body: object) -> int:
        return (await desk.refused(call, view_id=view_id, **body))[0]

    assert await status("submit", user="brand", values={"reason": {"other": "x"}}) == 409
    assert await status("click", user="brand", action_id="nothing") == 409
    assert await status("submit", user="legal", values={}) == 404


async def test_a_submission_may_be_answered_with_errors_an_update_or_another_view(
    desk: Desk, slack: AsyncWebClient, app: AsyncApp, trigger: Trigger
):
    answers = [
        {"response_action": "errors", "errors": {"reason": "Say more."}},
        {"response_action": "update", "view": modal(text_input(), title=plain("Again"), callback_id="turn")},
        {"response_action": "push", "view": modal(section("On top"), callback_id="turn")},
        {"response_action": "clear"},
    ]

    @app.view("turn")
    async def turn(ack: AsyncAck):
        await ack(**answers.pop(0))

    view_id = (await slack.views_open(trigger_id=await trigger(), view=modal(callback_id="turn")))["view"]["id"]
    typed = {"reason": {"text": "x"}}

    assert await desk.submit(user="brand", view_id=view_id, values=typed) == {"errors": {"reason": "Say more."}}
    assert await desk.submit(user="brand", view_id=view_id, values=typed) == {"view_id": view_id}
    pushed = (await desk.submit(user="brand", view_id=view_id, values=typed))["view_id"]
    assert await desk.submit(user="brand", view_id=pushed) == {"closed": True}
    assert (await desk.see("views", user="brand"))["views"] == []


async def test_closing_is_told_only_when_asked_for(desk: Desk, slack: AsyncWebClient, app: AsyncApp, trigger: Trigger):
    closed = []

    @app.view_closed("told")
    async def hear(ack: AsyncAck, body: dict):
        closed.append(body["is_cleared"])
        await ack()

    quiet = await slack.views_open(trigger_id=await trigger(), view=modal())
    await desk.close(user="brand", view_id=quiet["view"]["id"])
    loud = await slack.views_open(trigger_id=await trigger(), view=modal(callback_id="told", notify_on_close=True))
    await desk.close(user="brand", view_id=loud["view"]["id"])

    assert closed == [False]


async def test_an_update_keeps_what_was_typed(desk: Desk, slack: AsyncWebClient, trigger: Trigger):
    select = {"type": "users_select", "action_id": "press"}
    form = modal(actions(select, block_id="who"), text_input())
    view_id = (await slack.views_open(trigger_id=await trigger(), view=form))["view"]["id"]
    await desk.click(user="brand", view_id=view_id, action_id="press", option="legal")

    updated = await slack.views_update(view_id=view_id, view=form | {"title": plain("Still")})

    assert updated["view"]["state"]["values"]["who"]["press"]["selected_user"] == "U0LEGAL"


async def test_an_external_menu_offers_what_the_app_suggests(
    desk: Desk, slack: AsyncWebClient, app: AsyncApp, trigger: Trigger
):
    chosen = []

    @app.options("task")
    async def offer(ack: AsyncAck, payload: dict):
        await ack(options=[{"text": plain(f"Task {payload['value']}"), "value": "t1"}])

    @app.view("pick")
    async def pick(ack: AsyncAck, view: dict):
        chosen.append(view["state"]["values"]["b"]["task"]["selected_option"]["text"]["text"])
        await ack()

    menu = {"type": "external_select", "action_id": "task", "min_query_length": 0}
    form = modal({"type": "input", "block_id": "b", "label": plain("Task"), "element": menu}, callback_id="pick")
    view_id = (await slack.views_open(trigger_id=await trigger(), view=form))["view"]["id"]
    await desk.suggest(user="brand", view_id=view_id, action_id="task", value="spring")
    await desk.submit(user="brand", view_id=view_id, values={"b": {"task": "t1"}})

    assert chosen == ["Task spring"]
