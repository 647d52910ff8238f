"""People's files are fetched from Slack's own hosts, and the bot token goes nowhere else."""

from collections.abc import Callable

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import SLACK_API
from bot.slack.files import SlackFiles
from bot.slack.hosts import Hosts
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, Unavailable
from sandbox.serve import Sandbox
from sandbox.slack import names
from tests.loopback import loopback
from tests.workspaces import OneWorkspace

HERO = b"\xff\xd8\xff hero"
HOSTED = "https://files.slack.com/files-pri/T1-F1/hero.jpg"


class Internet:
    """Every host at once; notes who was asked, and with which token."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answer: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(200, content=HERO)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.url.host, request.headers.get("authorization", "")))
        return self.answer(request)

    def files(self, api_url: str = SLACK_API) -> SlackFiles:
        http = loopback(transport=httpx.MockTransport(self), follow_redirects=True)
        return SlackFiles(OneWorkspace(token="xoxb-secret"), http, hosts=Hosts(api_url))


@pytest.fixture
def internet() -> Internet:
    return Internet()


async def fetch(files: SlackFiles, url: str) -> bytes:
    return b"".join([chunk async for chunk in files.stream(names.TEAM, url)])


async def test_a_file_is_fetched_with_the_token(internet: Internet):
    assert await fetch(internet.files(), HOSTED) == HERO
    assert internet.asked == [("files.slack.com", "Bearer xoxb-secret")]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/hero.jpg",
        "https://files.slack.com.evil.example/hero.jpg",
        "https://evilslack.com/hero.jpg",
        "http://files.slack.com/hero.jpg",
        "https://files.slack.com:8443/hero.jpg",
        "https://files.slack.com@evil.example/hero.jpg",
        "https://user@files.slack.com/hero.jpg",
        "https://evil.example\\.slack.com/hero.jpg",
        "https://evil.example%2f.slack.com/hero.jpg",
        "https://evil.example\uff0f.slack.com/hero.jpg",
        "https://files.slack.com:99999/hero.jpg",
        "https://files.sla\nck.com/hero.jpg",
        "https://[::1/hero.jpg",
        "file:///etc/passwd",
        "http://127.0.0.1:8701/files-pri/T1-F1/hero.jpg",
        "",
    ],
)
async def test_no_other_host_is_ever_asked(internet: Internet, url: str):
    with pytest.raises(Refused, match="does not lie with Slack"):
        await fetch(internet.files(), url)

    assert internet.asked == []


async def test_a_redirect_out_of_slack_is_not_followed(internet: Internet):
    internet.answer = lambda _: httpx.Response(302, headers={"location": "https://evil.example/take-the-token"})

    with pytest.raises(Refused, match="does not lie with Slack"):
        await fetch(internet.files(), HOSTED)

    assert [host for host, _ in internet.asked] == ["files.slack.com"]


@pytest.mark.parametrize("location", ["//evil.example/x", "https://a\\.slack.com/", "file:///etc/passwd"])
async def test_a_redirect_to_no_address_ends_there(internet: Internet, location: str):
    internet.answer = lambda _: httpx.Response(302, headers={"location": location})

    with pytest.raises(Refused, match="does not lie with Slack"):
        await fetch(internet.files(), HOSTED)

    assert [host for host, _ in internet.asked] == ["files.slack.com"]


async def test_a_redirect_within_slack_is_followed(internet: Internet):
    elsewhere = "https://edge.slack.com/hero.jpg"
    internet.answer = lambda request: (
        httpx.Response(200, content=HERO)
        if request.url.host == "edge.slack.com"
        else httpx.Response(302, headers={"location": elsewhere})
    )

    assert await fetch(internet.files(), HOSTED) == HERO


async def test_a_circle_of_redirects_ends(internet: Internet):
    internet.answer = lambda _: httpx.Response(302, headers={"location": HOSTED})

    with pytest.raises(Refused, match="never gives the file"):
        await fetch(internet.files(), HOSTED)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(200, text="<html>Sign in", headers={"content-type": "text/html; charset=utf-8"}), Refused),
        (httpx.Response(401), Refused),
        (httpx.Response(403), Refused),
        (httpx.Response(404), NotFound),
        (httpx.Response(429, headers={"retry-after": "3"}), Unavailable),
        (httpx.Response(503), OutcomeUnknown),
        (httpx.Response(418), Refused),
        (httpx.Response(302), Refused),
        (httpx.Response(304), Refused),
    ],
    ids=str,
)
async def test_what_is_not_the_file_is_not_taken_for_it(
    internet: Internet, answer: httpx.Response, kind: type[ConnectorError]
):
    internet.answer = lambda _: answer

    with pytest.raises(kind):
        await fetch(internet.files(), HOSTED)


async def test_a_page_that_somebody_uploaded_is_a_file(internet: Internet):
    headers = {"content-type": "text/html", "content-disposition": 'attachment; filename="hero.jpg"'}
    internet.answer = lambda _: httpx.Response(200, content=b"<html>", headers=headers)

    assert await fetch(internet.files(), HOSTED) == b"<html>"


@pytest.fixture
async def theirs(sandbox: Sandbox, client: AsyncWebClient):
    async with loopback() as http:
        yield SlackFiles(OneWorkspace(client), http, hosts=Hosts(f"{sandbox.world.addresses.slack}/api/"))


async def upload(sandbox: Sandbox) -> str:
    """A person drops a picture."""
    async with loopback(sandbox.world.addresses.page) as page:
        form = {"user": "uploader", "channel": "intake"}
        answer = await page.post("/control/slack/upload", data=form, files={"file": ("hero.jpg", HERO)})
    return str(answer.json()["files"][0])


async def test_a_persons_file_is_described_and_fetched(sandbox: Sandbox, theirs: SlackFiles):
    remote = await theirs.describe(names.TEAM, await upload(sandbox))

    assert (remote.name, remote.size_bytes, remote.user_id) == ("hero.jpg", len(HERO), "U0UPLOADER")
    assert list(remote.shares) == [names.channel_id("intake")]
    assert await fetch(theirs, remote.url) == HERO


async def test_a_deleted_file_is_not_found(sandbox: Sandbox, theirs: SlackFiles):
    file_id = await upload(sandbox)
    async with loopback(sandbox.world.addresses.page) as page:
        await page.post("/control/slack/file_delete", json={"user": "uploader", "file": file_id})

    with pytest.raises(NotFound):
        await theirs.describe(names.TEAM, file_id)


async def test_a_token_that_may_not_read_files_gets_a_sentence(sandbox: Sandbox, theirs: SlackFiles):
    remote = await theirs.describe(names.TEAM, await upload(sandbox))
    async with loopback(sandbox.world.addresses.page) as page:
        await page.post("/control/slack/scopes", json={"remove": ["files:read"]})

    with pytest.raises(Refused, match="files:read"):
        await fetch(theirs, remote.url)
