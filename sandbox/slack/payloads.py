"""What the app is sent when a person acts, https://docs.slack.dev/reference/interaction-payloads."""

from sandbox.people import Person
from sandbox.slack import names
from sandbox.slack.conversations import Conversation, Kind
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json
from sandbox.slack.state import state_of
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace


def view_json(view: View) -> Json:
    return view.as_json(state_of(view.content["blocks"], view.typed))


def message_action(workspace: Workspace, one: Person, conversation: Conversation, message: Json, action: Json) -> Json:
    """A press on a message; of an ephemeral one Slack sends only where it stood."""
    is_ephemeral = bool(message.get("is_ephemeral"))
    thread: Json = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": conversation.id,
        "is_ephemeral": is_ephemeral,
        **thread,
    }
    response_url = workspace.replies.issue(
        user=one.slack_id,
        channel=conversation.id,
        at=workspace.world.clock.now(),
        message_ts=message["ts"],
        is_ephemeral=is_ephemeral,
        thread_ts=message.get("thread_ts"),
    )
    typed = workspace.typed.get((message["ts"], one.slack_id), {})
    payload = {
        **_from(workspace, one, "block_actions"),
        "container": container,
        "trigger_id": workspace.triggers.issue(one.slack_id),
        "channel": channel_json(conversation),
        "state": {"values": state_of(message.get("blocks", []), typed)},
        "response_url": response_url,
        "actions": [action],
    }
    return payload if is_ephemeral else payload | {"message": dict(message)}


def view_action(workspace: Workspace, one: Person, view: View, action: Json) -> Json:
    shown = view_json(view)
    return {
        **_from(workspace, one, "block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.triggers.issue(one.slack_id, view_id=view.id),
        "view": shown,
        "state": shown["state"],
        "actions": [action],
    }


def submission(workspace: Workspace, one: Person, view: View) -> Json:
    return {
        **_from(workspace, one, "view_submission"),
        "trigger_id": workspace.triggers.issue(one.slack_id, view_id=view.id),
        "view": view_json(view),
        "response_urls": _response_urls(workspace, one, view),
    }


def _response_urls(workspace: Workspace, one: Person, view: View) -> list[Json]:
    """One for each menu of channels that asked for it."""
    values = state_of(view.content["blocks"], view.typed)
    found = []
    for block in view.content["blocks"]:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        state = values[block["block_id"]][element["action_id"]]
        channel = state.get("selected_conversation") or state.get("selected_channel")
        if channel:
            url = workspace.replies.issue(user=one.slack_id, channel=channel, at=workspace.world.clock.now())
            where = {"block_id": block["block_id"], "action_id": element["action_id"]}
            found.append({**where, "channel_id": channel, "response_url": url})
    return found


def closing(workspace: Workspace, one: Person, view: View, *, is_cleared: bool) -> Json:
    return {**_from(workspace, one, "view_closed"), "view": view_json(view), "is_cleared": is_cleared}


def global_shortcut(workspace: Workspace, one: Person, callback_id: str, *, at: str) -> Json:
    return {
        **_from(workspace, one, "shortcut"),
        "callback_id": callback_id,
        "action_ts": at,
        "trigger_id": workspace.triggers.issue(one.slack_id),
    }


def message_shortcut(
    workspace: Workspace, one: Person, callback_id: str, conversation: Conversation, message: Json, *, at: str
) -> Json:
    response_url = workspace.replies.issue(
        user=one.slack_id, channel=conversation.id, at=workspace.world.clock.now(), message_ts=message["ts"]
    )
    return {
        **_from(workspace, one, "message_action"),
        "callback_id": callback_id,
        "action_ts": at,
        "trigger_id": workspace.triggers.issue(one.slack_id),
        "response_url": response_url,
        "message_ts": message["ts"],
        "channel": channel_json(conversation),
        "message": dict(message),
    }


def command(workspace: Workspace, one: Person, conversation: Conversation, word: str, text: str) -> Json:
    """A plain form: every value is a text."""
    return {
        "token": names.VERIFICATION_TOKEN,
        "team_id": workspace.here.team.id,
        "team_domain": workspace.here.team.domain,
        "channel_id": conversation.id,
        "channel_name": channel_json(conversation)["name"],
        "user_id": one.slack_id,
        "user_name": one.role,
        "command": word,
        "text": text,
        "api_app_id": names.APP,
        **_in_org(workspace.here),
        "response_url": workspace.replies.issue(
            user=one.slack_id, channel=conversation.id, at=workspace.world.clock.now()
        ),
        "trigger_id": workspace.triggers.issue(one.slack_id),
    }


def _in_org(here: Presence) -> Json:
    answer: Json = {"is_enterprise_install": "true" if here.installation.is_org_wide else "false"}
    if here.enterprise is None:
        return answer
    return answer | {"enterprise_id": here.enterprise.id, "enterprise_name": here.enterprise.name}


def suggestion(workspace: Workspace, one: Person, container: Json, asked: Json) -> Json:
    return {
        **_from(workspace, one, "block_suggestion"),
        **container,
        **asked,
    }


def home_opened(one: Person, conversation: Conversation, home: View | None, *, at: str) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": one.slack_id,
        "channel": conversation.id,
        "tab": "home",
        "event_ts": at,
    }
    return event | ({"view": view_json(home)} if home else {})


def channel_json(conversation: Conversation) -> Json:
    match conversation.kind:
        case Kind.IM:
            name = "directmessage"
        case Kind.PRIVATE:
            name = "privategroup"
        case _:
            name = conversation.name
    return {"id": conversation.id, "name": name}


def _from(workspace: Workspace, one: Person, kind: str) -> Json:
    here = workspace.here
    return {
        "type": kind,
        "user": {"id": one.slack_id, "username": one.role, "name": one.role, "team_id": here.team.id},
        "api_app_id": names.APP,
        "token": names.VERIFICATION_TOKEN,
        "team": _team(here, kind),
        "enterprise": here.enterprise.as_json() if here.enterprise else None,
        "is_enterprise_install": here.installation.is_org_wide,
    }


def _team(here: Presence, kind: str) -> Json | None:
    """Null where an app of the whole organization is used outside of a channel."""
    if here.installation.is_org_wide and kind in ("shortcut", "view_submission", "view_closed"):
        return None
    team = {"id": here.team.id, "domain": here.team.domain}
    if here.enterprise is None:
        return team
    return team | {"enterprise_id": here.enterprise.id, "enterprise_name": here.enterprise.name}
