"""What the watch shows: a table that stays where it is, or a line whenever something has changed."""

from datetime import timedelta

from rich.table import Table
from rich.text import Text

from bot.doctor.watch import NOT_RUNNING, READY, Glance
from bot.slack.text import plain

MOST = 5  # troubles and pauses each; galley doctor tells all


def table(glance: Glance) -> Table:
    rows = Table.grid(padding=(0, 2))
    ledger, figures = glance.ledger, glance.figures
    rows.add_row("Galley", Text(glance.state, style="green" if glance.state == READY else "red"))
    if ledger.replicas is not None:
        rows.add_row("replicas", str(ledger.replicas))
    if ledger.problem is not None:
        rows.add_row("database", Text(plain(ledger.problem), style="red"))
    rows.add_row("being sent", str(ledger.sending))
    for queue in ledger.queues:
        rows.add_row(f"waiting · {queue.lane}", f"{queue.waiting}, the oldest for {_rounded(queue.oldest)}")
    for trouble in ledger.troubles[:MOST]:
        rows.add_row("in trouble", Text(plain(trouble), style="red"))
    for pause in ledger.pauses[:MOST]:
        rows.add_row("pauses", Text(plain(pause), style="yellow"))
    if figures is not None:
        rows.add_row("acknowledged", f"p50 {_ms(figures.median_s)}, p99 {_ms(figures.slowest_s)}")
        rows.add_row("calls", ", ".join(f"{name}: {count}" for name, count in figures.calls.items()) or "none yet")
    return rows


def line(glance: Glance) -> str:
    """Without ages and counters, which change all the time."""
    ledger = glance.ledger
    said = [f"Galley is {glance.state}" if glance.state in (READY, NOT_RUNNING) else glance.state]
    said += [ledger.problem] if ledger.problem else []
    said += [f"{ledger.replicas} replicas"] if ledger.replicas is not None else []
    said += [f"{queue.waiting} wait in {queue.lane}" for queue in ledger.queues]
    said += [f"{ledger.sending} being sent"] if ledger.sending else []
    said += [f"in trouble: {one}" for one in ledger.troubles[:MOST]]
    said += [f"pauses: {one}" for one in ledger.pauses[:MOST]]
    return " · ".join(said)


def _rounded(age: timedelta) -> str:
    return str(timedelta(seconds=round(age.total_seconds())))


def _ms(seconds: float | None) -> str:
    return "none yet" if seconds is None else f"{seconds * 1000:.0f} ms"
