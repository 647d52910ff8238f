"""What a person does that the app must answer: press, submit, command, open."""

from typing import Any

from sandbox.people import Person
from sandbox.slack import answering, drafting, names, payloads
from sandbox.slack.blockkit.checks import Place
from sandbox.slack.conversations import Conversation
from sandbox.slack.ear import Ear
from sandbox.slack.filling import complaints, fill, hand_in, identified
from sandbox.slack.pressing import Press
from sandbox.slack.refusals import Json, NotPossible, SlackRefused
from sandbox.slack.state import typed_in
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

INTERACTIVE = "interactive"
COMMANDS = "slash_commands"


async def press_in_message(
    workspace: Workspace, one: Person, conversation: Conversation, message: Json, press: Press
) -> Json:
    block, element = press.find(message.get("blocks", []), one.slack_id)
    action = _reported(workspace, press, block, element)
    _remember(workspace.typed.setdefault((message["ts"], one.slack_id), {}), block, element, action)
    payload = payloads.message_action(workspace, one, conversation, message, action)
    with Ear(workspace, one.slack_id) as ear:
        await workspace.delivery.ask(INTERACTIVE, payload)
        return ear.view_json


async def press_in_view(workspace: Workspace, one: Person, view: View, press: Press) -> Json:
    block, element = press.find(view.content["blocks"], one.slack_id)
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise NotPossible(f"{press.action_id!r} is only sent when the form is submitted.")
    action = _reported(workspace, press, block, element)
    _remember(view.typed, block, element, action)
    with Ear(workspace, one.slack_id) as ear:
        await workspace.delivery.ask(INTERACTIVE, payloads.view_action(workspace, one, view, action))
        return ear.view_json


async def submit(workspace: Workspace, one: Person, view: View, values: Any) -> Json:
    """`{"closed": true}`, `{"errors": {block_id: sentence}}` or `{"view_id": ...}`."""
    if view is not workspace.views.top(one.slack_id):
        raise NotPossible("Only the top view can be submitted.", status=409)
    if "submit" not in view.content:
        raise NotPossible("That view has nothing to submit.")
    fill(workspace, view, values)
    if wrong := complaints(view):
        return {"errors": wrong}
    hand_in(workspace, view)
    answer = await workspace.delivery.ask(INTERACTIVE, payloads.submission(workspace, one, view))
    return _after_submission(workspace, one, view, answer)


async def close(workspace: Workspace, one: Person, view: View) -> None:
    if view is not workspace.views.top(one.slack_id):
        raise NotPossible("Only the top view can be closed.", status=409)
    is_cleared = bool(view.content.get("clear_on_close"))
    closed = workspace.views.stack(one.slack_id)[::-1] if is_cleared else [view]
    for gone in closed:
        workspace.views.close(gone)
    workspace.tell("view", user=one.slack_id, view_id=view.id)
    for gone in closed:
        if gone.content.get("notify_on_close"):
            await workspace.delivery.ask(INTERACTIVE, payloads.closing(workspace, one, gone, is_cleared=is_cleared))


async def command(workspace: Workspace, one: Person, conversation: Conversation, word: str, text: str) -> Json:
    """Everything the app showed this person in answer, until it was quiet for a moment."""
    if word not in names.COMMANDS or not workspace.installation.has_scope("commands"):
        raise NotPossible(f"{word} is not a valid command.", status=404)
    if workspace.registration.escapes_commands:
        text = workspace.escaped(text)
    payload = payloads.command(workspace, one, conversation, word, text)
    with Ear(workspace, one.slack_id) as ear:
        said = await workspace.delivery.ask(COMMANDS, payload)
        if said.get("text") or said.get("blocks") or said.get("attachments"):
            _say(workspace, conversation, one, said)
        await ear.until_quiet()
        return {"responses": ear.messages, **ear.view_json}


async def use_global_shortcut(workspace: Workspace, one: Person, callback_id: str) -> Json:
    payload = payloads.global_shortcut(workspace, one, callback_id, at=workspace.stamps.next())
    return await _use_shortcut(workspace, one, payload)


async def use_message_shortcut(
    workspace: Workspace, one: Person, callback_id: str, conversation: Conversation, message: Json
) -> Json:
    payload = payloads.message_shortcut(workspace, one, callback_id, conversation, message, at=workspace.stamps.next())
    return await _use_shortcut(workspace, one, payload)


async def open_home(workspace: Workspace, one: Person) -> Json:
    """The home tab as it stands once the app has had a moment to publish it."""
    home = workspace.views.home(one.slack_id)
    conversation = workspace.conversations.dm(one.slack_id)
    event = payloads.home_opened(one, conversation, home, at=workspace.stamps.next())
    with Ear(workspace, one.slack_id) as ear:
        workspace.delivery.announce("app_home_opened", event)
        await ear.until_quiet(kind="home")
    home = workspace.views.home(one.slack_id)
    return {"blocks": home.content["blocks"] if home else []}


async def suggest_in_view(workspace: Workspace, one: Person, view: View, press: Press) -> Json:
    container = {"view": payloads.view_json(view), "container": {"type": "view", "view_id": view.id}}
    return await _suggest(workspace, one, container, view.content["blocks"], press)


async def suggest_in_message(
    workspace: Workspace, one: Person, conversation: Conversation, message: Json, press: Press
) -> Json:
    container = {
        "channel": payloads.channel_json(conversation),
        "message": dict(message),
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": conversation.id},
    }
    return await _suggest(workspace, one, container, message.get("blocks", []), press)


async def _suggest(workspace: Workspace, one: Person, container: Json, blocks: list[Json], press: Press) -> Json:
    """What an external menu offers for these letters; remembered, so that it can be chosen."""
    block, element = press.find(blocks, one.slack_id)
    if "external" not in element["type"]:
        raise NotPossible(f"{press.action_id!r} is not a menu that asks the app.")
    asked = {"block_id": block["block_id"], "action_id": press.action_id, "value": str(press.value or "")}
    payload = payloads.suggestion(workspace, one, container, asked)
    offer = await workspace.delivery.ask(INTERACTIVE, payload)
    groups = offer.get("option_groups", [])
    workspace.offers[press.action_id] = [
        *offer.get("options", []),
        *(row for group in groups for row in group["options"]),
    ]
    return {key: offer[key] for key in ("options", "option_groups") if key in offer}


async def _use_shortcut(workspace: Workspace, one: Person, payload: Json) -> Json:
    if not workspace.installation.has_scope("commands"):
        raise NotPossible("The app has no shortcuts without the scope commands.", status=404)
    with Ear(workspace, one.slack_id) as ear:
        await workspace.delivery.ask(INTERACTIVE, payload)
        await ear.until_quiet()
        return ear.view_json


def _reported(workspace: Workspace, press: Press, block: Json, element: Json) -> Json:
    offered = workspace.offers.get(press.action_id, [])
    return identified(workspace, press.report(block, element, at=workspace.stamps.next(), offered=offered))


def _remember(typed: dict[str, Json], block: Json, element: Json, action: Json) -> None:
    kept = {key: value for key, value in action.items() if key.startswith("selected_") or key == "type"}
    if len(kept) > 1 and element["type"] != "overflow":
        typed.setdefault(block["block_id"], {})[element["action_id"]] = kept
    elif element["type"].endswith("_input"):
        typed.setdefault(block["block_id"], {})[element["action_id"]] = typed_in(element, action.get("value"))


def _after_submission(workspace: Workspace, one: Person, view: View, answer: Json) -> Json:
    match answer.get("response_action"):
        case "errors":
            return {"errors": _shown_errors(view, answer.get("errors"))}
        case "update":
            shown = workspace.views.update(view, _acceptable(workspace, answer.get("view"), one))
            return _shown(workspace, shown)
        case "push":
            return _shown(workspace, _pushed(workspace, one, answer.get("view")))
        case "clear":
            workspace.views.clear(one.slack_id)
        case _:
            if view in workspace.views.stack(one.slack_id):
                workspace.views.close(view)
    workspace.tell("view", user=one.slack_id, view_id=view.id)
    return {"closed": True}


def _shown_errors(view: View, errors: Any) -> Json:
    """Slack shows an error beside the input that it names, and nothing for any other name."""
    inputs = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise NotPossible(
            f"Slack cannot show the app's answer: errors must name input blocks, not {errors}.", status=502
        )
    return errors


def _shown(workspace: Workspace, view: View) -> Json:
    workspace.tell("view", user=view.user, view_id=view.id)
    return {"view_id": view.id}


def _acceptable(workspace: Workspace, content: Any, one: Person) -> Json:
    try:
        return drafting.acceptable_view(workspace, content, one.slack_id, places=(Place.MODAL,))
    except SlackRefused as refusal:
        raise _had_trouble(refusal) from refusal


def _pushed(workspace: Workspace, one: Person, content: Any) -> View:
    try:
        return workspace.views.push(one.slack_id, _acceptable(workspace, content, one))
    except SlackRefused as refusal:
        raise _had_trouble(refusal) from refusal


def _say(workspace: Workspace, conversation: Conversation, one: Person, said: Json) -> None:
    try:
        answering.say(workspace, conversation, one.slack_id, said)
    except SlackRefused as refusal:
        raise _had_trouble(refusal) from refusal


def _had_trouble(refusal: SlackRefused) -> NotPossible:
    return NotPossible(f"Slack cannot show the app's answer: {refusal.as_json()}", status=502)
