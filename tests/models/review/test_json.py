"""Facts are kept as JSON, for years."""

import json
from datetime import datetime
from typing import Any, get_type_hints

import pytest

from models.review import facts as all_facts
from models.review import from_json, to_json
from models.review.facts import (
    DecisionMade,
    Fact,
    LeftOut,
    Promise,
    StageFact,
    Version,
)
from models.review.words import Deed, Outcome, Verdict
from models.review.workflow import Subject, Workflow
from tests.models.review.stories import FIRST, NOON, one_stage

KINDS = [
    kind
    for kind in vars(all_facts).values()
    if isinstance(kind, type) and issubclass(kind, Fact) and kind not in {Fact, StageFact}
]
SAMPLES: dict[Any, Any] = {
    str: "ana",
    bool: True,
    int | None: 2,
    str | None: "bo",
    int: 1,
    datetime: NOON,
    tuple[str, ...]: ("ana", "bo"),
    Version: FIRST,
    Verdict: Verdict.REJECT,
    Verdict | None: Verdict.APPROVE,
    Outcome: Outcome.EXPIRED,
    Subject: Subject(campaign="Spring", attributes=(("people", ("yes", "no")),)),
    tuple[LeftOut, ...]: (LeftOut(who="Market", why="only for region FR"),),
    tuple[Promise, ...]: (Promise(at=NOON, deed=Deed.EXPIRE),),
    Workflow: one_stage("ana").review.workflow,
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_fact_comes_back_from_json_as_it_was(kind: type[Fact]) -> None:
    fact = kind(**{name: SAMPLES[hint] for name, hint in get_type_hints(kind).items()})

    assert from_json(json.loads(json.dumps(to_json(fact)))) == fact


def test_what_an_older_history_lacks_has_its_default() -> None:
    made = DecisionMade(stage="Legal", seat="ana", by="ana", verdict=Verdict.APPROVE, version=FIRST, at=NOON)
    written = {name: value for name, value in to_json(made).items() if name not in {"reason", "instead_of"}}

    assert from_json(written) == made


def test_a_fact_that_no_code_knows_is_an_error() -> None:
    with pytest.raises(KeyError, match="Dreamt"):
        from_json({"fact": "Dreamt"})
