"""Absence coverage: which stage will have too few people who can decide, and on which days."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.calendar import WorkingTime
from models.review.delegation import Delegation, stand_in
from models.review.workflow import Subject

AHEAD = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A stage that asks these people, or will. `seats` are those of whom an answer is still open; `barred` may not
    decide here, whoever names them: they brought it.
    """

    stage: str
    seats: tuple[str, ...]
    needed: int  # how many more people have to say yes
    is_for_all: bool = False  # everybody who sits there has to say yes
    subject: Subject = field(default_factory=Subject)
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """On these days, in order, `able` people can decide of those `needed`; `missing` are why."""

    duty: Duty
    days: tuple[date, ...]
    able: int
    missing: tuple[str, ...]


def ahead(calendar: WorkingTime, first: date) -> tuple[date, ...]:
    """The working days of the next two weeks, `first` included."""
    every = (first + timedelta(days=number) for number in range(AHEAD.days))
    return tuple(day for day in every if calendar.is_working_day(day))


def shortages(
    duty: Duty, absences: Sequence[Delegation], *, gone: Collection[str], days: Iterable[date]
) -> tuple[Shortage, ...]:
    """`absences` may lack a substitute; `gone` are deactivated. Days of the same cause are told together."""
    short: dict[tuple[int, tuple[str, ...]], list[date]] = {}
    for day in days:
        sitting = _sitting(duty, absences, gone=gone, on=day)
        if _is_short(duty, sitting):
            missing = tuple(seat for seat, who in sitting.items() if not who)
            short.setdefault((len(_voices(sitting)), missing), []).append(day)
    return tuple(
        Shortage(duty=duty, days=tuple(found), able=able, missing=missing) for (able, missing), found in short.items()
    )


def _is_short(duty: Duty, sitting: Mapping[str, str]) -> bool:
    if duty.is_for_all:
        return not all(sitting.values())
    return len(_voices(sitting)) < duty.needed


def _voices(sitting: Mapping[str, str]) -> set[str]:
    """People are counted, not seats: who sits on two of them is one voice."""
    return {who for who in sitting.values() if who}


def _sitting(duty: Duty, absences: Sequence[Delegation], *, gone: Collection[str], on: date) -> dict[str, str]:
    """By seat, who decides there that day; empty where nobody does."""
    return dict(_seats(duty, absences, gone, on))


def _seats(duty: Duty, absences: Sequence[Delegation], gone: Collection[str], on: date) -> Iterator[tuple[str, str]]:
    for seat in duty.seats:
        if seat in duty.barred:
            continue
        absence = stand_in(absences, seat, duty.subject, on=on)
        if absence is None:
            yield seat, "" if seat in gone else seat
        else:
            yield seat, _fit(absence.substitute, duty, absences, gone, on)


def _fit(substitute: str, duty: Duty, absences: Sequence[Delegation], gone: Collection[str], on: date) -> str:
    """A substitute who is away, gone or may not decide here decides nothing: there are no chains."""
    is_away = stand_in(absences, substitute, duty.subject, on=on) is not None
    return "" if is_away or substitute in gone or substitute in duty.barred else substitute
