"""Slack's other hosts: private downloads, upload addresses, response_url, permalinks."""

import hmac
import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from sandbox.slack import names
from sandbox.slack.answering import answer
from sandbox.slack.files import File
from sandbox.slack.methods.files import visible_file
from sandbox.slack.refusals import SlackRefused
from sandbox.slack.workspace import Workspace
from sandbox.traffic import remark

LOGIN_PAGE = """<!DOCTYPE html>
<html><head><title>Slack</title></head><body><h1>Sign in to Sandbox</h1><form action="/signin"></form></body></html>
"""


class Host:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def download(self, request: Request) -> Response:
        """Whoever may not see a file gets the login page, and HTTP 200 with it, as a browser would."""
        file = self._file_for(request)
        if file is None:
            remark(request.scope).detail = "login_page"
            return HTMLResponse(LOGIN_PAGE)
        return Response(file.content, media_type=file.mimetype, headers=_naming(request, file))

    async def upload(self, request: Request) -> Response:
        announced = self._workspace.files.announced(request.path_params["file_id"])
        if announced is None:
            return PlainTextResponse("not found", 404)
        content = await _content(request)
        if len(content) != announced.length:
            remark(request.scope).detail = "length_mismatch"
            return PlainTextResponse("length mismatch", 400)
        announced.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def respond(self, request: Request) -> Response:
        try:
            said = _parsed(await request.body())
            answer(self._workspace, request.path_params["code"], said)
        except SlackRefused as refusal:
            remark(request.scope).detail = refusal.error
            is_gone = refusal.error in ("used_url", "expired_url")
            return JSONResponse(refusal.as_json(), 404 if is_gone else 400)
        return PlainTextResponse("ok")

    async def permalink(self, request: Request) -> Response:
        """A person follows a link to a message: it opens on the page."""
        channel, ts = request.path_params["channel"], request.path_params["ts"]
        page = self._workspace.world.addresses.page
        return RedirectResponse(f"{page}/?channel={channel}&ts={ts[:-6]}.{ts[-6:]}")

    async def file_page(self, request: Request) -> Response:
        page = self._workspace.world.addresses.page
        return RedirectResponse(f"{page}/control/slack/file/{request.path_params['file_id']}")

    def _file_for(self, request: Request) -> File | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        installation = self._workspace.installation
        may_read = (
            scheme.lower() == "bearer"
            and hmac.compare_digest(token.strip(), names.BOT_TOKEN)
            and not installation.is_revoked
            and installation.has_scope("files:read")
        )
        if not may_read:
            return None
        file_id = request.path_params["team_and_file"].partition("-")[2]
        try:
            return visible_file(self._workspace, file_id)
        except SlackRefused:
            return None


async def _content(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for part in form.values():
            if isinstance(part, UploadFile):
                return await part.read()
    return b""


def _naming(request: Request, file: File) -> dict[str, str]:
    if "/download/" not in request.url.path:
        return {}
    name = file.name.encode("ascii", "replace").decode().replace('"', "")
    return {"content-disposition": f'attachment; filename="{name}"'}


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        raise SlackRefused("invalid_payload") from None
    if not isinstance(said, dict):
        raise SlackRefused("invalid_payload")
    return said
