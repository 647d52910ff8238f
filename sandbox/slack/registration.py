"""The app as its makers registered it: one for all workspaces."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.slack.installation import BOT_SCOPES, SUBSCRIPTIONS

LOOPBACK = ("127.0.0.1", "localhost")


@dataclass(kw_only=True)
class Registration:
    scopes: tuple[str, ...] = BOT_SCOPES  # what an installation by the control API grants
    subscriptions: tuple[str, ...] = SUBSCRIPTIONS
    request_url: str | None = None
    redirect_urls: tuple[str, ...] = ()
    escapes_commands: bool = True  # the manifest's should_escape
    has_limits: bool = True
    rotates_tokens: bool = False

    def may_redirect_to(self, url: str) -> bool:
        """A registered address or one below it; as long as none is registered, any on this machine."""
        if not self.redirect_urls:
            return urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname in LOOPBACK
        return any(url == one or url.startswith(one.rstrip("/") + "/") for one in self.redirect_urls)
