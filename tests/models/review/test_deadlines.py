"""What happens by itself when nobody answers; announced before, done once."""

from models.review import Seating, pass_time
from models.review.facts import Fact, Promise, SeatsReassigned, StageEscalated
from models.review.words import Deed, Outcome, Rule
from models.review.workflow import StageRules, Workflow, in_order
from tests.models.review.stories import HOUR, LEAD, NOON, UPLOADER, Played, beside, kinds

TELL = Promise(at=NOON + 9 * HOUR, deed=Deed.ESCALATE, to=(LEAD,))
ASK_CY = Promise(at=NOON + 16 * HOUR, deed=Deed.REASSIGN, to=("cy", "ana"))
STOP = Promise(at=NOON + 24 * HOUR, deed=Deed.EXPIRE)


def late(*promises: Promise, rule: Rule = Rule.ALL) -> Played:
    legal = Workflow(steps=in_order(StageRules(name="Legal", rule=rule)))
    return Played(legal, {"Legal": Seating(approvers=("ana", "bo"))}, promises=promises)


def passed(played: Played, hours: int) -> tuple[Fact, ...]:
    return played.tell(pass_time(played.review, at=NOON + hours * HOUR))


def test_what_will_happen_is_known_before() -> None:
    legal = late(STOP, TELL)

    assert legal.stage().promises == (TELL, STOP)
    assert legal.review.next_moment == TELL.at


def test_somebody_is_told_once() -> None:
    legal = late(TELL)
    assert passed(legal, 8) == ()

    told = passed(legal, 9)

    assert told == (StageEscalated(stage="Legal", to=(LEAD,), promise=0, at=NOON + 9 * HOUR),)
    assert passed(legal, 10) == ()
    assert legal.review.next_moment is None


def test_whoever_has_not_decided_is_replaced() -> None:
    legal = late(ASK_CY)
    legal.decide("Legal", "ana")

    told = passed(legal, 16)[0]

    assert isinstance(told, SeatsReassigned)
    assert (told.left, told.joined) == (("bo",), ("cy",))
    assert legal.stage().awaited == ("cy",)


def test_with_nobody_to_ask_instead_the_lead_is_told() -> None:
    legal = late(Promise(at=NOON + HOUR, deed=Deed.REASSIGN, to=("ana", UPLOADER)))

    told = passed(legal, 1)[0]

    assert isinstance(told, StageEscalated)
    assert told.to == (LEAD,)
    assert legal.stage().awaited == ("ana", "bo")


def test_an_approval_may_expire_and_is_never_approved_by_time() -> None:
    legal = late(STOP)

    assert kinds(passed(legal, 24)) == ["StageSettled Legal", "ReviewSettled"]
    assert legal.review.outcome is Outcome.EXPIRED


def test_after_a_long_silence_everything_happens_in_its_order() -> None:
    legal = late(STOP, ASK_CY, TELL)

    told = passed(legal, 1000)

    assert kinds(told) == [
        "StageEscalated Legal",
        "SeatsReassigned Legal",
        "StageSettled Legal",
        "ReviewSettled",
    ]


def test_what_was_due_first_happens_first_in_whichever_stage() -> None:
    rules = [StageRules(name="Legal"), StageRules(name="Brand")]
    both = Played(
        Workflow(steps=(beside(*([one] for one in rules)),)),
        {one.name: Seating(approvers=("ana",)) for one in rules},
        is_prompt=False,
    )
    for name, hours in (("Legal", 2), ("Brand", 3)):
        both.promises = [Promise(at=NOON + hours * HOUR, deed=Deed.ESCALATE, to=(LEAD,))]
        both.open(name)

    assert kinds(passed(both, 5)) == ["StageEscalated Legal", "StageEscalated Brand"]


def test_a_reassignment_may_leave_too_few_and_says_so() -> None:
    legal = Played(
        Workflow(steps=in_order(StageRules(name="Legal", rule=Rule.QUORUM, quorum=2))),
        {"Legal": Seating(approvers=("ana", "bo"))},
        promises=[ASK_CY],
    )

    assert kinds(passed(legal, 16)) == ["SeatsReassigned Legal", "StageStuck Legal"]


def test_who_decides_in_time_is_left_alone() -> None:
    legal = late(ASK_CY, rule=Rule.ANY)
    legal.decide("Legal", "bo")

    assert passed(legal, 16) == ()
