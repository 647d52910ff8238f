"""Files: completed, shared, processed a moment later, deleted."""

import itertools
import mimetypes
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.slack.conversations import Conversation
from sandbox.slack.pictures import size_of
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json
from sandbox.slack.uploads import Announced

PROCESSING_S = 0.3  # until then an app's file has no thumbnails, no shares and may not stand in a block
THUMBNAILS = (64, 80, 160, 360, 480, 720, 800, 960, 1024)
ALWAYS_THERE = 160  # smaller thumbnails are squares, made of every picture
PICTURE_TYPES = ("png", "jpg", "gif")
_SHORT = {"jpeg": "jpg", "jpe": "jpg", "tif": "tiff", "htm": "html"}


@dataclass(kw_only=True)
class File:
    id: str
    name: str
    title: str
    user: str
    created: int
    content: bytes
    host: str
    team: str
    alt_text: str = ""
    is_ready_at: float = 0.0  # monotonic
    is_deleted: bool = False
    is_handed_in: bool = False  # to the app, by a form's file input
    shares: dict[str, list[Json]] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)
    ims: set[str] = field(default_factory=set)

    @property
    def filetype(self) -> str:
        ending = self.name.rpartition(".")[2].lower() if "." in self.name else "binary"
        return _SHORT.get(ending, ending)

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def is_ready(self) -> bool:
        return time.monotonic() >= self.is_ready_at

    @property
    def is_picture(self) -> bool:
        return self.filetype in PICTURE_TYPES and size_of(self.content) is not None

    @property
    def slug(self) -> str:
        """The name as it stands in addresses: small letters, figures and underscores, as Slack writes it."""
        return re.sub(r"[^\w.]|\.(?=.*\.)|^\.|\.$", "_", self.name.lower(), flags=re.ASCII) or "_"

    @property
    def permalink(self) -> str:
        return f"{self.host}/files/{self.user}/{self.id}/{self.slug}"

    @property
    def url_private(self) -> str:
        return f"{self.host}/files-pri/{self.team}-{self.id}/{self.slug}"

    def is_shared_in(self, conversation: Conversation) -> bool:
        return conversation.id in self.shares

    def as_json(self) -> Json:
        answer: Json = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": self.filetype,
            "pretty_type": self.filetype.upper(),
            "user": self.user,
            "user_team": self.team,
            "editable": False,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": bool(self.public),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": self.url_private,
            "url_private_download": self.url_private.replace("/files-pri/", "/files-pri/download/", 1),
            "permalink": self.permalink,
            "permalink_public": f"{self.host}/{self.team}-{self.id}-public",
            "channels": sorted(self.public),
            "groups": sorted(set(self.shares) - self.public - self.ims),
            "ims": sorted(self.ims),
            "comments_count": 0,
            "has_rich_preview": False,
            "file_access": "visible",
        }
        return answer | (self._processed_json() if self.is_ready else {})

    def _processed_json(self) -> Json:
        answer: Json = {"shares": self._shares_json(), "has_more_shares": False}
        if self.alt_text:
            answer["alt_txt"] = self.alt_text
        size = size_of(self.content) if self.is_picture else None
        return answer | (self._thumbnails_json(*size) if size else {})

    def _shares_json(self) -> Json:
        public = {one: shares for one, shares in self.shares.items() if one in self.public}
        private = {one: shares for one, shares in self.shares.items() if one not in self.public}
        return {key: value for key, value in (("public", public), ("private", private)) if value}

    def _thumbnails_json(self, width: int, height: int) -> Json:
        answer: Json = {"original_w": width, "original_h": height, "image_exif_rotation": 1}
        for side in THUMBNAILS:
            if side > ALWAYS_THERE and side >= max(width, height):
                break
            answer[f"thumb_{side}"] = f"{self.host}/files-tmb/{self.team}-{self.id}/{side}/{self.slug}"
            if side > ALWAYS_THERE:
                scale = side / max(width, height)
                answer |= {f"thumb_{side}_w": round(width * scale), f"thumb_{side}_h": round(height * scale)}
        return answer


class Files:
    def __init__(self, here: Presence, *, host: str) -> None:
        self._here = here
        self._host = host
        self._numbers = itertools.count(1)
        self._by_id: dict[str, File] = {}

    def __iter__(self) -> Iterator[File]:
        return iter(self._by_id.values())

    def new_id(self) -> str:
        return f"F{self._here.team.number}{next(self._numbers):08d}"

    def complete(self, announced: Announced, *, title: str | None, user: str, created: int) -> File:
        content = announced.content or b""
        file = self._keep(announced.file_id, announced.name, content, title=title, user=user, created=created)
        file.alt_text = announced.alt_text
        file.is_ready_at = time.monotonic() + PROCESSING_S
        return file

    def add(self, *, name: str, content: bytes, user: str, created: int) -> File:
        """A person's upload: the client shows it only when it is processed."""
        return self._keep(self.new_id(), name, content, title=None, user=user, created=created)

    def find(self, file_id: str) -> File | None:
        """Also a deleted one."""
        return self._by_id.get(file_id)

    def by_url(self, url: str) -> File | None:
        return next((file for file in self._by_id.values() if url in (file.url_private, file.permalink)), None)

    def _keep(self, file_id: str, name: str, content: bytes, *, title: str | None, user: str, created: int) -> File:
        file = File(
            id=file_id,
            name=name,
            title=title or name,
            user=user,
            created=created,
            content=content,
            host=self._host,
            team=self._here.team.id,
        )
        self._by_id[file_id] = file
        return file
