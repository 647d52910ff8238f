"""From what the app sent to what Slack would show, or the reason why it would not."""

import json
import secrets
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.blockkit import surfaces
from sandbox.slack.blockkit.checks import Place, Surface
from sandbox.slack.conversations import Conversation, Kind
from sandbox.slack.files import File
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.workspace import Workspace

MOST_TEXT = 40_000
MOST_ATTACHMENTS = 100
MOST_METADATA = 8_000
MOST_MARKDOWN = 12_000


def drafted(workspace: Workspace, args: Arguments, conversation: Conversation) -> Json:
    """Text, blocks, attachments and metadata, as far as they were given and are acceptable."""
    draft: Json = {}
    if "text" in args:
        draft["text"] = args.text("text")[:MOST_TEXT]
    if "markdown_text" in args:
        draft["text"] = _markdown_text(args)
    if (blocks := args.structure("blocks", error="invalid_blocks_format")) is not None:
        draft["blocks"] = checked_blocks(workspace, blocks, conversation)
    if (attachments := args.structure("attachments", error="invalid_attachments")) is not None:
        draft["attachments"] = _attachments(attachments)
    if (metadata := args.structure("metadata", error="invalid_metadata_format")) is not None:
        draft["metadata"] = _metadata(metadata)
    return draft


def says_something(draft: Json) -> bool:
    return bool(draft.get("text") or draft.get("blocks") or draft.get("attachments"))


def checked_blocks(workspace: Workspace, blocks: Any, conversation: Conversation) -> list[Json]:
    if not isinstance(blocks, list):
        raise SlackRefused("invalid_blocks_format")
    surface = Surface(place=Place.MESSAGE, why_not_file=lambda named: why_not_there(workspace, named, conversation))
    wrong = surfaces.wrong_with_message(blocks, surface)
    if wrong:
        raise SlackRefused("invalid_blocks", messages=[f"[ERROR] {reason}" for reason in wrong], errors=wrong)
    if surfaces.length_of_text(blocks) > surfaces.MOST_TEXT:
        raise SlackRefused("msg_blocks_too_long")
    return with_ids(blocks)


def checked_view(workspace: Workspace, args: Arguments, user: str, *, places: tuple[Place, ...]) -> Json:
    view = args.structure("view", error="invalid_arguments")
    return acceptable_view(workspace, view, user, places=places)


def acceptable_view(workspace: Workspace, view: Any, user: str, *, places: tuple[Place, ...]) -> Json:
    place = surfaces.place_of(view)
    if place not in places:
        kinds = ", ".join(places)
        raise SlackRefused(
            "invalid_arguments", messages=[f"[ERROR] view type must be {kinds} [json-pointer:/view/type]"]
        )
    if surfaces.is_too_large(view):
        raise SlackRefused("view_too_large")
    surface = Surface(place=place, why_not_file=lambda named: _why_not_for(workspace, named, user))
    if wrong := surfaces.wrong_with_view(view, surface):
        raise SlackRefused("invalid_arguments", messages=[f"[ERROR] {reason}" for reason in wrong])
    return {**view, "blocks": with_ids(view["blocks"])}


def with_ids(blocks: list[Json]) -> list[Json]:
    """Slack names every block and every element that the app did not name."""
    blocks = json.loads(json.dumps(blocks))
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        if block["type"] == "section":
            _name_elements([block.get("accessory")])
        elif block["type"] == "input":
            _name_elements([block["element"]])
        elif block["type"] in ("actions", "context_actions"):
            _name_elements(block["elements"])
    return blocks


def _name_elements(elements: list[Json | None]) -> None:
    for element in elements:
        if element is not None and element["type"] != "image":
            element.setdefault("action_id", secrets.token_urlsafe(4))


def why_not_there(workspace: Workspace, named: Json, conversation: Conversation) -> str | None:
    file = _named_file(workspace, named)
    if file is None:
        return "invalid slack file"
    if file.is_shared_in(conversation):
        return None
    if conversation.kind is Kind.IM and _may_see(workspace, file, conversation.people[0]):
        return None
    return "slack file is not shared to this channel"


def _why_not_for(workspace: Workspace, named: Json, user: str) -> str | None:
    file = _named_file(workspace, named)
    if file is None:
        return "invalid slack file"
    return None if _may_see(workspace, file, user) else "slack file is not visible to this person"


def _named_file(workspace: Workspace, named: Json) -> File | None:
    """A processed picture that the bot itself may see."""
    files = workspace.files
    file = files.find(named["id"]) if "id" in named else files.by_url(named["url"])
    if file is None or file.is_deleted or not file.is_ready or not file.is_picture:
        return None
    return file if _may_see(workspace, file, workspace.here.bot_user) else None


def _may_see(workspace: Workspace, file: File, user: str) -> bool:
    return file.user == user or any(
        user in workspace.conversations.named_by_person(channel).members for channel in file.shares
    )


def _markdown_text(args: Arguments) -> str:
    if "text" in args or "blocks" in args:
        raise SlackRefused("markdown_text_conflict")
    text = args.text("markdown_text")
    if len(text) > MOST_MARKDOWN:
        raise SlackRefused("msg_too_long")
    return text


def _attachments(attachments: Any) -> list[Json]:
    if not isinstance(attachments, list):
        raise SlackRefused("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackRefused("too_many_attachments")
    return attachments


def _metadata(metadata: Any) -> Json:
    if metadata == {}:
        return {}
    match metadata:
        case {"event_type": str(event_type), "event_payload": dict(payload)} if event_type:
            if len(json.dumps(payload)) > MOST_METADATA:
                raise SlackRefused("metadata_too_large")
            if not all(_may_be_in_payload(value) for value in payload.values()):
                raise SlackRefused("invalid_metadata_schema")
            return {"event_type": event_type, "event_payload": payload}
        case _:
            raise SlackRefused("invalid_metadata_format")


def _may_be_in_payload(value: Any) -> bool:
    """Strings, numbers, booleans, flat objects, and lists of them."""
    if isinstance(value, list):
        return all(_is_flat(one) for one in value)
    return _is_flat(value)


def _is_flat(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(one, str | int | float | bool) for one in value.values())
    return isinstance(value, str | int | float | bool)
