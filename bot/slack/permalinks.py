"""Links to messages, made without asking: the workspace's address, the channel, the message's time."""

from models.post import Post


class Permalinks:
    """`base` is the address of the workspace as auth.test tells it, such as https://acme.slack.com/."""

    def __init__(self, base: str) -> None:
        self._base = base if base.endswith("/") else f"{base}/"

    def __call__(self, post: Post) -> str:
        return f"{self._base}archives/{post.channel_id}/p{(post.ts or '').replace('.', '')}"
