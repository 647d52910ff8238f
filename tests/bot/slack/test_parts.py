"""Parts keep to Slack's limits, whatever is put into them."""

from collections.abc import Callable

import pytest
from slack_sdk.models.blocks import Block

from bot.slack import inputs, parts
from bot.slack.parts import Message, actions, button, context, fit, header, home, modal, overflow, picture, section

LONG = "x" * 5_000


def shown(block: Block) -> dict[str, object]:
    return dict(block.to_dict())


@pytest.mark.parametrize(
    "block",
    [
        header(LONG),
        section(LONG, fields=[LONG] * 20),
        context(*[LONG] * 20),
        actions(*[button(LONG, action_id="a", value="1", label=LONG)] * 30),
        actions(overflow(*[(LONG, "1")] * 5, action_id="more")),
        picture("F1", alt_text=LONG, title=LONG),
        parts.text("b", LONG, placeholder=LONG, hint=LONG, initial=LONG),
        parts.select("b", LONG, [(LONG, str(number)) for number in range(200)], initial="3"),
        parts.many_of("b", LONG, [(LONG, str(number)) for number in range(200)], initial=["1", "2"]),
        parts.checkboxes("b", LONG, [(LONG, str(number)) for number in range(20)], initial=["1"]),
        parts.radio("b", LONG, [(LONG, str(number)) for number in range(20)], initial="1"),
        parts.file_input("b", LONG, kinds=["jpg"], most=50),
        parts.people("b", "Who", initial="U0BRAND"),
        parts.date_time("b", "Until", initial=1_772_452_800),
    ],
    ids=lambda block: block.type,
)
def test_no_part_outgrows_slacks_limits(block: Block):
    assert shown(block)["type"] == block.type  # to_dict runs the SDK's own checks


def test_a_modal_and_its_buttons_fit():
    view = modal(LONG, [section("x")] * 200, callback_id="a.b", subject="01", submit=LONG, close=LONG).to_dict()

    assert (len(view["title"]["text"]), len(view["submit"]["text"]), len(view["blocks"])) == (24, 24, 100)
    assert len(home([section("x")] * 200).to_dict()["blocks"]) == 100


def test_a_message_of_too_many_blocks_keeps_its_buttons_and_says_what_is_missing():
    blocks = [header("Approve?"), *(section(f"{number}") for number in range(80)), actions(_approve())]

    kept = fit(blocks)

    assert len(kept) == 50
    assert [block.type for block in kept[-2:]] == ["actions", "context"]
    assert "more could not be shown" in str(shown(kept[-1]))


def test_a_message_of_too_much_text_is_shortened_as_well():
    kept = fit([section("x" * 2_900) for _ in range(6)])

    assert len(kept) == 5
    assert fit([section("short")] * 3) == [section("short")] * 3


def test_a_message_without_words_is_refused():
    with pytest.raises(ValueError, match="silent"):
        Message("  ", (section("Approve?"),))


def test_the_digest_names_what_is_shown():
    first, same, other = (Message("a", (section(words),)) for words in ("x", "x", "y"))

    assert first.digest == same.digest != other.digest
    assert Message.from_json(first.to_json()).digest == first.digest


def test_a_message_with_every_part_survives_being_written_down():
    message = Message(
        "Approve hero.jpg?",
        (
            header("Approve?"),
            section("*hero*", accessory=_approve(), fields=["a", "b"]),
            picture("F1", alt_text="hero"),
            context("one", "two"),
            parts.divider(),
            actions(_approve(), overflow(("Snooze", "snooze/1"), action_id="approval.more")),
        ),
    )

    assert Message.from_json(message.to_json()).to_json() == message.to_json()


def test_plain_words_are_never_read_as_mark_up():
    assert shown(section("@channel"))["text"] == {"type": "mrkdwn", "text": "@channel", "verbatim": True}


@pytest.mark.parametrize(
    "too_much",
    [
        lambda: button("Go", action_id="a", value="x" * 2_001),
        lambda: overflow(*[("a", "b")] * 6, action_id="a"),
        lambda: inputs.option("a", "x" * 151),
        lambda: modal("a", [], callback_id="a", subject="x" * 3_001),
    ],
)
def test_an_id_that_does_not_fit_is_a_mistake_of_ours(too_much: Callable[[], object]):
    with pytest.raises(ValueError, match=r"id|room"):
        too_much()


def _approve():
    return button("Approve", action_id="approval.approve", value="01", style="primary")
