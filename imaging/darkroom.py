"""Where pictures are opened: the asynchronous face of the child processes that alone may touch their bytes."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from imaging import plain, repairs, sentences
from imaging.assistant import Assistant, Died
from imaging.comparison import Comparison, Exhibit
from imaging.errors import Reason, Unreadable
from imaging.facts import Inspection
from imaging.inscription import NOTHING, Inscription
from imaging.limits import Limits
from imaging.recipes import Recipe, Rendition
from imaging.repairs import Repair, Repaired

log = logging.getLogger(__name__)

_DEFAULT = Limits()
MOST_ON_A_SHEET = 50


class Darkroom:
    """A pool of `workers` warm children, started when first needed and replaced after a crash or a limit.

    Every method may raise, besides what it names: Unreadable (the picture's matter, with a sentence for its owner),
    OSError (the disk refuses to be written: no picture's fault) and DarkroomBroken (no child starts on this machine).
    The event loop only ever waits on a pipe. A cancelled call ends its child. Children end with this process,
    however it ends.
    """

    def __init__(self, limits: Limits = _DEFAULT, workers: int = 1) -> None:
        self._limits = limits
        self._places = asyncio.Semaphore(workers)
        self._idle: list[Assistant] = []
        self._all: set[Assistant] = set()
        self._is_closed = False
        self.missing_limits: tuple[str, ...] = ()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        self._idle.clear()
        for assistant in tuple(self._all):
            await self._dismiss(assistant)

    @property
    def children(self) -> tuple[int, ...]:
        """The process ids of the children that live now."""
        return tuple(assistant.pid for assistant in self._all if assistant.is_alive)

    async def inspect(self, source: Path, *, name: str, preview: Path, thumbnail: Path) -> Inspection:
        """One decode: the facts, and two sRGB JPEGs written upright: long edge 1200 px and 200 px, never enlarged.

        `name` is the file name that people know; an extension that lies is refused as MISLABELLED. A good file of which
        nothing can be shown has `facts.no_preview`, and a plate in place of both.
        """
        job = {"do": "inspect", "source": _at(source), "preview": _at(preview), "thumbnail": _at(thumbnail)}
        return Inspection.from_json(await self._ask({**job, "name": name}, name=name))

    async def render(
        self, source: Path, recipes: Sequence[Recipe], into: Path, *, inscription: Inscription = NOTHING
    ) -> tuple[Rendition, ...]:
        """One decode for all recipes: `into`/`recipe.file_name` for each, sRGB, in the order of the recipes.

        The same source, recipes, inscription and library versions give the same bytes. Each says of itself what its
        recipe lets stand (`metadata`), with what is inscribed in place of what the source says; never the place.
        Raises ValueError when two recipes share a name, or when there is none.
        """
        names = {recipe.name for recipe in recipes}
        if not recipes or len(names) < len(recipes):
            raise ValueError("recipes need a name each, and there must be one")
        job = {"do": "render", "source": _at(source), "into": _at(into), "inscription": inscription.to_json()}
        answer = await self._ask({**job, "recipes": [recipe.to_json() for recipe in recipes]})
        return tuple(Rendition.from_json(raw) for raw in plain.mappings(answer, "renditions"))

    async def repair(self, source: Path, wanted: Sequence[Repair], target: Path) -> Repaired:
        """The picture put right, written to `target`; the source is left as it is.

        XMP, IPTC and EXIF are kept, the place too unless it is to be stripped; thumbnails and maker notes are not.
        GIF and BMP become PNG unless a format is asked for.
        """
        job = {"do": "repair", "source": _at(source), "target": _at(target)}
        return Repaired.from_json(await self._ask({**job, "repairs": [repairs.to_json(repair) for repair in wanted]}))

    async def compare(self, older: Exhibit, newer: Exhibit, target: Path) -> Comparison:
        """Both side by side with what differs between them, as one JPEG in `target`, 1600 px wide, sRGB.

        Previews do as well as originals: at most 960 px are looked at. The same two files give the same bytes, and in
        the other order the same figures. An Unreadable names the one that cannot be opened by its label.
        """
        job = {"do": "compare", "older": older.to_json(), "newer": newer.to_json(), "target": _at(target)}
        return Comparison.from_json(await self._ask(job))

    async def contact_sheet(self, pictures: Sequence[tuple[str, Path]], target: Path) -> None:
        """A JPEG page of 1 to 50 pictures, 2000 px wide, in the order given.

        Each is (label, file); a number is shown as such, whatever its place, and any other label is written under its
        picture, which is then numbered by its place, from 1. A picture that cannot be opened keeps its place as an
        empty frame. Raises ValueError on any other number of pictures.
        """
        if not 1 <= len(pictures) <= MOST_ON_A_SHEET:
            raise ValueError(f"a contact sheet shows 1 to {MOST_ON_A_SHEET} pictures, not {len(pictures)}")
        entries = [{"label": label, "path": _at(path)} for label, path in pictures]
        await self._ask({"do": "contact_sheet", "target": _at(target), "pictures": entries})

    async def _ask(self, job: plain.Plain, *, name: str | None = None) -> dict[str, object]:
        async with self._places:
            assistant = await self._take()
            try:
                async with asyncio.timeout(self._limits.wall_seconds):
                    answer = await assistant.ask(job)
            except BaseException as error:
                await self._dismiss(assistant)
                if (refusal := self._refusal(error, name)) is None:
                    raise
                raise refusal from error
            await self._give_back(assistant, is_spent=answer.get("spent") is True)
        return _result(answer)

    async def _take(self) -> Assistant:
        while self._idle:
            assistant = self._idle.pop()
            if assistant.is_alive:
                return assistant
            await self._dismiss(assistant)
        self._check_open()
        assistant = await Assistant.start(self._limits)
        self._all.add(assistant)
        if self._is_closed:
            await self._dismiss(assistant)
        self._check_open()
        self._note_missing(assistant.missing_limits)
        return assistant

    def _check_open(self) -> None:
        if self._is_closed:
            raise RuntimeError("this darkroom is closed")

    def _note_missing(self, missing: tuple[str, ...]) -> None:
        """Limits that this system refuses, macOS the one on memory for example; the others still hold."""
        if missing and missing != self.missing_limits:
            log.warning("this system does not limit the %s of a child process for pictures", ", ".join(missing))
        self.missing_limits = missing

    async def _give_back(self, assistant: Assistant, *, is_spent: bool) -> None:
        if is_spent or self._is_closed or assistant.jobs >= self._limits.jobs_per_child:
            await self._dismiss(assistant)
        else:
            self._idle.append(assistant)

    async def _dismiss(self, assistant: Assistant) -> None:
        await assistant.end()
        self._all.discard(assistant)

    def _refusal(self, error: BaseException, name: str | None) -> Unreadable | None:
        match error:
            case TimeoutError():
                return sentences.took_too_long(name, seconds=self._limits.wall_seconds)
            case Died(ended_by_cpu_limit=True):
                return sentences.took_too_long(name, seconds=self._limits.cpu_seconds)
            case Died():
                return sentences.crashed(name)
            case _:
                return None


def _at(path: Path) -> str:
    """Absolute, since a child stands elsewhere."""
    return str(path.absolute())


def _result(answer: plain.Plain) -> dict[str, object]:
    if "refused" in answer:
        refusal = plain.mapping(answer, "refused")
        raise Unreadable(Reason(plain.text(refusal, "reason")), plain.text(refusal, "sentence"))
    if "trouble" in answer:
        trouble = plain.mapping(answer, "trouble")
        raise OSError(plain.whole(trouble, "errno"), plain.text(trouble, "said"))
    return plain.mapping(answer, "done")
