"""The few tags that Wrike keeps in a text, and how it rewrites the rest."""

from html import escape
from html.parser import HTMLParser

COMMENT_TAGS = frozenset({"br", "a", "blockquote"})
DESCRIPTION_TAGS = COMMENT_TAGS | frozenset(
    {"b", "i", "u", "s", "ul", "ol", "li", "h1", "h2", "h3", "h4", "p", "div", "span", "code", "pre", "img",
     "table", "tbody", "tr", "td", "th"}
)  # fmt: skip
VOID = frozenset({"br", "img"})
BRIEF_LENGTH = 125


def kept(html: str, tags: frozenset[str]) -> str:
    """The text with these tags alone; entities and `<br />` come back in Wrike's spelling."""
    rewriter = _Rewriter(tags)
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.parts)


def from_plain(text: str) -> str:
    return _escaped(text).replace("\r\n", "\n").replace("\n", "<br />")


def to_plain(html: str) -> str:
    plainer = _Plainer()
    plainer.feed(html)
    plainer.close()
    return "".join(plainer.parts)


def brief(html: str) -> str:
    text = " ".join(to_plain(html).split())
    return text if len(text) <= BRIEF_LENGTH else text[:BRIEF_LENGTH] + "..."


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("'", "&#39;").replace("@", "&#64;")


class _Rewriter(HTMLParser):
    def __init__(self, tags: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._tags = tags
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self._tags:
            return
        attributes = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if not name.startswith("on"))
        self.parts.append(f"<{tag}{attributes} />" if tag in VOID else f"<{tag}{attributes}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._tags and tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(_escaped(data))


class _Plainer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in ("br", "li", "p", "div"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
