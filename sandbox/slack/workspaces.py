"""All workspaces together: which of them a person names, and which a token or an id belongs to."""

from collections.abc import Iterator

from sandbox.slack.arguments import Arguments
from sandbox.slack.files import File
from sandbox.slack.installation import Installation
from sandbox.slack.refusals import NotPossible, SlackRefused
from sandbox.slack.shared import Shared
from sandbox.slack.team import TEAMS
from sandbox.slack.workspace import Workspace
from sandbox.world import World


class Workspaces:
    def __init__(self, world: World) -> None:
        self.shared = Shared(world)
        self._all = [Workspace(team, self.shared) for team in TEAMS]

    def __iter__(self) -> Iterator[Workspace]:
        return iter(self._all)

    @property
    def first(self) -> Workspace:
        return self._all[0]

    def reset(self) -> None:
        self.shared.reset()
        for workspace in self._all:
            workspace.reset()

    def named(self, known_as: object) -> Workspace:
        """By id or name, as the control API says it; nothing means the first one."""
        if known_as in (None, ""):
            return self.first
        for workspace in self._all:
            if str(known_as).lower() in (workspace.here.team.id.lower(), workspace.here.team.name.lower()):
                return workspace
        raise NotPossible(f"There is no workspace called {known_as!r}.", status=404)

    def is_org(self, known_as: object) -> bool:
        org = self.shared.org
        return str(known_as).lower() in (org.id.lower(), org.name.lower())

    def of(self, team_id: str) -> Workspace | None:
        return next((one for one in self._all if one.here.team.id == team_id), None)

    def reached_by(self, caller: Installation) -> list[Workspace]:
        return [one for one in self._all if one.installation is caller]

    def with_channel(self, channel_id: str) -> Workspace | None:
        return next((one for one in self._all if one.conversations.has_id(channel_id)), None)

    def with_file(self, file_id: str) -> tuple[Workspace, File] | None:
        for workspace in self._all:
            if file := workspace.files.find(file_id):
                return workspace, file
        return None

    def about(self, args: Arguments, caller: Installation) -> Workspace | None:
        """Where the things are that this call names, among the workspaces that the caller reaches."""
        return next((one for one in self.reached_by(caller) if _knows(one, args)), None)


def _knows(workspace: Workspace, args: Arguments) -> bool:
    directory = workspace.directory
    channels = [*args.words("channel"), *args.words("channels"), *args.words("channel_id")]
    if channels or "unfurl_id" in args:
        channels.append(args.text("unfurl_id").partition(".")[0])
        return any(workspace.conversations.has_id(one) or directory.is_person(one) for one in channels)
    people = [*args.words("user"), *args.words("users"), *args.words("user_id")]
    return (
        any(directory.is_person(one) for one in people)
        or any(one.email == args.text("email").lower() for one in directory.people.values())
        or workspace.files.find(args.text("file")) is not None
        or workspace.triggers.has(args.text("trigger_id"))
        or workspace.views.find(view_id=args.text("view_id"), external_id=args.text("external_id")) is not None
    )


def in_org(workspaces: Workspaces, args: Arguments, caller: Installation, *, needs_team: bool) -> Workspace:
    """The workspace that a call with an organization's token means, docs.slack.dev/enterprise."""
    team_id = args.text("team_id") or args.text("team")
    if not team_id and needs_team:
        raise SlackRefused("missing_argument", messages=["[ERROR] missing required field: team_id"])
    if team_id:
        named = workspaces.of(team_id)
        if named is None or named.installation is not caller:
            raise SlackRefused("team_access_not_granted")
        return named
    reached = workspaces.reached_by(caller)
    if not reached:
        raise SlackRefused("team_access_not_granted")
    found = workspaces.about(args, caller)
    if found is None and "channel" in args:
        raise SlackRefused("channel_not_found")
    return found or reached[0]
