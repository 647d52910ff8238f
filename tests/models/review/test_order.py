"""What the order of votes may change, and what not. A vote on a settled stage is refused, so of the same votes:

- if no stage settles before the last of them, every order has the same outcome;
- if yes count and fail count cannot both be reached, whether it is approved is the same in every order;
- a stage that hears everybody first has the same outcome in every order, to the word.
"""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from models.review import Refusal
from models.review.words import Outcome, Rule, Settling, Verdict
from models.review.workflow import StageRules, Workflow
from tests.models.review.stories import Played, Seating, beside, one_stage
from tests.models.review.test_walks import STEADY

PEOPLE = ("ana", "bo", "cy", "di")
Votes = Sequence[tuple[str, Verdict]]

VOTES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(Verdict)), unique_by=lambda vote: vote[0])
ORDERS = VOTES.flatmap(lambda votes: st.tuples(st.just(votes), st.permutations(votes)))
FULL = st.tuples(*(st.sampled_from(Verdict) for _ in PEOPLE)).map(lambda said: list(zip(PEOPLE, said, strict=True)))
FULL_ORDERS = FULL.flatmap(lambda votes: st.tuples(st.just(votes), st.permutations(votes)))
RULES = st.one_of(
    st.builds(dict, rule=st.just(Rule.ALL)),
    st.builds(dict, rule=st.just(Rule.ANY), fail_count=st.integers(1, 4)),
    st.builds(dict, rule=st.just(Rule.QUORUM), quorum=st.integers(1, 4), fail_count=st.integers(1, 4)),
)


def outcome(votes: Votes, **rules: object) -> tuple[Outcome, int]:
    """And how many of them counted."""
    legal = one_stage(*PEOPLE, **rules)  # type: ignore[arg-type]
    for person, verdict in votes:
        try:
            legal.decide("Legal", person, verdict)
        except Refusal:
            break
    return legal.review.outcome, len(legal.stage().said)


@STEADY
@given(ORDERS, RULES)
def test_votes_that_all_count_have_one_outcome(orders: tuple[Votes, Votes], rules: dict[str, object]) -> None:
    (first, counted), (second, counted_too) = (outcome(votes, **rules) for votes in orders)

    if counted == counted_too == len(orders[0]):
        assert first is second


@STEADY
@given(ORDERS, RULES)
def test_where_only_one_count_can_be_reached_every_order_agrees(
    orders: tuple[Votes, Votes], rules: dict[str, object]
) -> None:
    yeses = {Rule.ANY: 1, Rule.ALL: len(PEOPLE), Rule.QUORUM: rules.get("quorum", 0)}[Rule(str(rules["rule"]))]
    if int(str(yeses)) + int(str(rules.get("fail_count", 1))) > len(PEOPLE):
        first, second = (outcome(votes, **rules)[0] for votes in orders)
        assert (first is Outcome.APPROVED) == (second is Outcome.APPROVED)
        assert (first is Outcome.PENDING) == (second is Outcome.PENDING)


@STEADY
@given(FULL_ORDERS, RULES)
def test_a_stage_that_hears_everybody_has_one_outcome(orders: tuple[Votes, Votes], rules: dict[str, object]) -> None:
    first, second = (outcome(votes, settles=Settling.WHEN_ALL_DECIDED, **rules) for votes in orders)

    assert first == second
    assert first[1] == len(PEOPLE)


@STEADY
@given(st.permutations([(stage, person) for stage in ("Legal", "Brand", "Market") for person in PEOPLE]))
def test_paths_that_run_beside_one_another_may_answer_in_any_order(votes: list[tuple[str, str]]) -> None:
    names = ("Legal", "Brand", "Market")
    workflow = Workflow(steps=(beside(*([StageRules(name=name, rule=Rule.ALL)] for name in names)),))
    played = Played(workflow, {name: Seating(approvers=PEOPLE) for name in names})

    for stage, person in votes:
        played.decide(stage, person)

    assert played.review.outcome is Outcome.APPROVED
