"""From a message to its sentences: without what is quoted, struck out or code, as words that can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from models.verdict_words.vocabulary import fold

YES, NO, DOUBT = "👍", "👎", "🤔"  # one sign for each meaning
PERSON = "@"
BREAKS = frozenset(",–—-:()/…")
UNREADABLE = "□"  # an address, a channel: it stands for something, and nobody can tell for what

_SIGNS = {
    **dict.fromkeys("👍✅✔👌🆗", YES),
    **dict.fromkeys("👎❌⛔🚫✖", NO),
    **dict.fromkeys("🤔😕🤨❓❔", DOUBT),
}
_SHORTCODES = {
    **dict.fromkeys(("+1", "thumbsup", "thumbsup_all", "white_check_mark", "heavy_check_mark", "ok_hand", "ok"), YES),
    **dict.fromkeys(("-1", "thumbsdown", "x", "no_entry", "no_entry_sign", "heavy_multiplication_x"), NO),
    **dict.fromkeys(("thinking_face", "thinking", "confused", "face_with_raised_eyebrow", "question"), DOUBT),
}
_TRANSLATED = str.maketrans({sign: f" {meaning} " for sign, meaning in _SIGNS.items()})
_SHORTCODE = re.compile(r":([a-z0-9_+'-]{1,60}):")
_MARKED = re.compile(r"<([@#!]?)[^<>\n]{1,300}>")  # Slack's people, channels and links
_ADDRESS = re.compile(r"https?://\S+")
_BLOCK, _INLINE, _STRUCK = (
    re.compile(r"```.*?(?:```|\Z)", re.DOTALL),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"~[^~\n]+~"),
)
_LISTED = re.compile(r"^[ \t]{0,8}(\d{1,3})[.)][ \t]", re.MULTILINE)
_SMILE = re.compile(r"[:;]-?[()dp](?!\w)")
_QUOTES = {
    opening: re.compile(f"[{ends}]")
    for opening, ends in zip('"“„«»‹‚', ('"', "”", "“”", "»", "«", "›", "‘"), strict=True)
}
_OPENING = re.compile(f"[{''.join(_QUOTES)}]")
_ASKING = frozenset("?؟⸮‽¿")
_END = re.compile(r"[.!?;؟⸮‽\n]+")
_TOKEN = re.compile(rf"#?\d+(?:-\d+)?(?![\w.%])|[+-]1(?!\w)|\w[\w.'-]*\w|\w|[,–—:()/&%#{YES}{NO}{DOUBT}{UNREADABLE}@-]")
_EDGES = "_."


@dataclass(frozen=True, kw_only=True)
class Sentence:
    tokens: tuple[str, ...]
    is_question: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.tokens)


@dataclass
class _Growing:
    """Sentences as they come to their ends."""

    found: list[Sentence] = field(default_factory=list)

    def end(self, written: str, mark: str) -> None:
        tokens = _tokens(written)
        asks = not _ASKING.isdisjoint(mark) or "¿" in written
        if tokens:
            self.found.append(Sentence(tokens=tokens, is_question=asks))
        elif asks and self.found:  # `lgtm ?`
            self.found[-1] = Sentence(tokens=self.found[-1].tokens, is_question=True)


def sentences(text: str) -> tuple[Sentence, ...]:
    """In one pass, however long it is."""
    readable = _spoken_by_themselves(text)
    growing, begun = _Growing(), 0
    for end in _END.finditer(readable):
        if not _is_inside_a_word(readable, end):
            growing.end(readable[begun : end.start()], end.group())
            begun = end.end()
    growing.end(readable[begun:], "")
    return tuple(growing.found)


def _is_inside_a_word(text: str, end: "re.Match[str]") -> bool:
    """`hero.jpg`, `1.5`."""
    return set(end.group()) == {"."} and text[end.end() : end.end() + 1].strip() not in ("", '"', "'", ")", YES, NO)


def _spoken_by_themselves(text: str) -> str:
    without_code = _INLINE.sub(" ", _BLOCK.sub(" ", text))
    lines = [_unquoted(unescape(_MARKED.sub(_named, line))) for line in _unreplied(without_code)]
    written = _ADDRESS.sub(UNREADABLE, "\n".join(lines).translate(_TRANSLATED))
    folded = _STRUCK.sub(" ", fold(written))
    return _SMILE.sub(" ", _LISTED.sub(r"#\1 ", _SHORTCODE.sub(_meaning, folded))).replace("*", " ")


def _unreplied(text: str) -> Iterator[str]:
    """Without the lines that repeat what somebody else wrote; after `>>>` all of it does."""
    for line in text.splitlines():
        bare = line.lstrip().replace("&gt;", ">")
        if bare.startswith(">>>"):
            return
        if not bare.startswith(">"):
            yield line


def _named(marked: "re.Match[str]") -> str:
    return f" {PERSON} " if marked[1] == "@" else f" {UNREADABLE} "


def _meaning(shortcode: "re.Match[str]") -> str:
    return f" {_SHORTCODES.get(shortcode[1], '')} "


def _unquoted(line: str) -> str:
    """Words in quotation marks are somebody else's, or the picture's. Each mark is looked for once."""
    kept, place, unclosed = [], 0, ""
    for opening in _OPENING.finditer(line):
        mark = opening.group()
        if opening.start() < place or mark in unclosed:
            continue
        closing = _QUOTES[mark].search(line, opening.end())
        if closing is None:
            unclosed += mark
        else:
            kept += [line[place : opening.start()], UNREADABLE]
            place = closing.end()
    return "".join([*kept, line[place:]])


def _tokens(written: str) -> tuple[str, ...]:
    found = (token.strip(_EDGES) for token in _TOKEN.findall(written))
    return tuple(token for token in found if token)
