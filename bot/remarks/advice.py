"""An adviser's own words in a thread: whether they shall stand as their advice. They never decide anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from bot.slack.parts import Message, actions, button, context, escape, listed, section, spoken
from models.post import Post
from models.remark import Shown
from models.verdict_words import fold

SAYS = "advice"  # in the details of a whisper: which of them this is
ADVISE = "remarks.advise"
NO_ADVICE = "remarks.no_advice"
LONGEST = 3_000  # letters, as in the form

_ONLY_YOU = (
    "Only you see this. Recorded, your words stand under your name for those who decide; they are your opinion, and "
    "decide nothing."
)


@dataclass(frozen=True, kw_only=True)
class Counsel:
    """What they wrote, and the stages that they advise."""

    stage_ids: tuple[str, ...]
    words: str

    def to_json(self) -> dict[str, Any]:
        return {"says": SAYS, "stages": list(self.stage_ids), "words": self.words}

    @classmethod
    def of(cls, post: Post) -> Self:
        return cls(stage_ids=tuple(post.details["stages"]), words=post.details["words"])


def counsel(welcome: Sequence[Shown], words: str) -> Counsel | None:
    """On the pictures that they name, or on all. None where there is nothing to say it of, or nothing said."""
    said = fold(words)
    named = [one for one in welcome if any(name and fold(name) in said for name in (one.title, one.file_name))]
    stage_ids = tuple(one.stage_id for one in named or welcome)
    return Counsel(stage_ids=stage_ids, words=words.strip()[:LONGEST]) if stage_ids and words.strip() else None


def offer(pictures: Sequence[Shown], *, post_id: str) -> Message:
    """`pictures` are those on which their advice is still welcome."""
    titles = list(dict.fromkeys(one.title for one in pictures))
    stages = listed(list(dict.fromkeys(one.stage for one in pictures)))
    what = f"*{escape(titles[0], 120)}*" if len(titles) == 1 else f"*{len(titles)} pictures* ({listed(titles, most=5)})"
    said = f":speech_balloon: You advise {stages} on {what}. Record your words as your advice?"
    aloud = titles[0] if len(titles) == 1 else f"{len(titles)} pictures"
    record = button(
        "Record advice", action_id=ADVISE, value=post_id, style="primary", label=f"Record your advice on {aloud}"
    )
    none = button("Just a remark", action_id=NO_ADVICE, value=post_id, label="These words are no advice")
    return Message(
        spoken(said, _ONLY_YOU), (section(said), context(_ONLY_YOU), actions(record, none, block_id="advice"))
    )


def just_a_remark() -> Message:
    return _said(
        ":ok_hand: Nothing was recorded, and I will not ask about your words again in this stage of this version. "
        "*Advise* in your direct message counts as ever."
    )


def not_taken(why: str) -> Message:
    """`why` is a sentence without mark-up."""
    return _said(f":no_entry_sign: Your words were not recorded as advice. {escape(why, 300)}")


def _said(words: str) -> Message:
    return Message(spoken(words), (context(words),))
