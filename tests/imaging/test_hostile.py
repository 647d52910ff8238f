"""Every attack ends as a refusal with a sentence, or as a plain picture; the next good file opens."""

import pytest

from imaging.errors import Unreadable
from tests.imaging import hostile, pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("what", hostile.ATTACKS)
async def test_an_attack_ends_as_a_refusal_or_as_a_plain_picture(inspect: Inspect, what: str) -> None:
    make, name, may_end = hostile.ATTACKS[what]

    ended = await how_it_ends(inspect, make(), name)

    assert ended in may_end
    assert (await inspect(pictures.good("jpg"))).facts.width == 320


async def how_it_ends(inspect: Inspect, content: bytes, name: str) -> str:
    try:
        facts = (await inspect(content, name)).facts
    except Unreadable as refusal:
        return refusal.reason if refusal.sentence.startswith(name) else refusal.sentence
    assert "root:" not in str(facts.to_json())
    return hostile.OPENED if facts.no_preview is None else facts.no_preview
