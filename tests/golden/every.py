"""All goldens, room by room."""

from tests.golden.cases import (
    absences,
    answers,
    asks,
    attention,
    cards,
    forms,
    homes,
    notices,
    outcomes,
    receipts,
    refusals,
    reminders,
    reports,
    threads,
)

GOLDENS = (
    *cards.GOLDENS,
    *asks.GOLDENS,
    *outcomes.GOLDENS,
    *threads.GOLDENS,
    *refusals.GOLDENS,
    *receipts.GOLDENS,
    *reminders.GOLDENS,
    *forms.GOLDENS,
    *notices.GOLDENS,
    *answers.GOLDENS,
    *homes.GOLDENS,
    *absences.GOLDENS,
    *reports.GOLDENS,
    *attention.GOLDENS,
)
