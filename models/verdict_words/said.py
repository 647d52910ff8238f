"""What was understood of one sentence."""

from dataclasses import dataclass
from enum import StrEnum

from models.verdict_words.pointing import Pointer


class Sound(StrEnum):
    """What words sound like, the weightiest last."""

    NOTHING = "nothing"
    YES = "yes"
    WISH = "wish"  # for changes, also as the condition of a yes
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Said:
    sound: Sound
    pointers: tuple[Pointer, ...] = ()
