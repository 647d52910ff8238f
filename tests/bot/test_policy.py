"""What galley.yml may say, and what its words come to."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.policy import Calendar, CheckPolicy, Distribution, Policy, Reminders
from bot.policy_keys import choices_at, every_key, keys_at
from bot.policy_renditions import RenditionPolicy
from bot.policy_review import Review
from bot.policy_stage import StagePolicy
from models.review.words import Rule

SMALLEST: Mapping[str, Any] = {
    "intake": {"channels": ["intake"]},
    "review": {"channel": "review", "stages": [{"name": "Design", "approvers": ["ana"]}]},
    "people": {"lead": "lead", "admins": ["admin"]},
}


def stage(**words: Any) -> StagePolicy:
    return StagePolicy.model_validate({"name": "Design", "approvers": ["ana", "bo"], **words})


def reminders(**words: Any) -> Reminders:
    return Reminders.model_validate(words)


def calendar(**words: Any) -> Calendar:
    return Calendar.model_validate(words)


def test_three_sections_are_enough() -> None:
    policy = Policy.model_validate(SMALLEST)

    assert policy.distribution.library == "local"
    assert policy.checks == CheckPolicy()


@pytest.mark.parametrize(
    ("written", "due_in"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        (" 4 h ", timedelta(hours=4)),
        ("2d", timedelta(hours=16)),
    ],
)
def test_working_time_is_written_as_a_number_and_a_letter(written: str, due_in: timedelta) -> None:
    assert stage(due_in=written).due_in == due_in


def test_a_day_of_the_clock_has_twenty_four_hours() -> None:
    tasks = Policy.model_validate({**SMALLEST, "tasks": {"poll_every": "1d"}}).tasks

    assert tasks.poll_every == timedelta(hours=24)


@pytest.mark.parametrize("written", ["", "4", "h", "4 hours", "4.5h", "1h30m", "-", "4w", 4, True, [], {}])
def test_any_other_way_to_write_a_duration_is_refused(written: object) -> None:
    with pytest.raises(ValidationError, match="write a number and s, m, h or d"):
        stage(due_in=written)


@given(st.integers(-10_000, 10_000), st.sampled_from("smhd"))
def test_every_whole_number_of_a_unit_is_a_duration(number: int, unit: str) -> None:
    ladder = reminders(ladder=[f"{number}{unit}"], escalate_after=None).ladder

    assert len(ladder) == 1


@pytest.mark.parametrize(("written", "message"), [("9-18", "two times of day"), ("09:00-24:00", "hours go to 23")])
def test_hours_are_two_times_of_day(written: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        calendar(working_hours=written)


def test_quiet_hours_may_lie_across_midnight_and_working_hours_may_not() -> None:
    assert reminders(quiet_hours="19:00-08:00").quiet_hours == (time(19), time(8))

    with pytest.raises(ValidationError, match="working hours begin before they end"):
        calendar(working_hours="19:00-08:00")


def test_a_quorum_that_can_never_be_reached_is_refused() -> None:
    with pytest.raises(ValidationError, match="3 of 2 approvers can never be reached"):
        stage(rule="quorum", quorum=3)


def test_a_quorum_of_a_user_group_is_counted_when_the_stage_opens() -> None:
    assert stage(rule="quorum", quorum=3, approvers=["@designers"]).quorum == 3


def test_a_quorum_and_its_number_belong_together() -> None:
    with pytest.raises(ValidationError, match="rule: quorum needs quorum"):
        stage(rule="quorum")
    with pytest.raises(ValidationError, match="quorum is only for rule: quorum"):
        stage(rule="all", quorum=2)


def test_the_same_approver_twice_counts_once() -> None:
    with pytest.raises(ValidationError, match="2 of 1 approvers"):
        stage(rule="quorum", quorum=2, approvers=["ana", "ana"])


def test_two_stages_are_never_called_the_same() -> None:
    with pytest.raises(ValidationError, match="two stages are called Design"):
        Review(channel="review", stages=(stage(), stage(name="design")))


def test_two_renditions_are_never_called_the_same() -> None:
    web = RenditionPolicy(name="web", width=100, height=100)

    with pytest.raises(ValidationError, match="two renditions are called web"):
        Distribution(renditions=(web, web))


@pytest.mark.parametrize("name", ["../etc", "Web", "", "-web", "web page", "a" * 41])
def test_a_rendition_is_named_so_that_it_can_be_a_file(name: str) -> None:
    with pytest.raises(ValidationError):
        RenditionPolicy(name=name, width=100, height=100)


def test_a_pattern_that_is_none_is_refused_when_it_is_read() -> None:
    with pytest.raises(ValidationError, match="not a regular expression"):
        CheckPolicy(file_name="[")


def test_a_ratio_that_is_none_is_refused_when_it_is_read() -> None:
    with pytest.raises(ValidationError, match="a ratio is written like 16:9"):
        CheckPolicy(ratios=("wide",))


def test_the_lead_hears_last() -> None:
    with pytest.raises(ValidationError, match="after the last step of the ladder"):
        reminders(ladder=["8h"], escalate_after="8h")


def test_holidays_stop_working_time_and_reminders() -> None:
    policy = Policy.model_validate({**SMALLEST, "calendar": {"holidays": "DE-BY"}})
    epiphany = datetime(2026, 1, 6, 11, tzinfo=UTC)  # a holiday in Bavaria

    assert policy.working_time.add(epiphany, timedelta(hours=1)).day == 7
    assert policy.quiet_hours.release(epiphany, policy.working_time.zone).day == 7


@pytest.mark.parametrize("code", ["XX", "DE-XX", ""])
def test_a_country_that_nobody_knows_is_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="no holidays are known for"):
        calendar(holidays=code)


def test_keys_are_known_below_lists_and_names_of_ones_own() -> None:
    assert "due_in" in keys_at(("review", "stages", 3))
    assert "label" in keys_at(("attributes", "title"))
    assert keys_at(("intake", "channels")) == []
    assert ("distribution", "renditions", "fit") in set(every_key())


def test_choices_are_known_where_they_can_be_counted() -> None:
    assert choices_at(("review", "stages", 0, "rule")) == ["any", "all", "quorum"]
    assert choices_at(("calendar", "working_days", 0))[0] == "mon"
    assert choices_at(("intake", "max_megabytes")) == []


def review(*steps: Mapping[str, Any], **words: Any) -> Review:
    return Review.model_validate({"channel": "review", "workflow": steps, **words})


ANA: Mapping[str, Any] = {"name": "Legal", "approvers": ["ana"]}


def test_a_workflow_has_stages_and_paths_of_stages() -> None:
    workflow = review(
        {"name": "Design", "approvers": ["@design"], "rule": "quorum", "quorum": 2, "fail_count": 2},
        {"paths": [[ANA], [{**ANA, "name": "Market", "when": {"region": ["DE"]}}, {**ANA, "name": "Retail"}]]},
        {"name": "Brand", "final_decider": "brand", "closes": "approval", "self_approval": True},
    ).rules(ZoneInfo("Europe/Berlin"))

    design, beside, brand = workflow.steps
    assert [[rules.name for rules in path.stages] for path in beside.paths] == [["Legal"], ["Market", "Retail"]]
    assert design.paths[0].stages[0].quorum == design.paths[0].stages[0].fail_count == 2
    assert beside.paths[1].stages[0].when.regions == ("DE",)
    assert brand.paths[0].stages[0].rule is Rule.FINAL
    assert brand.paths[0].stages[0].allows_own_work


def test_the_short_form_means_stages_in_order() -> None:
    short = Review.model_validate({"channel": "review", "stages": [ANA]})

    assert short.rules(ZoneInfo("UTC")) == review(ANA).rules(ZoneInfo("UTC"))


def test_a_date_without_a_zone_is_the_teams() -> None:
    (rules,) = review({**ANA, "opens": "date", "opens_at": "2026-04-01 09:00"}).rules(ZoneInfo("Europe/Berlin")).stages

    assert rules.opens_at == datetime(2026, 4, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"name": "Legal"}, "name who decides: approvers, or final_decider"),
        ({**ANA, "rule": "quorum"}, "rule: quorum needs quorum"),
        ({**ANA, "rule": "all", "fail_count": 2}, "where everybody must say yes, one no is enough"),
        ({**ANA, "fail_count": 2}, "2 of 1 approvers can never be reached"),
        ({**ANA, "final_decider": "bo", "rule": "all"}, "where a final decider decides, nobody is counted"),
        ({**ANA, "closes": "approval"}, "closes: approval needs final_decider"),
        ({**ANA, "opens": "date"}, "opens: date and opens_at belong together"),
        ({**ANA, "opens_at": "2026-04-01"}, "opens: date and opens_at belong together"),
        ({**ANA, "late": [{"after": "4h"}]}, "write one of tell, ask_instead and expire: true"),
        ({**ANA, "late": [{"after": "4h", "tell": ["lea"], "expire": True}]}, "write one of tell"),
        (
            {**ANA, "late": [{"after": "8h", "tell": ["lea"]}, {"after": "4h", "tell": ["lea"]}]},
            "from the first step to the last",
        ),
        (
            {**ANA, "late": [{"after": "4h", "expire": True}, {"after": "8h", "tell": ["lea"]}]},
            "nothing comes after expire",
        ),
        ({"approvers": ["ana"]}, "write a stage with its name, or paths"),
        ({**ANA, "paths": [[ANA]]}, "paths stands alone in its entry: approvers, name"),
        ({"paths": [[]]}, "a path has at least one stage"),
    ],
)
def test_a_stage_that_makes_no_sense_is_refused(step: Mapping[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        review(step)


def test_stages_and_workflow_are_two_ways_to_say_one_thing() -> None:
    for written in ({"channel": "review"}, {"channel": "review", "stages": [ANA], "workflow": [ANA]}):
        with pytest.raises(ValidationError, match="write stages, asked in order, or workflow"):
            Review.model_validate(written)


def test_a_role_is_whoever_has_it_in_the_campaign() -> None:
    people = {**SMALLEST["people"], "roles": {"legal": ["lara"]}, "campaigns": {"Spring": {"legal": ["leo", "lin"]}}}
    policy = Policy.model_validate({**SMALLEST, "people": people})

    assert policy.expand(["role:legal", "bo"], campaign="Autumn") == ("lara", "bo")
    assert policy.expand(["role:legal", "leo"], campaign="spring") == ("leo", "lin")
    assert policy.expand(["role:lead", "role:admin", "role:submitter"], submitter="U1") == ("lead", "admin", "U1")
