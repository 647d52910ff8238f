"""The one list of what exists agrees with the folders, and says enough for the jobs room."""

from pathlib import Path

import pytest

import connectors
from connectors.catalog import DECLARATIONS, declared
from connectors.declaration import Effect, Port

BOARD_EFFECTS = {Effect.CREATE_TASK, Effect.MOVE, Effect.COMMENT, Effect.ATTACH}


def test_every_vendor_folder_is_in_the_catalog() -> None:
    folders = {path.parent.name for path in Path(connectors.__file__).parent.glob("*/declaration.py")}

    assert folders == {declaration.name for declaration in DECLARATIONS}


def test_every_effect_has_a_proof_and_every_limit_a_sense() -> None:
    for board in (declaration for declaration in DECLARATIONS if declaration.port is Port.BOARD):
        assert set(board.proof) == BOARD_EFFECTS
    for declaration in DECLARATIONS:
        assert declaration.limits.in_flight >= 1
        assert declaration.limits.timeout > 0


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    assert declared("wrike").title == "Wrike"
    with pytest.raises(KeyError, match="local, wrike"):
        declared("trello")
