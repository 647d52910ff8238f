"""All goldens, room by room."""

from tests.golden.cases import (
    answers,
    asks,
    cards,
    comparisons,
    forms,
    homes,
    noise,
    notices,
    outcomes,
    receipts,
    refusals,
    remarks,
    reminders,
    thoughts,
    threads,
)

GOLDENS = (
    *cards.GOLDENS,
    *asks.GOLDENS,
    *outcomes.GOLDENS,
    *threads.GOLDENS,
    *comparisons.GOLDENS,
    *refusals.GOLDENS,
    *receipts.GOLDENS,
    *reminders.GOLDENS,
    *remarks.GOLDENS,
    *noise.GOLDENS,
    *forms.GOLDENS,
    *notices.GOLDENS,
    *answers.GOLDENS,
    *thoughts.GOLDENS,
    *homes.GOLDENS,
)
