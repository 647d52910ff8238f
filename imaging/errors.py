"""What a room of untrusted bytes answers when it cannot open a picture."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a picture was refused; one word for programs, beside the sentence for people."""

    EMPTY = "empty"
    GONE = "gone"
    NOT_A_PICTURE = "not_a_picture"
    MISLABELLED = "mislabelled"
    UNSUPPORTED = "unsupported"
    LOCKED = "locked"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOOK_TOO_LONG = "took_too_long"
    CRASHED = "crashed"


class Unreadable(Exception):
    """A picture that this room does not open. `sentence` is what a photographer reads."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


class DarkroomBroken(Exception):
    """No child process starts on this machine: the operator's matter, no picture's fault."""
