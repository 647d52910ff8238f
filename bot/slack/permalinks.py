"""Links to messages and to our own files, made without asking."""

from bot.slack.workspaces import Workspaces
from models.post import Post


class Permalinks:
    """By the address of the workspace as auth.test tells it. One that has none just now (Galley was removed there) is
    led to by Slack itself (https://docs.slack.dev/interactivity/deep-linking, "Open a channel").
    """

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def __call__(self, post: Post) -> str:
        workspace = self._workspaces.known(post.team_id)
        if workspace is None:
            return f"https://slack.com/app_redirect?team={post.team_id}&channel={post.channel_id}"
        base = workspace.address.rstrip("/")
        return f"{base}/archives/{post.channel_id}/p{(post.ts or '').replace('.', '')}"

    def file(self, team_id: str, file_id: str, name: str, *, of: str | None = None) -> str:
        """Of a file that this person uploaded, Galley unless told (https://docs.slack.dev/reference/objects/file-object,
        "permalink"). `name` in small letters, figures and underscores is the name in Slack's own link.
        """
        workspace = self._workspaces.known(team_id)
        if workspace is None:
            return f"https://slack.com/app_redirect?team={team_id}"
        return f"{workspace.address.rstrip('/')}/files/{of or workspace.bot_user_id}/{file_id}/{name}"
