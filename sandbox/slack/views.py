"""Modals and home tabs: stacks of three, hashes, what is typed into them."""

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.slack import names
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json, SlackRefused

STACK = 3
FROM_THE_APP = (
    "type",
    "title",
    "submit",
    "close",
    "blocks",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
    "submit_disabled",
)


@dataclass(kw_only=True)
class View:
    id: str
    here: Presence
    user: str
    content: Json
    root_id: str
    previous_id: str | None = None
    hash: str = ""
    typed: dict[str, Json] = field(default_factory=dict)  # block_id -> action_id -> Slack's state of that input

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id", ""))

    def as_json(self, values: Json) -> Json:
        content = {key: self.content[key] for key in FROM_THE_APP if key in self.content}
        return {
            "id": self.id,
            "team_id": self.here.team.id,
            "private_metadata": "",
            "callback_id": "",
            "title": None,
            "close": None,
            "submit": None,
            "clear_on_close": False,
            "notify_on_close": False,
            "external_id": "",
            **content,
            "state": {"values": values},
            "hash": self.hash,
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": names.APP,
            "app_installed_team_id": self.here.installed_on,
            "bot_id": self.here.bot,
        }


class Views:
    def __init__(self, here: Presence) -> None:
        self._here = here
        self._numbers = itertools.count(1)
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """Open modals, the top one last."""
        return self._stacks.setdefault(user, [])

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def top(self, user: str) -> View | None:
        stack = self.stack(user)
        return stack[-1] if stack else None

    def open(self, user: str, content: Json) -> View:
        self._check_external_id(content)
        self.stack(user).clear()
        return self._put(user, content)

    def push(self, user: str, content: Json) -> View:
        self._check_external_id(content)
        if len(self.stack(user)) >= STACK:
            raise SlackRefused("push_limit_reached")
        return self._put(user, content)

    def update(self, view: View, content: Json, *, known_hash: str | None = None) -> View:
        if known_hash is not None and known_hash != view.hash:
            raise SlackRefused("hash_conflict")
        self._check_external_id(content, unless=view)
        view.content = content
        view.hash = _new_hash()
        return view

    def publish(self, user: str, content: Json, *, known_hash: str | None = None) -> View:
        home = self._homes.get(user)
        if home is not None:
            return self.update(home, content, known_hash=known_hash)
        view_id = self._new_id()
        home = View(id=view_id, here=self._here, user=user, content=content, root_id=view_id, hash=_new_hash())
        self._homes[user] = home
        return home

    def find(self, *, view_id: str = "", external_id: str = "") -> View | None:
        for view in self._all():
            if view_id == view.id or (external_id and external_id == view.external_id):
                return view
        return None

    def close(self, view: View) -> None:
        self.stack(view.user).remove(view)

    def clear(self, user: str) -> None:
        self.stack(user).clear()

    def _all(self) -> Iterator[View]:
        return itertools.chain(self._homes.values(), *self._stacks.values())

    def _put(self, user: str, content: Json) -> View:
        stack, view_id = self.stack(user), self._new_id()
        view = View(
            id=view_id,
            here=self._here,
            user=user,
            content=content,
            root_id=stack[0].id if stack else view_id,
            previous_id=stack[-1].id if stack else None,
            hash=_new_hash(),
        )
        stack.append(view)
        return view

    def _check_external_id(self, content: Json, *, unless: View | None = None) -> None:
        external_id = content.get("external_id")
        if not external_id:
            return
        taken = self.find(external_id=external_id)
        if taken is not None and taken is not unless:
            raise SlackRefused("duplicate_external_id")

    def _new_id(self) -> str:
        return f"V{self._here.team.number}{next(self._numbers):08d}"


def _new_hash() -> str:
    return f"{next(_hashes)}.{secrets.token_hex(4)}"


_hashes = itertools.count(1_700_000_000)
