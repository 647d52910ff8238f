"""What an administrator does to user groups, and what the app hears of it."""

from sandbox.slack.groups import Group
from sandbox.slack.refusals import Json, NotPossible
from sandbox.slack.workspace import Workspace


def set_group(
    workspace: Workspace, handle: str, *, users: list[str] | None, name: str | None, is_disabled: bool | None
) -> Group:
    """Made where nobody is called so. What changes is told by the events that Slack has for it; nothing, by none."""
    group = _called(workspace, handle)
    if group is None:
        return _create(workspace, handle, users=users or [], name=name or handle.title())
    added, removed = _fill(group, group.users if users is None else users)
    has_changed = _describe(workspace, group, name=name, is_disabled=is_disabled)
    before = group.updated
    if added or removed or has_changed:
        group.updated = workspace.seconds()
    if added or removed:
        _announce_members(workspace, group, added=added, removed=removed, before=before)
    if added or removed or has_changed:
        _announce(workspace, "subteam_updated", group)
    return group


def _called(workspace: Workspace, handle: str) -> Group | None:
    return next((one for one in workspace.directory.groups.values() if handle in (one.handle, one.id)), None)


def _create(workspace: Workspace, handle: str, *, users: list[str], name: str) -> Group:
    if not handle or handle != handle.casefold() or handle in {one.role for one in workspace.directory.people.values()}:
        raise NotPossible(f"{handle!r} is taken or no name for a user group.")
    team, at = workspace.here.team, workspace.seconds()
    group_id = f"S{team.number}{handle.upper()}"
    group = Group(id=group_id, team=team.id, handle=handle, name=name, users=users, created=at, updated=at)
    workspace.directory.groups[group.id] = group
    _announce(workspace, "subteam_created", group)
    return group


def _fill(group: Group, users: list[str]) -> tuple[list[str], list[str]]:
    """Who came and who left."""
    added = [one for one in users if one not in group.users]
    removed = [one for one in group.users if one not in users]
    group.users = list(users)
    return added, removed


def _describe(workspace: Workspace, group: Group, *, name: str | None, is_disabled: bool | None) -> bool:
    before = (group.name, group.is_disabled)
    group.name = name or group.name
    if is_disabled is not None and is_disabled is not group.is_disabled:
        group.disabled = workspace.seconds() if is_disabled else 0
    return before != (group.name, group.is_disabled)


def _announce(workspace: Workspace, word: str, group: Group) -> None:
    """https://docs.slack.dev/reference/events/subteam_updated"""
    event: Json = {"type": word, "subteam": group.as_json(has_users=True), "event_ts": workspace.stamps.next()}
    workspace.delivery.announce(word, event)


def _announce_members(workspace: Workspace, group: Group, *, added: list[str], removed: list[str], before: int) -> None:
    """https://docs.slack.dev/reference/events/subteam_members_changed"""
    event: Json = {
        "type": "subteam_members_changed",
        "subteam_id": group.id,
        "team_id": group.team,
        "date_previous_update": before,
        "date_update": group.updated,
        "added_users": added,
        "added_users_count": str(len(added)),
        "removed_users": removed,
        "removed_users_count": str(len(removed)),
        "event_ts": workspace.stamps.next(),
    }
    workspace.delivery.announce("subteam_members_changed", event)
