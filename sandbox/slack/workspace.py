"""Everything one workspace holds, together; forgotten together."""

import re
from collections.abc import Callable

from sandbox.slack import names
from sandbox.slack.conversations import Conversation, Conversations
from sandbox.slack.delivery import Delivery
from sandbox.slack.directory import Directory
from sandbox.slack.files import Files
from sandbox.slack.installation import Installation
from sandbox.slack.limits import Limits
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json
from sandbox.slack.registration import Registration
from sandbox.slack.scheduled import Scheduled
from sandbox.slack.shared import Shared
from sandbox.slack.team import Team
from sandbox.slack.tickets import Replies, Triggers
from sandbox.slack.times import Alarm, Stamps
from sandbox.slack.views import Views

_MENTION = re.compile(r"(?<![\w<])(?P<sign>[@#])(?P<name>[\w.-]*\w)")


class Workspace:
    def __init__(self, team: Team, shared: Shared) -> None:
        self.shared = shared
        self.world = shared.world
        self.host = shared.host
        self.alarm = Alarm(self.world.clock)
        self.sockets = shared.sockets
        self.here = Presence(team, shared)
        self.delivery = Delivery(shared, self.here, self.alarm)
        self.listeners: list[Callable[[str, Json], None]] = []  # who waits for an answer to what a person did
        self._begin()

    def _begin(self) -> None:
        self.stamps = Stamps(self.world.clock)
        self.directory = Directory(self.here)
        self.conversations = Conversations(self.here, created=self.seconds())
        self.files = Files(self.here, host=self.host)
        self.views = Views(self.here)
        self.triggers = Triggers()
        self.replies = Replies(host=self.host)
        self.limits = Limits()
        self.scheduled = Scheduled(self.here)
        self.typed: dict[tuple[str, str], dict[str, Json]] = {}  # (message, person) -> what stands in its inputs
        self.offers: dict[str, list[Json]] = {}  # action_id -> what an external menu last suggested
        self.buzzes: dict[str, list[Json]] = {}  # person -> messages that rang, as they were then

    @property
    def installation(self) -> Installation:
        return self.here.installation

    @property
    def registration(self) -> Registration:
        return self.shared.registration

    def reset(self) -> None:
        """After what is shared was reset."""
        self.delivery.forget()
        self.here.begin()
        self._begin()

    def seconds(self) -> int:
        return int(self.world.clock.now().timestamp())

    def tell(self, kind: str, **details: object) -> None:
        self.world.feed.tell("slack", kind, team=self.here.team.id, **details)

    def answered(self, user: str, kind: str, answer: Json) -> None:
        """Something that a person who just acted will see at once."""
        for listener in self.listeners:
            listener(user, {"kind": kind, **answer})

    def permalink(self, conversation: Conversation, message: Json) -> str:
        link = f"{self.host}/archives/{conversation.id}/p{message['ts'].replace('.', '')}"
        thread = message.get("thread_ts")
        if thread in (None, message["ts"]):
            return link
        return f"{link}?thread_ts={thread}&cid={conversation.id}"

    def escaped(self, text: str) -> str:
        """Mentions in a command arrive as ids, docs.slack.dev/interactivity/implementing-slash-commands."""
        return _MENTION.sub(self._escape, text)

    def _escape(self, mention: re.Match[str]) -> str:
        sign, name = mention["sign"], mention["name"]
        for one in self.directory.people.values():
            if sign == "@" and one.role == name:
                return f"<@{one.slack_id}|{name}>"
        for group in self.directory.groups.values():
            if sign == "@" and group.handle == name:
                return f"<!subteam^{group.id}|@{name}>"
        for conversation in self.conversations:
            if sign == "#" and conversation.name == name:
                return f"<#{conversation.id}|{name}>"
        return mention[0]

    def bot_profile(self) -> Json:
        return {
            "id": self.here.bot,
            "deleted": False,
            "name": names.BOT_NAME,
            "updated": self.seconds(),
            "app_id": names.APP,
            "icons": {},
            "team_id": self.here.team.id,
        }
