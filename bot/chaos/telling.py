"""Chaos on the terminal: the blows, the counts, the gaps, and how to see it again."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bot.chaos.gaps import Gap
from bot.chaos.play import Judgement, Options
from bot.chaos.row import COLUMNS, Row

REMARKS = 40
GAPS = ("observed gaps", "declared", "sent", "least", "median", "a minute", "429", "soon")


class Teller:
    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)

    def say(self, sentence: str) -> None:
        self._console.print(sentence, soft_wrap=True)

    def begin(self, options: Options) -> None:
        self.say(f"Seed {options.seed}. To see the same again: [bold]{options.command}[/bold]")

    def judge(self, judgement: Judgement, options: Options) -> None:
        self._blows(judgement)
        self._counts(judgement.rows)
        self._gaps(judgement.gaps)
        for remark in [remark for row in judgement.rows for remark in row.remarks][:REMARKS]:
            self._console.print(remark, style="red", markup=False)
        verdict = "Nothing was lost, doubled, out of order or stuck" if not judgement.troubles else "Not all is well"
        self.say(f"{verdict}, in {judgement.seconds:.0f} s. Again: [bold]{options.command}[/bold]")

    def _blows(self, judgement: Judgement) -> None:
        kinds = dict.fromkeys(one.kind for one in judgement.struck)
        for kind in kinds:
            times = [one for one in judgement.struck if one.kind is kind]
            at_work = sum(one.calls > 0 for one in times)
            self.say(f"{kind.value}: {len(times)} times, {at_work} of them in the midst of work")
        self.say(f"{len(judgement.story.upset)} clicks and forms were not answered at once, and repeated")

    def _counts(self, rows: Sequence[Row]) -> None:
        table = _table("", *COLUMNS)
        for row in rows:
            figures = [str(row.accepted), *(f"[red]{one}[/red]" if one else "0" for one in row.figures[1:])]
            table.add_row(row.name, *figures)
        self._console.print(table)

    def _gaps(self, gaps: Sequence[Gap]) -> None:
        table = _table(*GAPS)
        for gap in gaps:
            seconds = (_seconds(gap.smallest), _seconds(gap.median))
            counts = (str(gap.most_a_minute), str(gap.refused), str(gap.too_soon))
            table.add_row(gap.name, gap.declared, str(gap.sends), *seconds, *counts)
        self._console.print(table)


def _table(*headings: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", no_wrap=True)
    return table


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f} s"
