"""Decision receipts: what an approval of an older Galley cannot tell is said in a sentence."""

import pytest

from bot.audit.receipt import compose
from bot.audit.statement import Incomplete, concerns, state
from tests.bot.audit.papers import entry, sealed

NOTED_TODAY = {"names": {}, "facts": [], "policy_digest": "d", "title": "hero", "number": 1, "approval_id": "P1"}


def story(**opened: object) -> list[dict[str, object]]:
    told = {"version_id": "V1", "approval_id": "P1", **opened}
    return sealed(
        [entry("T1", told, event="ApprovalOpened"), entry("T1", {"version_id": "V1"}, event="AssetPublished")]
    )


@pytest.mark.parametrize("missing", ["names", "facts"])
def test_an_approval_of_an_older_galley_has_no_receipt_and_says_why(missing: str) -> None:
    entries = story(**{name: told for name, told in NOTED_TODAY.items() if name != missing})

    for ask in (lambda: concerns(entries, "V1"), lambda: state(entries), lambda: compose(entries, "V1")):
        with pytest.raises(Incomplete, match="by an older Galley"):
            ask()


def test_a_version_about_which_nobody_was_asked_has_no_receipt() -> None:
    with pytest.raises(Incomplete, match="no ApprovalOpened"):
        concerns(story(**NOTED_TODAY), "V2")
