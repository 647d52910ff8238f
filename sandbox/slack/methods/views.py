"""views.*: open and push with a fresh trigger, update by hash, publish a home."""

from sandbox.slack import drafting
from sandbox.slack.api import Method
from sandbox.slack.arguments import Arguments
from sandbox.slack.blockkit.checks import Place
from sandbox.slack.limits import TIER_4
from sandbox.slack.refusals import Json, SlackRefused
from sandbox.slack.state import state_of
from sandbox.slack.views import View
from sandbox.slack.workspace import Workspace

MODAL = (Place.MODAL,)


def open_(workspace: Workspace, args: Arguments) -> Json:
    content, user, is_from_a_modal = _triggered(workspace, args)
    views = workspace.views
    return _opened(workspace, views.push(user, content) if is_from_a_modal else views.open(user, content))


def push(workspace: Workspace, args: Arguments) -> Json:
    content, user, is_from_a_modal = _triggered(workspace, args)
    if not is_from_a_modal:
        raise SlackRefused("not_found")
    return _opened(workspace, workspace.views.push(user, content))


def update(workspace: Workspace, args: Arguments) -> Json:
    view = workspace.views.find(view_id=args.text("view_id"), external_id=args.text("external_id"))
    if view is None:
        raise SlackRefused("not_found")
    content = drafting.checked_view(workspace, args, view.user, places=(Place.MODAL, Place.HOME))
    if content["type"] != view.content["type"]:
        raise SlackRefused("invalid_arguments", messages=["[ERROR] a view keeps its type [json-pointer:/view/type]"])
    workspace.views.update(view, content, known_hash=args.text("hash") or None)
    return _told(workspace, view)


def publish(workspace: Workspace, args: Arguments) -> Json:
    user = args.required("user_id")
    if user not in workspace.directory.people:
        raise SlackRefused("invalid_arguments", messages=["[ERROR] user_not_found [json-pointer:/user_id]"])
    content = drafting.checked_view(workspace, args, user, places=(Place.HOME,))
    return _told(workspace, workspace.views.publish(user, content, known_hash=args.text("hash") or None))


def _triggered(workspace: Workspace, args: Arguments) -> tuple[Json, str, bool]:
    """The view, the person whose act is answered, and whether that act was in an open modal."""
    trigger_id = args.required("trigger_id")
    user = workspace.triggers.person_of(trigger_id)
    content = drafting.checked_view(workspace, args, user, places=MODAL)
    trigger = workspace.triggers.exchange(trigger_id)
    return content, user, any(view.id == trigger.view_id for view in workspace.views.stack(user))


def _opened(workspace: Workspace, view: View) -> Json:
    told = _told(workspace, view)
    workspace.answered(view.user, "view", {"view_id": view.id})
    return told


def _told(workspace: Workspace, view: View) -> Json:
    kind = "home" if view.content["type"] == "home" else "view"
    workspace.tell(kind, user=view.user, view_id=view.id)
    if kind == "home":
        workspace.answered(view.user, "home", {"view_id": view.id})
    return {"view": view.as_json(state_of(view.content["blocks"], view.typed))}


METHODS = {
    "views.open": Method(answer=open_, per_minute=TIER_4),
    "views.push": Method(answer=push, per_minute=TIER_4),
    "views.update": Method(answer=update, per_minute=TIER_4),
    "views.publish": Method(answer=publish, per_minute=TIER_4),
}
