"""Slack's other hosts: private downloads, upload addresses, response_url, permalinks."""

import json
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from sandbox.slack.answering import answer
from sandbox.slack.files import File
from sandbox.slack.installation import Installation
from sandbox.slack.methods.files import visible_file
from sandbox.slack.refusals import SlackRefused
from sandbox.slack.workspaces import Workspaces
from sandbox.traffic import remark

LOGIN_PAGE = """<!DOCTYPE html>
<html><head><title>Slack</title></head><body><h1>Sign in to Sandbox</h1><form action="/signin"></form></body></html>
"""


class Host:
    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._page = workspaces.shared.world.addresses.page

    async def download(self, request: Request) -> Response:
        """Whoever may not see a file gets the login page, and HTTP 200 with it, as a browser would."""
        file = self._file_for(request)
        if file is None:
            remark(request.scope).detail = "login_page"
            return HTMLResponse(LOGIN_PAGE)
        return Response(file.content, media_type=file.mimetype, headers=_naming(request, file))

    async def upload(self, request: Request) -> Response:
        announced = self._workspaces.shared.uploads.get(request.path_params["file_id"])
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
            code, said = request.path_params["code"], _parsed(await request.body())
            answer(next((one for one in self._workspaces if one.replies.has(code)), self._workspaces.first), code, said)
        except SlackRefused as refusal:
            remark(request.scope).detail = refusal.error
            is_gone = refusal.error in ("used_url", "expired_url")
            return JSONResponse(refusal.as_json(), 404 if is_gone else 400)
        return PlainTextResponse("ok")

    async def permalink(self, request: Request) -> Response:
        """A person follows a link to a message: it opens on the page."""
        channel, ts = request.path_params["channel"], request.path_params["ts"]
        workspace = self._workspaces.with_channel(channel)
        is_elsewhere = workspace is not None and workspace is not self._workspaces.first
        team = f"&team={workspace.here.team.id}" if workspace and is_elsewhere else ""
        return RedirectResponse(f"{self._page}/?channel={channel}&ts={ts[:-6]}.{ts[-6:]}{team}")

    async def file_page(self, request: Request) -> Response:
        return RedirectResponse(f"{self._page}/control/slack/file/{request.path_params['file_id']}")

    def _file_for(self, request: Request) -> File | None:
        team_id, _, file_id = request.path_params["team_and_file"].partition("-")
        found = self._workspaces.with_file(file_id)
        if found is None:
            return None
        workspace, file = found
        try:
            caller = self._caller(request)
            if caller is not workspace.installation or file.team != team_id or not caller.has_scope("files:read"):
                return None
            return visible_file(workspace, file_id)
        except SlackRefused:
            return None

    def _caller(self, request: Request) -> Installation:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise SlackRefused("not_authed")
        return self._workspaces.shared.caller(token.strip(), remark(request.scope))


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
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}  # RFC 6266


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        raise SlackRefused("invalid_payload") from None
    if not isinstance(said, dict):
        raise SlackRefused("invalid_payload")
    return said
