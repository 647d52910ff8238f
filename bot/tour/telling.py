"""The tour on the terminal: who does what, and what each person then sees."""

import html
import re
from collections.abc import Iterable

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.tour.stage import Seen

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_LINK = re.compile(r"<[^|>]*\|([^>]*)>")
_EMOJI = re.compile(r":([a-z_]+):")
_SIGNS = {
    "white_check_mark": "✔", "no_entry": "⛔", "x": "✘", "eyes": "👀", "pencil2": "✎", "sparkles": "✨",
    "wrench": "🔧", "warning": "⚠", "hourglass_flowing_sand": "⏳", "hourglass": "⏳", "mag": "🔍", "repeat": "🔁",
    "memo": "📝", "file_folder": "📁", "clipboard": "📋", "new": "🆕", "lock": "🔒",
    "inbox_tray": "📥", "small_orange_diamond": "🔸", "link": "🔗",
}  # fmt: skip


class Teller:
    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)

    def act(self, title: str) -> None:
        self._console.rule(f"[bold]{title}", align="left")

    def does(self, who: str, what: str) -> None:
        self._console.print(Text.assemble((f"{who} ", "bold cyan"), what))

    def sees(self, who: str, where: str, seen: Seen) -> None:
        body = Text("\n".join(readable(line) for line in seen.lines))
        for label in _labels(seen):
            body.append(f"\n[ {label} ]", style="bold green")
        for name in seen.files:
            body.append(f"\n🖼 {name}", style="dim")
        self._console.print(Panel(body, title=f"{who} sees in {where}", title_align="left", border_style="dim"))

    def checks(self, sentence: str) -> None:
        self._console.print(Text.assemble(("✔ ", "green"), sentence))

    def counts(self, rows: Iterable[tuple[str, str]]) -> None:
        table = Table("Who", "Notifications", box=None, header_style="dim")
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def fails(self, sentence: str) -> None:
        self._console.print(Text(f"The story differs: {sentence}", style="bold red"))


def readable(mrkdwn: str) -> str:
    """Slack's mark-up as plain words."""
    words = _LINK.sub(r"\1", _DATE.sub(r"\1", mrkdwn))
    words = _EMOJI.sub(lambda match: _SIGNS.get(match[1], match[0]), words)
    return html.unescape(words.replace("*", "").replace("`", ""))


def _labels(seen: Seen) -> list[str]:
    return [str(button["text"]["text"]) for button in seen.buttons.values()]
