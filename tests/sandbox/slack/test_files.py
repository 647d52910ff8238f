"""Files: three steps up, private down, shared where they may stand in a block."""

import json

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.loopback import loopback
from tests.sandbox.slack.playing import PNG, Desk, modal, picture, section, told
from tests.sandbox.slack.refusing import reasons, refusal
from tests.waiting import eventually

REVIEW = "C0REVIEW"
TOKEN = {"authorization": "Bearer xoxb-sandbox"}


@pytest.fixture
async def http():
    async with loopback() as client:
        yield client


async def processed(slack: AsyncWebClient, file_id: str) -> dict:
    async def shown() -> dict | None:
        file = (await slack.files_info(file=file_id))["file"]
        return file if "shares" in file else None

    return await eventually(shown)


async def test_an_upload_by_a_person_is_seen_and_read(desk: Desk, slack: AsyncWebClient, http: httpx.AsyncClient):
    dropped = await desk.upload("uploader", "intake", "hero.png", "side.png", text="two")

    [message] = await desk.messages("brand", "intake")
    assert (message["ts"], message["subtype"], message["text"]) == (dropped["ts"], "file_share", "two")
    assert [file["id"] for file in message["files"]] == dropped["files"]

    file = (await slack.files_info(file=dropped["files"][0]))["file"]
    assert (file["name"], file["mimetype"], file["size"], file["user"]) == (
        "hero.png",
        "image/png",
        len(PNG),
        "U0UPLOADER",
    )
    assert (file["original_w"], file["original_h"], "thumb_360" in file) == (1600, 900, True)
    assert file["shares"]["public"]["C0INTAKE"][0]["ts"] == dropped["ts"]
    assert (await http.get(file["url_private_download"], headers=TOKEN)).content == PNG


async def test_without_the_right_token_a_download_is_a_login_page(
    desk: Desk, slack: AsyncWebClient, http: httpx.AsyncClient
):
    dropped = await desk.upload("uploader", "intake", "hero.png")
    url = (await slack.files_info(file=dropped["files"][0]))["file"]["url_private"]

    for headers in ({}, {"authorization": "Bearer xoxb-other"}, {"authorization": "Bearer xapp-sandbox"}):
        answer = await http.get(url, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")

    await desk.scopes(remove=["files:read"])
    assert "Sign in" in (await http.get(url, headers=TOKEN)).text


async def test_a_file_is_downloaded_whatever_its_name(desk: Desk, slack: AsyncWebClient, http: httpx.AsyncClient):
    dropped = await desk.upload("uploader", "intake", 'new\nline\x1b "quoted" \u00e9.png')
    url = (await slack.files_info(file=dropped["files"][0]))["file"]["url_private_download"]

    assert (await http.get(url, headers=TOKEN)).content == PNG


async def test_the_sdk_uploads_in_three_steps(desk: Desk, slack: AsyncWebClient):
    root = await slack.chat_postMessage(channel=REVIEW, text="root")
    uploads = [{"content": PNG, "filename": "a.png", "title": "A"}, {"content": PNG, "filename": "b.png"}]
    uploaded = await slack.files_upload_v2(
        channel=REVIEW, thread_ts=root["ts"], initial_comment="both", file_uploads=uploads
    )

    [_, message] = await desk.messages("brand", "review", thread_ts=root["ts"])
    assert (message["text"], [file["title"] for file in message["files"]]) == ("both", ["A", "b.png"])
    assert [file["id"] for file in message["files"]] == [file["id"] for file in uploaded["files"]]


async def test_an_upload_is_processed_a_moment_later(slack: AsyncWebClient):
    uploaded = (await slack.files_upload_v2(channel=REVIEW, content=PNG, filename="a.png"))["file"]
    assert {"shares", "thumb_360"} & set((await slack.files_info(file=uploaded["id"]))["file"]) == set()

    early = slack.chat_postMessage(channel=REVIEW, text="x", blocks=[picture(uploaded["id"])])
    assert await reasons(early) == ["[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"]

    file = await processed(slack, uploaded["id"])
    assert file["shares"]["public"][REVIEW]
    assert (await slack.chat_postMessage(channel=REVIEW, text="x", blocks=[picture(file["id"])]))["ok"]


async def test_a_picture_stands_only_where_it_is_shared(desk: Desk, slack: AsyncWebClient):
    dropped = await desk.upload("uploader", "intake", "hero.png")
    [file_id] = dropped["files"]

    async def posting(channel: str) -> list[str]:
        return await reasons(slack.chat_postMessage(channel=channel, text="x", blocks=[picture(file_id)]))

    assert (await slack.chat_postMessage(channel="C0INTAKE", text="x", blocks=[picture(file_id)]))["ok"]
    assert (await slack.chat_postMessage(channel="U0BRAND", text="x", blocks=[picture(file_id)]))["ok"]
    assert await posting(REVIEW) == [
        "[ERROR] slack file is not shared to this channel [json-pointer:/blocks/0/slack_file]"
    ]
    assert await refusal(slack.views_publish(user_id="U0BRAND", view={"type": "home", "blocks": [picture("F0NO")]}))


async def test_what_is_no_picture_cannot_stand_as_one(desk: Desk, slack: AsyncWebClient):
    text = await desk.upload("uploader", "review", "notes.jpg", content=b"only words")
    tiff = await desk.upload("uploader", "review", "scan.tiff")

    for file_id in (text["files"][0], tiff["files"][0], "F0NONE"):
        post = slack.chat_postMessage(channel=REVIEW, text="x", blocks=[picture(file_id)])
        assert await refusal(post) == "invalid_blocks"


async def test_an_upload_that_was_not_finished_cannot_be_completed(slack: AsyncWebClient, http: httpx.AsyncClient):
    announced = await slack.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    complete = {"files": [{"id": announced["file_id"], "title": "a"}], "channel_id": REVIEW}

    assert await refusal(slack.files_completeUploadExternal(**complete)) == "file_not_found"
    assert (await http.post(announced["upload_url"], content=PNG + b"!")).status_code == 400
    assert (await http.post(announced["upload_url"], content=PNG)).text == f"OK - {len(PNG)}"
    assert (await slack.files_completeUploadExternal(**complete))["files"][0]["id"] == announced["file_id"]
    assert await refusal(slack.files_completeUploadExternal(**complete)) == "file_not_found"


async def test_an_upload_needs_a_length_and_a_channel_that_exists(desk: Desk, slack: AsyncWebClient):
    assert await refusal(slack.files_getUploadURLExternal(filename="a.png", length=0)) == "missing_argument"
    await desk.kick(channel="general")

    for channel, error in (("C0NOWHERE", "channel_not_found"), ("C0GENERAL", "not_in_channel")):
        files = [{"id": "F0NONE", "title": "x"}]
        assert await refusal(slack.files_completeUploadExternal(files=files, channel_id=channel)) == error


async def test_a_file_without_a_channel_stays_private(desk: Desk, slack: AsyncWebClient):
    uploaded = (await slack.files_upload_v2(content=PNG, filename="a.png"))["file"]

    assert (await processed(slack, uploaded["id"]))["shares"] == {}
    assert await desk.messages("brand", "review") == []


async def test_blocks_stand_beside_the_files_when_there_is_no_comment(desk: Desk, slack: AsyncWebClient):
    await slack.files_upload_v2(channel=REVIEW, content=PNG, filename="a.png", blocks=json.dumps([section("look")]))

    [message] = await desk.messages("brand", "review")
    assert message["blocks"][0]["text"]["text"] == "look"


async def test_a_deleted_file_is_gone_and_its_message_says_so(
    desk: Desk, slack: AsyncWebClient, http: httpx.AsyncClient
):
    dropped = await desk.upload("uploader", "intake", "hero.png")
    [file_id] = dropped["files"]
    url = (await slack.files_info(file=file_id))["file"]["url_private"]
    assert await refusal(slack.files_delete(file=file_id)) == "cant_delete_file"

    await desk.file_delete(user="uploader", file=file_id)

    [message] = await desk.messages("brand", "intake")
    assert message["files"] == [{"id": file_id, "mode": "tombstone"}]
    assert await refusal(slack.files_info(file=file_id)) == "file_deleted"
    assert "Sign in" in (await http.get(url, headers=TOKEN)).text


async def test_the_bot_sees_only_what_is_shared_where_it_is(desk: Desk, slack: AsyncWebClient):
    await desk.channel(name="secret", members=["lead"], is_private=True)
    hidden = await desk.upload("lead", "secret", "hero.png")

    assert await refusal(slack.files_info(file=hidden["files"][0])) == "file_not_found"


async def test_the_page_gets_a_pictures_bytes(desk: Desk):
    [file_id] = (await desk.upload("uploader", "intake", "hero.png"))["files"]

    answer = await desk.client.get(f"/control/slack/file/{file_id}", params={"size": 360})

    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert (await desk.client.get("/control/slack/file/F0NONE")).status_code == 404


async def test_a_form_takes_files_that_its_person_uploaded(sandbox: Sandbox, desk: Desk):
    element = {"type": "file_input", "action_id": "f", "max_files": 2, "filetypes": ["png"]}
    form = modal({"type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "x"}, "element": element})
    view = sandbox.slack.workspace.views.open("U0BRAND", form)
    kept = [
        told(await desk.client.post("/control/slack/file", data={"user": user}, files=[("file", (name, PNG))]))["files"]
        for user, name in (("brand", "a.gif"), ("legal", "b.png"))
    ]

    wrong = await desk.submit(user="brand", view_id=view.id, values={"b": {"f": kept[0]}})
    foreign = await desk.refused("submit", user="brand", view_id=view.id, values={"b": {"f": kept[1]}})

    assert wrong == {"errors": {"b": "Please choose files of these types: png."}}
    assert foreign[0] == 400


async def test_a_submitted_form_shows_its_files_to_the_app(sandbox: Sandbox, desk: Desk, slack: AsyncWebClient):
    element = {"type": "file_input", "action_id": "f"}
    form = modal({"type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "x"}, "element": element})
    view = sandbox.slack.workspace.views.open("U0BRAND", form)
    kept = told(
        await desk.client.post("/control/slack/file", data={"user": "brand"}, files=[("file", ("a.png", PNG))])
    )["files"]
    assert "file_not_found" in await refusal(slack.files_info(file=kept[0]))

    await desk.client.post(
        "/control/slack/submit", json={"user": "brand", "view_id": view.id, "values": {"b": {"f": kept}}}
    )

    assert (await slack.files_info(file=kept[0]))["file"]["name"] == "a.png"


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "..", "a?b#c%2f.png", "שלום.jpg", ""])
async def test_a_file_is_found_whatever_its_name(desk: Desk, slack: AsyncWebClient, http: httpx.AsyncClient, name: str):
    dropped = await desk.upload("uploader", "intake", name or " ")
    file = (await slack.files_info(file=dropped["files"][0]))["file"]

    got = await http.get(file["url_private_download"], headers=TOKEN)

    assert (got.status_code, len(got.content)) == (200, file["size"])
