"""The control API's extra Slack rows: what happens to channels, files, people and the app itself."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.control.asking import INERT, number
from sandbox.control.slack_asking import Call, json_body
from sandbox.slack import deeds, grouping, manifest
from sandbox.slack.refusals import Json, NotPossible
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces

MOST = 10_000  # people of a crowd
APP_SETTINGS = ("manifest", "request_url", "subscriptions", "should_escape", "limits", "redirect_urls", "rotation")


def calls() -> dict[str, Call]:
    return {
        "POST edit": edit,
        "POST delete": delete,
        "POST react": react,
        "POST channel": channel,
        "POST join": join,
        "POST archive": archive,
        "POST kick": kick,
        "POST invite": invite,
        "POST file_delete": file_delete,
        "POST person": person,
        "POST crowd": crowd,
        "POST group": group,
        "POST scopes": scopes,
        "POST disconnect": disconnect,
        "GET app": app,
        "POST app": set_app,
    }


def picture_route(workspaces: Workspaces) -> Route:
    """`?size=` is understood as a wish: the page scales the picture itself."""

    async def picture(request: Request) -> Response:
        _, file = workspaces.with_file(request.path_params["file_id"]) or (None, None)
        if file is None or file.is_deleted:
            return Response(status_code=404)
        return Response(file.content, media_type=file.mimetype, headers=INERT)

    return Route("/control/slack/file/{file_id}", picture)


async def edit(workspace: Workspace, request: Request) -> Json:
    """A person rewrites a message of theirs."""
    body = await json_body(request, required=("user", "channel", "ts", "text"))
    one = workspace.directory.acting(body["user"])
    conversation = deeds.place(workspace, one, body["channel"])
    deeds.edit(workspace, one, conversation, body["ts"], body["text"])
    return {"ts": body["ts"]}


async def delete(workspace: Workspace, request: Request) -> Json:
    """A person deletes a message of theirs; an admin any, the bot's too."""
    body = await json_body(request, required=("user", "channel", "ts"))
    one = workspace.directory.acting(body["user"])
    deeds.delete(workspace, one, deeds.place(workspace, one, body["channel"]), body["ts"])
    return {"ts": body["ts"]}


async def react(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "channel", "ts", "name"))
    one = workspace.directory.acting(body["user"])
    deeds.add_reaction(workspace, one, deeds.place(workspace, one, body["channel"]), body["ts"], body["name"])
    return {"ts": body["ts"]}


async def channel(workspace: Workspace, request: Request) -> Json:
    """`{name, members, is_private?}`; the bot is not in it until somebody invites it."""
    body = await json_body(request, required=("name", "members"), optional=("is_private",))
    members = [workspace.directory.find(known_as).slack_id for known_as in body["members"]]
    made = deeds.create_channel(workspace, body["name"], members, is_private=bool(body.get("is_private")))
    return {"channel": made.id}


async def join(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "channel"))
    conversation = workspace.conversations.named_by_person(body["channel"])
    deeds.join(workspace, workspace.directory.acting(body["user"]), conversation)
    return {"channel": conversation.id}


async def archive(workspace: Workspace, request: Request) -> Json:
    """`{channel, archived?}`; `"archived": false` opens it again."""
    body = await json_body(request, required=("channel",), optional=("archived",))
    conversation = workspace.conversations.named_by_person(body["channel"])
    deeds.archive(workspace, conversation, is_archived=body.get("archived", True) is True)
    return {"channel": conversation.id, "archived": conversation.is_archived}


async def kick(workspace: Workspace, request: Request) -> Json:
    """The bot is removed from a channel."""
    body = await json_body(request, required=("channel",))
    conversation = workspace.conversations.named_by_person(body["channel"])
    deeds.kick_bot(workspace, conversation)
    return {"channel": conversation.id}


async def invite(workspace: Workspace, request: Request) -> Json:
    """A person invites the bot."""
    body = await json_body(request, required=("user", "channel"))
    one = workspace.directory.acting(body["user"])
    conversation = deeds.place(workspace, one, body["channel"])
    deeds.invite_bot(workspace, one, conversation)
    return {"channel": conversation.id}


async def file_delete(workspace: Workspace, request: Request) -> Json:
    body = await json_body(request, required=("user", "file"))
    deeds.delete_file(workspace, workspace.directory.acting(body["user"]), body["file"])
    return {"file": body["file"]}


async def person(workspace: Workspace, request: Request) -> Json:
    """`{user, deleted}`: an account is deactivated, or comes back."""
    body = await json_body(request, required=("user", "deleted"))
    one = workspace.directory.find(body["user"])
    workspace.directory.deactivate(one.slack_id, is_deactivated=body["deleted"] is True)
    workspace.tell("person", user=one.slack_id)
    return {"user": one.slack_id, "deleted": body["deleted"] is True}


async def crowd(workspace: Workspace, request: Request) -> Json:
    """`{count}`: so many more people join; they are called crowd1, crowd2, ... and do nothing by themselves."""
    body = await json_body(request, required=("count",))
    count = number(body["count"], name="count", least=1)
    return {"people": workspace.directory.fill(int(min(count, MOST)))}


async def group(workspace: Workspace, request: Request) -> Json:
    """`{handle, users?, name?, disabled?}`: a user group is made, filled, renamed, disabled or brought back."""
    body = await json_body(request, required=("handle",), optional=("users", "name", "disabled"))
    named = body.get("users")
    users = None if named is None else [workspace.directory.find(known_as).slack_id for known_as in named]
    wanted = None if body.get("disabled") is None else body["disabled"] is True
    made = grouping.set_group(workspace, body["handle"], users=users, name=body.get("name"), is_disabled=wanted)
    return {"group": made.as_json(has_users=True)}


async def scopes(workspace: Workspace, request: Request) -> Json:
    """`{set: [...]}`, `{add: [...]}` or `{remove: [...]}`: the app is installed anew with other scopes."""
    body = await json_body(request, optional=("set", "add", "remove"))
    held = list(body.get("set", workspace.installation.scopes))
    held += [scope for scope in body.get("add", []) if scope not in held]
    workspace.installation.scopes = tuple(scope for scope in held if scope not in body.get("remove", []))
    return {"scopes": list(workspace.installation.scopes)}


async def disconnect(workspace: Workspace, request: Request) -> Json:
    """`{reason?}`: Slack closes every socket; the app is expected to come back."""
    body = await json_body(request, optional=("reason",))
    return {"sockets": await workspace.sockets.disconnect_all(body.get("reason", "refresh_requested"))}


async def app(workspace: Workspace, _: Request) -> Json:
    return _settings(workspace)


async def set_app(workspace: Workspace, request: Request) -> Json:
    """A request URL must pass Slack's challenge; `{"manifest": true}` installs the app as manifest.yml says."""
    body = await json_body(request, optional=APP_SETTINGS)
    if body.get("request_url") and not await workspace.shared.dispatch.challenge(body["request_url"]):
        raise NotPossible("The request URL did not answer the challenge.")
    _apply(workspace, (manifest.installation() if body.get("manifest") else {}) | body)
    return _settings(workspace)


def _apply(workspace: Workspace, body: dict[str, Any]) -> None:
    registration = workspace.registration
    if registration.rotates_tokens and not body.get("rotation", True):
        raise NotPossible("Token rotation cannot be switched off again.")
    registration.request_url = body.get("request_url", registration.request_url)
    registration.subscriptions = tuple(body.get("subscriptions", registration.subscriptions))
    registration.redirect_urls = tuple(body.get("redirect_urls", registration.redirect_urls))
    registration.escapes_commands = bool(body.get("should_escape", registration.escapes_commands))
    registration.has_limits = bool(body.get("limits", registration.has_limits))
    registration.rotates_tokens = bool(body.get("rotation", registration.rotates_tokens))
    if "scopes" in body:
        registration.scopes = workspace.installation.scopes = tuple(body["scopes"])


def _settings(workspace: Workspace) -> Json:
    registration = workspace.registration
    return {
        "request_url": registration.request_url,
        "subscriptions": list(registration.subscriptions),
        "scopes": list(workspace.installation.scopes),
        "redirect_urls": list(registration.redirect_urls),
        "should_escape": registration.escapes_commands,
        "limits": registration.has_limits,
        "rotation": registration.rotates_tokens,
        "sockets": workspace.sockets.count,
    }
