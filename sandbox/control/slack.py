"""The control API's Slack rows: everybody's hands and eyes in the workspace."""

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.routing import Route

from sandbox.control import slack_admin, slack_page, slack_teams
from sandbox.control.slack_asking import Call, json_body, route, route_of_all
from sandbox.people import Person
from sandbox.slack import deeds, interactions, reading
from sandbox.slack.conversations import Conversation
from sandbox.slack.deeds import Drop
from sandbox.slack.pressing import Press
from sandbox.slack.refusals import Json, NotPossible
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces

PRESS = ("action_id", "block_id", "value", "option")


def routes(workspaces: Workspaces) -> list[Route]:
    calls: dict[str, Call] = {
        "POST upload": upload,
        "POST file": file,
        "POST message": message,
        "POST command": command,
        "POST click": click,
        "POST shortcut": shortcut,
        "POST submit": submit,
        "POST close": close,
        "POST home": home,
        "POST suggest": suggest,
        "GET messages": messages,
        "GET views": views,
        "GET notifications": notifications,
        "GET channels": channels,
        **slack_admin.calls(),
        **slack_page.calls(),
    }
    return [
        *(route(workspaces, name, call) for name, call in calls.items()),
        *(route_of_all(workspaces, name, call) for name, call in slack_teams.calls().items()),
        slack_admin.picture_route(workspaces),
    ]


async def upload(workspace: Workspace, request: Request) -> Json:
    async with request.form() as form:
        one = _person(workspace, form)
        conversation = deeds.place(workspace, one, _text(form, "channel"))
        message = deeds.upload(
            workspace,
            one,
            conversation,
            await _drops(form),
            text=_text(form, "text", ""),
            thread_ts=_text(form, "thread_ts", ""),
        )
    return {"files": [one["id"] for one in message["files"]], "ts": message["ts"]}


async def file(workspace: Workspace, request: Request) -> Json:
    """A file for a file input: uploaded, shown nowhere yet."""
    async with request.form() as form:
        kept = deeds.keep(workspace, _person(workspace, form), await _drops(form))
    return {"files": [one.id for one in kept]}


async def message(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "channel", "text"), optional=("thread_ts",))
    one = workspace.directory.acting(body["user"])
    conversation = deeds.place(workspace, one, body["channel"])
    said = deeds.say(workspace, one, conversation, str(body["text"]), str(body.get("thread_ts") or ""))
    return {"ts": said["ts"]}


async def command(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "channel", "command"), optional=("text",))
    one = workspace.directory.acting(body["user"])
    conversation = deeds.place(workspace, one, body["channel"])
    return await interactions.command(workspace, one, conversation, str(body["command"]), str(body.get("text", "")))


async def click(workspace: Workspace, request: Request) -> Json:
    body = await json_body(
        request, required=("user", "action_id"), optional=("channel", "ts", "view_id", "block_id", "value", "option")
    )
    one = workspace.directory.acting(body["user"])
    press = Press(**{key: body[key] for key in PRESS if key in body})
    if "view_id" in body:
        return await interactions.press_in_view(workspace, one, _view(workspace, one, body["view_id"]), press)
    conversation = deeds.place(workspace, one, _given(body, "channel"))
    seen = _seen(one, conversation, _given(body, "ts"))
    return await interactions.press_in_message(workspace, one, conversation, seen, press)


async def shortcut(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "callback_id"), optional=("channel", "ts"))
    one = workspace.directory.acting(body["user"])
    if "ts" not in body:
        return await interactions.use_global_shortcut(workspace, one, body["callback_id"])
    conversation = deeds.place(workspace, one, _given(body, "channel"))
    seen = _seen(one, conversation, body["ts"])
    return await interactions.use_message_shortcut(workspace, one, body["callback_id"], conversation, seen)


async def submit(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "view_id"), optional=("values",))
    one = workspace.directory.acting(body["user"])
    view = _view(workspace, one, body["view_id"])
    return await interactions.submit(workspace, one, view, body.get("values") or {})


async def close(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "view_id"))
    one = workspace.directory.acting(body["user"])
    await interactions.close(workspace, one, _view(workspace, one, body["view_id"]))
    return {"closed": True}


async def home(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user",))
    return await interactions.open_home(workspace, workspace.directory.acting(body["user"]))


async def suggest(workspace: Workspace, request: Request) -> Json:
    """`{user, view_id | channel + ts, action_id, block_id?, value}` -> what an external menu offers."""
    body = await json_body(
        request, required=("user", "action_id"), optional=("channel", "ts", "view_id", "block_id", "value")
    )
    one = workspace.directory.acting(body["user"])
    press = Press(**{key: body[key] for key in PRESS if key in body})
    if "view_id" in body:
        return await interactions.suggest_in_view(workspace, one, _view(workspace, one, body["view_id"]), press)
    conversation = deeds.place(workspace, one, _given(body, "channel"))
    seen = _seen(one, conversation, _given(body, "ts"))
    return await interactions.suggest_in_message(workspace, one, conversation, seen, press)


async def messages(workspace: Workspace, request: Request) -> Json:
    one = _asking(workspace, request)
    conversation = deeds.place(workspace, one, request.query_params.get("channel", ""))
    return {"messages": reading.messages(one, conversation, request.query_params.get("thread_ts", ""))}


async def views(workspace: Workspace, request: Request) -> Json:
    return {"views": reading.views(workspace, _asking(workspace, request))}


async def notifications(workspace: Workspace, request: Request) -> Json:
    return {"messages": reading.notifications(workspace, _asking(workspace, request))}


async def channels(workspace: Workspace, request: Request) -> Json:
    return {"channels": reading.channels(workspace, _asking(workspace, request))}


def _asking(workspace: Workspace, request: Request) -> Person:
    return workspace.directory.acting(request.query_params.get("user", ""))


def _person(workspace: Workspace, form: FormData) -> Person:
    return workspace.directory.acting(_text(form, "user"))


def _text(form: FormData, name: str, default: str | None = None) -> str:
    value = form.get(name, default)
    if not isinstance(value, str):
        raise NotPossible(f"'{name}' is missing.")
    return value


async def _drops(form: FormData) -> list[Drop]:
    return [
        Drop(name=part.filename or "file", content=await part.read())
        for part in form.getlist("file")
        if isinstance(part, UploadFile)
    ]


def _given(body: dict[str, Any], name: str) -> str:
    if not body.get(name):
        raise NotPossible(f"'{name}' is missing.")
    return str(body[name])


def _seen(one: Person, conversation: Conversation, ts: str) -> Json:
    message = reading.message_seen(one, conversation, ts)
    if message is None:
        raise NotPossible("That message is not there.", status=404)
    return message


def _view(workspace: Workspace, one: Person, view_id: str) -> View:
    view = workspace.views.find(view_id=view_id)
    if view is None or view.user != one.slack_id:
        raise NotPossible(f"{one.role} has no such view open.", status=404)
    return view
