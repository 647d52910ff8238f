"""What renditions cost, side by side: `python -m tests.bench.bench_imaging [--repeat N] [--batch N] [--slow]`.

The job: sha256, what the header says, a preview, a thumbnail, a picture for the web, four crops for social media and a
WebP, from photographs of 24 and 50 megapixels. Every way fills the same order in a process of its own, in turns; what
counts is processor time, warm, and the peak of memory. Ratios are the result. Ends with 1 when a target is missed.

The ways are in `ways/`, and each says there how it goes about it: one thread each, the same qualities, WebP's method 3
and LANCZOS everywhere, and JPEG without optimised tables. ImageMagick takes more than a minute, so it is left out
unless `--slow` is given, and then fills the order once, for 24 megapixels. Before that, `--batch` pictures go through
the darkroom, by one worker and by one for each core.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from rich.console import Console
from rich.table import Table

from tests.bench.batch import batch
from tests.bench.photographs import SIZES, photograph
from tests.bench.rivals import Way, ways
from tests.bench.sameness import ssim
from tests.bench.targets import Figure, tell
from tests.bench.ways.pillow import boxed, save
from tests.house.sizes import ROOT

Output = dict[str, Any]
Measures = dict[str, list[dict[str, float]]]  # by the name of the way


def output(name: str, width: int, height: int, fit: str = "fit", *, kind: str = "jpeg", quality: int = 82) -> Output:
    return {"name": name, "width": width, "height": height, "fit": fit, "format": kind, "quality": quality}


OUTPUTS = [
    output("preview", 1200, 1200),
    output("thumbnail", 320, 320, quality=80),
    output("web", 2048, 2048),
    output("portrait", 1080, 1350, "fill"),
    output("square", 1080, 1080, "fill"),
    output("landscape", 1200, 630, "fill"),
    output("story", 1080, 1920, "fill"),
    output("light", 1600, 1600, kind="webp"),
]


def main(repeat: int, count: int, *, with_slow: bool) -> None:
    taking_part, missing = ways()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        throughput = batch(Path(folder), OUTPUTS, count) if count else []
        for megapixels, size in SIZES.items():
            source = photograph(Path(folder) / f"{megapixels}.jpg", size)
            patient = [way for way in taking_part if not way.only_once or (with_slow and megapixels == min(SIZES))]
            left_out = [way.name for way in taking_part if way not in patient]
            measures = _measured(patient, source, Path(folder), repeat)
            _show(megapixels, measures, {**dict.fromkeys(missing, "not here"), **dict.fromkeys(left_out, "left out")})
            figures += [*_ratios(megapixels, measures), _loss(megapixels, source, Path(folder) / "Galley")]
    figures.append(_growth(figures))
    tell("A batch", throughput)
    tell("Renditions", figures)


def _measured(taking_part: Sequence[Way], source: Path, folder: Path, repeat: int) -> Measures:
    """In turns, so that whatever else the machine does meets all alike. The first turn only warms up."""
    found: Measures = {way.name: [] for way in taking_part}
    with ExitStack() as stack:
        workers = [(way, stack.enter_context(_at_work(way))) for way in taking_part]
        for turn in range(repeat + 1):
            for way, worker in workers:
                if turn and way.only_once:
                    continue
                into = folder / way.name
                into.mkdir(exist_ok=True)
                took = _ask(worker, {"source": str(source), "into": str(into), "outputs": OUTPUTS})
                found[way.name] += [took] if turn or way.only_once else []
    return found


@contextmanager
def _at_work(way: Way) -> Iterator["subprocess.Popen[str]"]:
    pipe, env = subprocess.PIPE, {**os.environ, **way.env}
    with subprocess.Popen(way.words, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=env) as worker:  # noqa: S603  our own words
        assert worker.stdin is not None
        _heard(worker)
        yield worker
        worker.stdin.close()


def _ask(worker: "subprocess.Popen[str]", order: dict[str, Any]) -> dict[str, float]:
    assert worker.stdin is not None
    worker.stdin.write(json.dumps(order) + "\n")
    worker.stdin.flush()
    return _heard(worker)


def _heard(worker: "subprocess.Popen[str]") -> dict[str, float]:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    if not line:
        raise SystemExit(f"{worker.args} ended without an answer.")
    answer: dict[str, float] = json.loads(line)
    return answer


def _show(megapixels: int, measures: Measures, absent: Mapping[str, str]) -> None:
    floor = _cpu(measures["codec floor"])
    table = Table("", "CPU, s", "x floor", "peak, MB", title=f"{len(OUTPUTS)} renditions of {megapixels} megapixels")
    for name, took in sorted(measures.items(), key=lambda one: _cpu(one[1])):
        table.add_row(name, f"{_cpu(took):.2f}", f"{_cpu(took) / floor:.2f}", f"{_peak(took):.0f}")
    for name, why in absent.items():
        table.add_row(name, why, "", "")
    Console().print(table)


def _ratios(megapixels: int, measures: Measures) -> list[Figure]:
    cpu = {name: _cpu(took) for name, took in measures.items()}
    ours = cpu["Galley"]
    figures = [
        Figure(name=f"{megapixels} MP: CPU x the codec floor's", found=ours / cpu["codec floor"], at_most=2.5),
        Figure(name=f"{megapixels} MP: naive Pillow's CPU x ours", found=cpu["naive Pillow"] / ours, at_least=6.0),
        Figure(name=f"{megapixels} MP: peak of the child, MB", found=_peak(measures["Galley"]), at_most=100.0),
    ]
    for rival, bound in (("pyvips", 1.0), ("sharp", 0.5), ("sharp, by hand", None)):
        if rival in cpu:
            figures.append(Figure(name=f"{megapixels} MP: CPU x {rival}'s", found=ours / cpu[rival], at_most=bound))
    return figures


def _growth(figures: Sequence[Figure]) -> Figure:
    small, large = (one.found for one in figures if "peak" in one.name)
    return Figure(name="50 MP's peak x that of 24 MP", found=large / small, at_most=1.1)


def _loss(megapixels: int, source: Path, made: Path) -> Figure:
    """What one decode for all costs in likeness, beside a full decode for each and the same encoding."""
    with Image.open(source) as whole:
        whole.load()
        losses = [_lost(whole, one, made) for one in OUTPUTS]
    return Figure(name=f"{megapixels} MP: SSIM lost, the worst of {len(losses)}", found=max(losses), at_most=0.003)


def _lost(whole: Image.Image, one: Output, made: Path) -> float:
    ideal = boxed(whole, (one["width"], one["height"]), one["fit"])
    alone = made / "alone"
    alone.mkdir(exist_ok=True)
    save(ideal, one, alone)
    with Image.open(alone / f"{one['name']}.{one['format']}") as encoded, Image.open(_ours(one, made)) as ours:
        return ssim(ideal, encoded) - ssim(ideal, ours)


def _ours(one: Output, made: Path) -> Path:
    return made / f"{one['name']}.{'jpg' if one['format'] == 'jpeg' else one['format']}"


def _cpu(took: Sequence[dict[str, float]]) -> float:
    return statistics.median(one["cpu_s"] for one in took)


def _peak(took: Sequence[dict[str, float]]) -> float:
    return max(one["peak_mb"] for one in took)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--batch", type=int, default=20, metavar="N", help="pictures; 0 leaves it out")
    parser.add_argument("--slow", action="store_true", help="ImageMagick too")
    asked = parser.parse_args()
    main(asked.repeat, asked.batch, with_slow=asked.slow)
