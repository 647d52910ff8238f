"""Whoever calls a webhook's address with a name that no campaign has is told so, on every database."""

from typing import Any

import pytest

from bot.db import Database
from bot.tasks.hearing import Hearing


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\ud800", "' OR 1=1--", "../x", "", "0" * 10_000])
async def test_a_name_of_no_campaign_leads_nowhere(database: Database, name: str) -> None:
    nobody: Any = None
    hearing = Hearing(db=database, board=nobody, hooks=nobody, hints=nobody)

    assert (await hearing.hear(name, headers={}, body=b"[]")).status == 404
