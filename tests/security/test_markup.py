"""Whatever people write, in whatever view: it calls nobody, leads nowhere, hides nothing, and Slack takes it."""

import html
import importlib
import inspect
import json
import pkgutil
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.models.views import View

import bot
from bot import roles
from bot.approval.asked import Question
from bot.approval.forms import reason_form
from bot.away.forms import away_form
from bot.away.wishes import Opening
from bot.choices.flow import Chosen
from bot.choices.forms import choices_form
from bot.digests.reading import Digest
from bot.digests.views import digest
from bot.fields import input_for
from bot.intake.forms import correct_form, details_form, submit_form
from bot.intake.views import which_picture
from bot.policy import Intake, People, Policy
from bot.policy_review import Review
from bot.policy_stage import StagePolicy
from bot.remarks.advice import not_taken
from bot.reports.flow import Coverage
from bot.reports.views import line
from bot.requests.views import help_page, unknown, unknown_verb
from bot.slack.mishaps import Mishaps
from bot.slack.parts import Block, Message
from connectors.errors import Refused
from models.asset import Asset
from models.attributes.completing import Gap, Sheet
from models.attributes.reading import Unfit, Value
from models.attributes.schema import Attribute
from models.attributes.suggesting import Hint
from models.calendar import QuietHours
from models.choices import Choices
from models.refusal import Refusal
from models.review.words import Verdict
from models.roles import Deed, NotAllowed
from sandbox.slack.blockkit.checks import Place, Surface
from sandbox.slack.blockkit.surfaces import (
    MOST_TEXT,
    is_too_large,
    length_of_text,
    place_of,
    wrong_with_message,
    wrong_with_view,
)
from tests.security.hostile import WORDS, Hostile

BUILDING = {
    "bot.slack.parts",
    "bot.slack.inputs",
    "bot.slack.posts",
    "bot.slack.speaking",
    "bot.campaigns.views.private",
    "bot.home.mine",
    "bot.tasks.views.private",
    "bot.asides.ask_by",
    "bot.slack.whispers.by_what_it_says",
}
"""What views are built from, and what carries them: these are given mark-up, and make none."""

OURS = frozenset({"acme.slack.com", "www.wrike.com"})
DATE = re.compile(r"!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>|]+")
SOMEBODY = re.compile(r"[@#][UC]0[A-Z0-9]*")
NAMED_BY_US = frozenset({"#C0CAMPAIGN"})
SPECIAL = re.compile(r"<([^<>]*)>")


def views() -> Iterator[Callable[..., Any]]:
    """Every function of the bot that draws something, whoever wrote it and whenever."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name in BUILDING or module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            is_ours = function.__module__ == module.name and f"{module.name}.{name}" not in BUILDING
            if is_ours and not name.startswith("_") and _draws(function):
                yield function


def _draws(function: Callable[..., Any]) -> bool:
    returned = str(inspect.signature(function).return_annotation)  # unread: a command names what it imports later
    return re.search(r"\b(Message|View|\w*Block)\b", returned) is not None


VIEWS = tuple(views())


def test_the_views_are_found_by_themselves() -> None:
    names = {f"{view.__module__}.{view.__name__}" for view in VIEWS}

    assert {"bot.approval.views.card", "bot.home.views.home_view", "bot.requests.views.standing"} <= names
    assert len(VIEWS) > 45


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.__module__}.{view.__name__}")
@settings(max_examples=12, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_no_words_do_anything_in_any_view(view: Callable[..., Any], seed: int) -> None:
    hostile = Hostile.drawn(seed)

    drawn = view(**_arguments(view, hostile))

    if drawn is not None:
        assert_harmless(drawn)


def _arguments(view: Callable[..., Any], hostile: Hostile) -> dict[str, Any]:
    """Most are told by their types alone; a few views are given what was made, or looked up, before."""
    return GIVEN[view](hostile) if view in GIVEN else hostile.arguments(view)


def _policy(hostile: Hostile) -> Policy:
    def word(longest: int) -> str:
        return hostile.words().replace("\ud800", "").replace("\udfff", "")[:longest]  # no YAML holds those

    return Policy(
        intake=Intake(channels=(hostile.words(),)),
        review=Review(channel=hostile.words(), stages=(StagePolicy(name=word(40), approvers=(hostile.words(),)),)),
        people=People(lead=hostile.words(), admins=(hostile.words(),)),
        attributes={
            f"field_{number}": Attribute(
                label=word(48),
                required=True,
                hint=word(150),
                many=bool(number % 2),
                options=tuple({word(75), word(75)}) if number % 3 else (),
            )
            for number in range(6)
        },
    )


def _described(hostile: Hostile) -> dict[str, Any]:
    """As the database has it: what somebody wrote was read before it was kept."""
    policy, attributes = _policy(hostile), dict[str, Value]()
    for name in policy.attributes:
        with suppress(Unfit):
            attributes[name] = policy.reader(name).read(hostile.words().replace("\ud800", "").replace("\udfff", ""))
    asset = hostile.value(Asset, "asset").model_copy(update={"attributes": attributes, "type": ""})
    return {"asset": asset, "policy": policy}


def _opening(hostile: Hostile) -> Opening:
    names = tuple({hostile.words().replace("\ud800", "").replace("\udfff", "")[:75] for _ in range(3)})
    brands = (names[0], names)  # as galley.yml writes them
    return replace(hostile.value(Opening, "opening"), campaigns=_choices(hostile), brands=brands)


def _choices(hostile: Hostile) -> list[tuple[str, str]]:
    return [(hostile.words(), f"{number:026d}") for number in range(hostile.count)]


GIVEN: Mapping[Callable[..., Any], Callable[[Hostile], dict[str, Any]]] = {
    help_page: lambda _: {},
    not_taken: lambda _: {"why": "Its stage is settled."},
    roles.note: lambda _: {"refusal": NotAllowed(Deed.SUBMIT, "Only leads may do that.")},
    unknown: lambda one: {"word": one.words(), "nearest": one.chance.choice(("mine", None))},
    unknown_verb: lambda one: {"command": "campaign", "verb": one.words(), "verbs": ("link", "unlink")},
    reason_form: lambda one: {
        "questions": one.value(Sequence[Question], "questions"),
        "verdict": one.chance.choice((Verdict.REJECT, Verdict.REQUEST_CHANGES)),
        "reason": one.words(),
    },
    which_picture: lambda one: {
        "file_name": one.words(),
        "choices": [(asset_id, name) for name, asset_id in _choices(one)],
        "post_id": "0" * 26,
    },
    submit_form: lambda one: {"policy": _policy(one), "campaigns": _choices(one), "channel": "C0INTAKE"},
    digest: lambda one: {"shown": replace(one.value(Digest, "shown"), team=[line(one.value(Coverage, "found"))])},
    away_form: lambda one: {"opening": _opening(one)},
    choices_form: lambda one: {
        "chosen": Chosen(choices=Choices(), hours=QuietHours(), zone=one.words(), muted=_choices(one))
    },
    input_for: lambda one: {
        "name": f"field_{one.chance.randrange(6)}",
        "policy": _policy(one),
        "initial": one.words(),
        "optional": True,
    },
    correct_form: _described,
    details_form: lambda one: {
        "sheets": [
            Sheet(
                asset_id="0" * 26,
                title=one.words(),
                gaps=tuple(
                    Gap(
                        attribute=f"field_{number}",
                        is_needed=True,
                        hints=(Hint(attribute=f"field_{number}", value=one.words(), source=f"rule:{one.words()}"),),
                        is_conflict=number == 0,
                    )
                    for number in range(6)
                ),
            )
        ],
        "policy": _policy(one),
    },
}


def assert_harmless(drawn: Message | View | Block) -> None:
    told = drawn.to_json() if isinstance(drawn, Message) else drawn.to_dict()
    json.dumps(told, ensure_ascii=False).encode()  # no lone surrogate
    for words in (*marked(told), *([drawn.text] if isinstance(drawn, Message) else [])):
        assert_leads_nowhere(words)
    for words in plainly(told):
        assert "&lt;!channel&gt;QZ" not in words, "escaped where Slack shows the letters as they are"
    for words in (*marked(told), *plainly(told)):
        assert [letter for letter in words if _is_invisible(letter)] == []
    if not isinstance(drawn, Block):
        assert wrong_with(told, drawn) == []


def assert_leads_nowhere(words: str) -> None:
    for special in SPECIAL.findall(words):
        target, _, shown = special.partition("|")
        is_link = urlsplit(html.unescape(target)).netloc in OURS and "|" not in shown
        assert is_link or DATE.fullmatch(special) or special in NAMED_BY_US, special
    rest = SPECIAL.sub("", words)
    rest = re.sub(r"^>", "", rest, flags=re.MULTILINE)  # our quotations
    assert "<" not in rest, rest
    assert ">" not in rest, rest
    assert "&lt;!channel&gt;ZQ" not in words, "not escaped: Slack would show it as if it were a mention"
    assert not re.search(r"&(?!amp;|lt;|gt;)", words), "torn, or not escaped"


def wrong_with(told: dict[str, Any], drawn: Message | View) -> list[str]:
    if isinstance(drawn, View):
        place = place_of(told)
        assert place is not None
        return wrong_with_view(told, Surface(place=place, why_not_file=lambda _: None))
    assert not is_too_large(told)
    assert length_of_text(told["blocks"]) <= MOST_TEXT
    return wrong_with_message(told["blocks"], Surface(place=Place.MESSAGE, why_not_file=lambda _: None))


def marked(part: Any) -> Iterator[str]:
    """Every text in which Slack looks for mark-up; each is told not to make more of it than is written."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            assert part["verbatim"] is True, "Slack would make links and mentions of plain words"
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from marked(inner)


def plainly(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "plain_text":
            yield part["text"]
        yield from (part[key] for key in ("alt_text", "initial_value") if part.get(key))
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from plainly(inner)


def _is_invisible(letter: str) -> bool:
    return letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.mark.parametrize(
    "error",
    [Refusal("<!channel> is closed"), Refused("slack", "<!channel> <https://evil.example|here>\n<@U1>")],
    ids=["a refusal", "another system's words"],
)
async def test_what_went_wrong_is_told_in_words_that_do_nothing(error: Exception) -> None:
    answer = await Mishaps().explain(error, {"command": "/galley"}, AsyncBoltContext())

    assert answer is not None
    assert_leads_nowhere(json.loads(answer.body)["text"])


def test_the_words_are_as_bad_as_they_get() -> None:
    assert any("<!channel>" in words for words in WORDS)
    with pytest.raises(AssertionError):
        assert_leads_nowhere("<!channel>")
    with pytest.raises(AssertionError):
        assert_leads_nowhere("<https://evil.example|click>")
