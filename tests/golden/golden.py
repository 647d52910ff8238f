"""A golden view: what one person sees in one state, kept as a file and shown on a page of the sandbox's gallery."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk.models.views import View

from bot.slack.parts import Message
from tests.cast import FIRST_MORNING, UPLOADER

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Golden:
    """`name` is its file below this folder, and its address in the gallery."""

    name: str
    title: str
    shown: Message | View
    viewer_zone: str = UPLOADER.zone

    @property
    def file(self) -> Path:
        return HERE / f"{self.name}.json"

    @property
    def kept(self) -> str | None:
        return self.file.read_text(encoding="utf-8") if self.file.exists() else None

    @property
    def surface(self) -> str:
        return "message" if isinstance(self.shown, Message) else str(self.shown.type)

    @property
    def drawn(self) -> dict[str, Any]:
        return self.shown.to_json() if isinstance(self.shown, Message) else {"view": self.shown.to_dict()}

    @property
    def written(self) -> str:
        about = {
            "title": self.title,
            "surface": self.surface,
            "viewer_zone": self.viewer_zone,
            "now": FIRST_MORNING.isoformat(),
        }
        return json.dumps(about | self.drawn, indent=2, ensure_ascii=False) + "\n"
