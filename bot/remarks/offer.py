"""What is asked about somebody's words, as it is kept with the private message that asks it."""

from dataclasses import dataclass
from typing import Any, Self

from models.post import Post
from models.verdict_words import Sound

SAYS = "verdict"  # in the details of a whisper: which of them this is


@dataclass(frozen=True, kw_only=True)
class Offer:
    """`is_clear`: it can be told for which pictures the words would count."""

    sound: Sound
    stage_ids: tuple[str, ...]
    is_clear: bool = True
    words: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "says": SAYS,
            "sound": self.sound.value,
            "stages": list(self.stage_ids),
            "is_clear": self.is_clear,
            "words": self.words,
        }

    @classmethod
    def of(cls, post: Post) -> Self:
        kept = post.details
        return cls(
            sound=Sound(kept["sound"]),
            stage_ids=tuple(kept["stages"]),
            is_clear=kept["is_clear"],
            words=kept["words"],
        )
