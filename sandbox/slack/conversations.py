"""Channels and direct messages: who is in them, what was said there, what only one person sees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.slack import names
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json, NotPossible, SlackRefused
from sandbox.slack.timeline import Timeline


class Kind(StrEnum):
    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    IM = "im"
    MPIM = "mpim"


_EVENT_WORD = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.IM: "im", Kind.MPIM: "mpim"}
_SCOPE_WORD = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.IM: "im", Kind.MPIM: "mpim"}


@dataclass(kw_only=True)
class Conversation:
    id: str
    here: Presence
    kind: Kind
    people: list[str]
    has_bot: bool
    created: int
    name: str = ""
    is_archived: bool = False
    timeline: Timeline = field(default_factory=Timeline)
    whispers: list[tuple[str, Json]] = field(default_factory=list)  # ephemeral messages, each with its only reader
    read_until: dict[str, str] = field(default_factory=dict)

    @property
    def members(self) -> list[str]:
        return [*self.people, self.here.bot_user] if self.has_bot else list(self.people)

    @property
    def event_word(self) -> str:
        """`channel_type` of an event."""
        return _EVENT_WORD[self.kind]

    @property
    def scope_word(self) -> str:
        """The first half of `channels:history`, `message.channels`, ..."""
        return _SCOPE_WORD[self.kind]

    def whispered(self, ts: str, user: str) -> Json | None:
        return next((one for reader, one in self.whispers if reader == user and one["ts"] == ts), None)

    def as_json(self, *, with_count: bool = False) -> Json:
        answer: Json = {"id": self.id, "created": self.created, "is_archived": self.is_archived}
        answer |= {"is_im": self.kind is Kind.IM, "is_org_shared": False, "context_team_id": self.here.team.id}
        answer |= self._im_json() if self.kind is Kind.IM else self._channel_json()
        return answer | ({"num_members": len(self.members)} if with_count else {})

    def _im_json(self) -> Json:
        return {"user": self.people[0], "is_user_deleted": False, "is_open": True, "priority": 0}

    def _channel_json(self) -> Json:
        return {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind is Kind.PUBLIC,
            "is_group": self.kind is Kind.PRIVATE,
            "is_mpim": self.kind is Kind.MPIM,
            "is_private": self.kind is not Kind.PUBLIC,
            "is_general": self.name == "general",
            "is_member": self.has_bot,
            "is_shared": False,
            "is_ext_shared": False,
            "creator": self.here.bot_user,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


class Conversations:
    def __init__(self, here: Presence, *, created: int) -> None:
        self._here = here
        self._created = created
        self._by_id: dict[str, Conversation] = {}
        for name in names.CHANNELS:
            self.create(name, people=_people_in(here, name), has_bot=here.is_installed)
        for one in here.team.people:
            self.dm(one.slack_id)

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self._by_id.values())

    def create(self, name: str, *, people: list[str], kind: Kind = Kind.PUBLIC, has_bot: bool = False) -> Conversation:
        return self._add(self._made(self._here.team.channel_id(name), kind, people, name=name, has_bot=has_bot))

    def dm(self, user: str) -> Conversation:
        found = self._by_id.get(names.dm_id(user))
        return found or self._add(self._made(names.dm_id(user), Kind.IM, [user]))

    def group_dm(self, users: list[str]) -> Conversation:
        for one in self._by_id.values():
            if one.kind is Kind.MPIM and set(one.people) == set(users):
                return one
        name = "mpdm-" + "--".join(users).lower()
        number = sum(one.kind is Kind.MPIM for one in self._by_id.values()) + 1
        return self._add(self._made(self._here.team.channel_id(f"MPIM{number}"), Kind.MPIM, list(users), name=name))

    def get(self, known_as: str) -> Conversation:
        """As the app names it: an id, or a channel's name with or without `#`."""
        found = self._by_id.get(known_as) or self._by_name(known_as.removeprefix("#"))
        if found is None or (found.kind is not Kind.PUBLIC and not found.has_bot):
            raise SlackRefused("channel_not_found")
        return found

    def has(self, name: str) -> bool:
        return self._by_name(name) is not None

    def named_by_person(self, named: object) -> Conversation:
        known_as = str(named)
        found = self._by_id.get(known_as) or self._by_name(known_as.removeprefix("#"))
        if found is None:
            raise NotPossible(f"There is no channel called {known_as!r}.", status=404)
        return found

    def _by_name(self, name: str) -> Conversation | None:
        return next((one for one in self._by_id.values() if one.name == name and one.name), None)

    def has_id(self, known_as: str) -> bool:
        return known_as in self._by_id

    def lose_bot(self) -> None:
        """Slack takes a removed app out of every channel; direct messages stay."""
        for one in self._by_id.values():
            if one.kind in (Kind.PUBLIC, Kind.PRIVATE):
                one.has_bot = False

    def _made(
        self, conversation_id: str, kind: Kind, people: list[str], *, name: str = "", has_bot: bool = True
    ) -> Conversation:
        return Conversation(
            id=conversation_id,
            here=self._here,
            name=name,
            kind=kind,
            people=people,
            has_bot=has_bot,
            created=self._created,
        )

    def _add(self, conversation: Conversation) -> Conversation:
        self._by_id[conversation.id] = conversation
        return conversation


def _people_in(here: Presence, channel: str) -> list[str]:
    return [one.slack_id for one in here.team.people if not one.is_guest or channel in names.CHANNELS_OF_A_GUEST]
