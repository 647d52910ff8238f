"""Reviews: who must say yes to an asset, in which order, and what follows from what they say. No table, no clock.

A review is a fold over facts. A command looks at it and returns the facts that follow, or raises the Refusal that
stands against it: `facts = decide(review, "Legal", by=ana, ...)`, then `review = after(review, fact)` for each.
"""

from models.review.codec import from_json, to_json
from models.review.deadlines import pass_time
from models.review.deciding import advise, decide, finish_follow_up, withdraw
from models.review.folding import after, fold
from models.review.opening import call_stage, open_review, open_stage, report_checks
from models.review.people import give_back, hand_over, reassign, reseat
from models.review.refusals import Refusal
from models.review.rounds import recall, reopen, replace_version, supersede
from models.review.seating import Seating, Substitution
from models.review.state import Review, Stage

__all__ = [
    "Refusal",
    "Review",
    "Seating",
    "Stage",
    "Substitution",
    "advise",
    "after",
    "call_stage",
    "decide",
    "finish_follow_up",
    "fold",
    "from_json",
    "give_back",
    "hand_over",
    "open_review",
    "open_stage",
    "pass_time",
    "reassign",
    "recall",
    "reopen",
    "replace_version",
    "report_checks",
    "reseat",
    "supersede",
    "to_json",
    "withdraw",
]
