"""The child's life: read a job, do it, answer; end when the parent is gone."""

import errno
import os
import sys
import threading
import warnings
from contextlib import AbstractContextManager
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from imaging import plain, repairs, sentences, wire
from imaging.comparison import Exhibit
from imaging.errors import Unreadable
from imaging.facts import Inspection
from imaging.inscription import Inscription
from imaging.inside import comparing, inspecting, opening, placeholder, rendering, repairing, sheet, walls
from imaging.inside.developing import Negative, negative
from imaging.limits import Limits
from imaging.recipes import Recipe

Inbox = SimpleQueue[dict[str, object]]


def main() -> None:
    """Speaks over stdin and stdout; what a library prints goes to stderr, where it can spoil no message."""
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    inbox: Inbox = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, inbox), daemon=True).start()

    limits = Limits.from_json(plain.mapping(inbox.get(), "limits"))
    opening.arm()
    replies.write(wire.pack({"missing": walls.raise_walls(limits)}))
    while True:
        replies.write(wire.pack(_answered(inbox.get(), limits)))


def _listen(pipe: BinaryIO, inbox: Inbox) -> None:
    """The end of the pipe is the end of the parent, and so of the child, even in the middle of a job."""
    while (message := wire.read(pipe)) is not None:
        inbox.put(message)
    os._exit(0)


def _answered(job: dict[str, object], limits: Limits) -> dict[str, object]:
    walls.grant_cpu(limits.cpu_seconds)
    name = plain.maybe_text(job, "name")
    try:
        return {"done": _done(job, limits)}
    except Unreadable as refusal:
        return _refused(refusal)
    except MemoryError:
        return _refused(sentences.too_much_memory(name, limit=limits.memory_bytes), spent=True)
    except OSError as error:
        if error.errno == errno.EFBIG:
            return _refused(sentences.output_too_heavy(name, limit=limits.max_output_bytes))
        return {"trouble": {"errno": error.errno or 0, "said": error.strerror or str(error)}}


def _refused(refusal: Unreadable, *, spent: bool = False) -> dict[str, object]:
    return {"refused": {"reason": refusal.reason.value, "sentence": refusal.sentence}, "spent": spent}


def _done(job: dict[str, object], limits: Limits) -> dict[str, object]:
    match plain.text(job, "do"):
        case "contact_sheet":
            pictures = [
                (plain.text(one, "label"), Path(plain.text(one, "path"))) for one in plain.mappings(job, "pictures")
            ]
            sheet.contact_sheet(pictures, Path(plain.text(job, "target")), limits)
            return {}
        case "compare":
            older, newer = (Exhibit.from_json(plain.mapping(job, which)) for which in ("older", "newer"))
            return comparing.compare(older, newer, Path(plain.text(job, "target")), limits).to_json()
        case "inspect":
            return _inspected(job, limits).to_json()
        case one:
            with _opened(job, limits) as found:
                return _of_one(one, job, negative(found))


def _opened(job: dict[str, object], limits: Limits) -> AbstractContextManager[opening.Opened]:
    return opening.opened(Path(plain.text(job, "source")), limits=limits, announced=plain.maybe_text(job, "name"))


def _inspected(job: dict[str, object], limits: Limits) -> Inspection:
    """Of a good file that nothing here can show, a plate that says so."""
    preview, thumbnail = (Path(plain.text(job, key)) for key in ("preview", "thumbnail"))
    try:
        with _opened(job, limits) as found:
            return inspecting.inspect(negative(found), preview=preview, thumbnail=thumbnail)
    except opening.NoPreview as unseen:
        return placeholder.inspect(unseen, preview=preview, thumbnail=thumbnail)


def _of_one(what: str, job: dict[str, object], found: Negative) -> dict[str, object]:
    match what:
        case "render":
            recipes = [Recipe.from_json(raw) for raw in plain.mappings(job, "recipes")]
            inscription = Inscription.from_json(plain.mapping(job, "inscription"))
            into = Path(plain.text(job, "into"))
            paths = {recipe.name: into / recipe.file_name for recipe in recipes}
            return {"renditions": [made.to_json() for made in rendering.render(found, recipes, paths, inscription)]}
        case "repair":
            asked = [repairs.from_json(raw) for raw in plain.mappings(job, "repairs")]
            return repairing.repair(found, asked, Path(plain.text(job, "target"))).to_json()
        case _:
            raise ValueError(f"no such job: {what}")
