"""A published picture can be fetched by whoever was given its link, for as long as it is the published one."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace

import httpx
import pytest

from bot.config import Config
from bot.links import Links
from bot.vault import Vault
from tests.journeys.board import Board
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.loopback import loopback
from tests.waiting import eventually

NAME = 'he\u202ero <b>"shot".jpg'


@pytest.fixture
def config(config: Config) -> Config:
    """With an address at which browsers reach it."""
    return config.model_copy(update={"public_url": f"http://127.0.0.1:{config.port}"})


async def test_a_link_gives_the_approved_bytes_until_it_ends(galley: Galley) -> None:
    board, content = Board(galley), photo(1)
    ts = await galley.stage.drop("uploader", "intake", (NAME, content))
    await board.approve("designer1", "Design")
    await board.approve("brand", "Brand")
    links = await eventually(lambda: announced(galley))
    assert len(links) == 4  # the original and three renditions
    assert await eventually(lambda: told_uploader(galley)) == links[:1]

    async with loopback(timeout=20) as http:
        answers = [await http.get(link) for link in links]
        assert answers[0].content == content
        assert [answer.headers["content-type"] for answer in answers[:2]] == ["image/jpeg", "image/jpeg"]
        for answer in answers:
            assert_guarded(answer)
        await assert_gives_nothing_else(http, galley, links[0])

        await galley.stage.drop("uploader", "intake", ("newer.jpg", photo(2)), thread_ts=ts)
        await eventually(lambda: is_gone(http, links[0], "no longer the published one"))
        await galley.stage.advance("P8D")
        await eventually(lambda: is_gone(http, links[0], "This link has ended"))


async def assert_gives_nothing_else(http: httpx.AsyncClient, galley: Galley, link: str) -> None:
    """Not even for what we would sign ourselves."""
    base, token = link.rsplit("/", 1)
    ours = Links(vault=Vault.open(galley.config), policies=galley.house.policies, base=None)
    grant = ours.read(token)
    assert grant is not None
    others = ({"team_id": "T0OTHER"}, {"version_id": "0" * 26}, {"file": "../../keys"}, {"file": ""})
    for other in others:
        assert (await http.get(f"{base}/{ours.token(replace(grant, **other))}")).status_code == 410
    for changed in (f"{token}x", token[:-2], "..%2f..%2fkeys", "x" * 5_000):
        assert (await http.get(f"{base}/{changed}")).status_code == 404


def assert_guarded(answer: httpx.Response) -> None:
    headers = answer.headers
    assert answer.status_code == 200
    assert headers["content-disposition"].startswith("attachment;")
    assert not re.search(r"[\u202e<>]|%3C|\.\./", headers["content-disposition"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"


async def is_gone(http: httpx.AsyncClient, link: str, why: str) -> bool:
    answer = await http.get(link)
    return answer.status_code == 410 and why in answer.text


async def announced(galley: Galley) -> Sequence[str]:
    return links_in(await galley.stage.messages("lead", "campaign"))


async def told_uploader(galley: Galley) -> Sequence[str]:
    return links_in(await galley.stage.direct("uploader"))


def links_in(messages: Sequence[Seen]) -> Sequence[str]:
    blocks = " ".join(str(block) for seen in messages for block in seen.blocks)
    return [html.unescape(link) for link in re.findall(r"<(http://127[^|>]*/library/[^|>]*)\|", blocks)]
