"""YAML as a person types it: bytes in; plain values and the line of every key out, or what is wrong in which line."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MOST_BYTES = 256_000
DEEPEST = 20

Place = tuple[str | int, ...]  # ("review", "stages", 0, "rule")
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


_READ_AS_MORE_THAN_TEXT = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "null")}


class Unreadable(Exception):
    """Not YAML, or YAML that is not taken. The sentence stands without the line."""

    def __init__(self, sentence: str, *, line: int | None = None) -> None:
        self.sentence, self.line = sentence, line
        super().__init__(sentence)


@dataclass
class Document:
    """`lines` knows where each key, or place in a list, is written; counted from 1."""

    values: Plain = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int | None:
        """The line of this key, or of the nearest one that contains it."""
        nearer = (place[:end] for end in range(len(place), -1, -1))
        return next((self.lines[one] for one in nearer if one in self.lines), None)


def parse(written: bytes) -> Document:
    """Raises Unreadable."""
    text = _decoded(written)
    try:
        _reject_what_grows(text)
        return _composed(text)
    except MarkedYAMLError as error:
        raise _explained(error) from error
    except YAMLError as error:  # a control character
        raise Unreadable(f"this is not YAML: {str(error).splitlines()[0]}") from error


def _decoded(written: bytes) -> str:
    if len(written) > MOST_BYTES:
        raise Unreadable(f"the file has {len(written):,} bytes; more than {MOST_BYTES:,} are not read")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        raise Unreadable("a character here is not UTF-8; save the file as UTF-8", line=line) from error


def _reject_what_grows(text: str) -> None:
    """An alias may stand for a thousand others, nesting eats the stack, a tag makes anything; none has a use here."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            raise Unreadable(f"aliases such as *{event.anchor} are not read; write the value out", line=line)
        if tag := getattr(event, "tag", None):
            raise Unreadable(f"tags such as {tag} are not read; write the value alone", line=line)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable(f"lists and keys are nested more than {DEEPEST} deep", line=line)


def _composed(text: str) -> Document:
    yaml, document = YAML(typ="safe", pure=True), Document()
    root = yaml.compose(text)
    if root is not None:
        document.values = _Reader(yaml, document.lines).value(root, ())
    return document


class _Reader:
    def __init__(self, yaml: YAML, lines: dict[Place, int]) -> None:
        self._yaml, self._lines = yaml, lines

    def value(self, node: Node, place: Place) -> Plain:
        self._lines.setdefault(place, _line(node))
        match node:
            case MappingNode():
                return dict(self._pairs(node, place))
            case SequenceNode():
                return [self.value(one, (*place, number)) for number, one in enumerate(node.value)]
            case _:
                return self._scalar(node)

    def _pairs(self, mapping: MappingNode, place: Place) -> Iterator[tuple[str, Plain]]:
        for key_node, value_node in mapping.value:
            line = _line(key_node)
            if not isinstance(key_node, ScalarNode):
                raise Unreadable("a key is one word", line=line)
            key = str(key_node.value)
            if (*place, key) in self._lines:
                raise Unreadable(f"{key} stands twice; first in line {self._lines[(*place, key)]}", line=line)
            self._lines[(*place, key)] = line
            yield key, self.value(value_node, (*place, key))

    def _scalar(self, node: Node) -> Plain:
        if str(node.tag) not in _READ_AS_MORE_THAN_TEXT:
            return str(node.value)
        try:
            plain: Plain = self._yaml.constructor.construct_object(node)
        except ValueError:  # a number of five thousand digits
            return str(node.value)
        return plain


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _explained(error: MarkedYAMLError) -> Unreadable:
    mark, problem = error.problem_mark or error.context_mark, error.problem or "something is missing"
    line = mark.line + 1 if mark else None
    if "\\t" in problem:
        return Unreadable("a tab stands here; YAML wants spaces", line=line)
    if "single document" in (error.context or ""):
        return Unreadable("--- begins a second document; only one is read", line=line)
    started = f" ({error.context} in line {error.context_mark.line + 1})" if error.context_mark else ""
    return Unreadable(f"this is not YAML: {problem}{started}", line=line)
