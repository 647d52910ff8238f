"""Forms of the approval: why it is rejected, what should change, and a batch picture by picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.views import View

from bot.approval.asked import Answer, Question
from bot.slack.parts import Block, context, divider, escape, many_of, modal, radio, section, select, text
from models.review.words import Verdict

REASON = {
    Verdict.APPROVE_WITH_CHANGES: "approval.reason_wish",
    Verdict.REJECT: "approval.reason_reject",
    Verdict.REQUEST_CHANGES: "approval.reason_changes",
}
EACH = "approval.each"
ADVICE = "approval.advice"

_LONGEST_REASON = 1_000
_MOST_PICTURES = 30  # three blocks each, of the hundred that a form may have
_AT_A_GLANCE = 6  # pictures whose answers all stand open; of more each has a menu, so that the form stays short
_LATER = "later"
_TITLES = {
    Verdict.APPROVE_WITH_CHANGES: "Approve with changes",
    Verdict.REJECT: "Reject",
    Verdict.REQUEST_CHANGES: "Request changes",
}
_LABELS = {
    Verdict.APPROVE_WITH_CHANGES: "What is still to be changed?",
    Verdict.REJECT: "Why is it rejected?",
    Verdict.REQUEST_CHANGES: "What should change?",
}
_FOLLOWS = {
    Verdict.APPROVE_WITH_CHANGES: "This is your yes: the review goes on, and nobody is asked again. What is still "
    "to be changed stands on the card and is told to its uploader.",
    Verdict.REJECT: "This ends the review. A new file in the card's thread asks again.",
    Verdict.REQUEST_CHANGES: "Nobody else is asked until a new file comes in the card's thread; it asks again.",
}
_EXAMPLES = {
    Verdict.APPROVE_WITH_CHANGES: "Such as: correct the year in the caption before it is printed",
    Verdict.REJECT: "Such as: the licence of this photograph has ended",
    Verdict.REQUEST_CHANGES: "Such as: brighter, and the horizon level",
}
_CHOICES = (
    ("Approve", Verdict.APPROVE),
    ("Approve with changes", Verdict.APPROVE_WITH_CHANGES),
    ("Request changes", Verdict.REQUEST_CHANGES),
    ("Reject", Verdict.REJECT),
    ("Decide later", _LATER),
)


def reason_form(questions: Sequence[Question], verdict: Verdict, *, reason: str = "") -> View:
    """One reason, begun with `reason`; for several pictures also which of them, all of them unless unticked."""
    blocks: list[Block] = [
        text(
            "reason",
            _LABELS[verdict],
            initial=reason,
            multiline=True,
            longest=_LONGEST_REASON,
            placeholder=_EXAMPLES[verdict],
            hint="Its uploader reads this, and so does everybody in the card's thread.",
        ),
        context(_FOLLOWS[verdict]),
    ]
    blocks.insert(0, _which(questions))
    subject = ",".join(one.stage_id for one in questions)
    return modal(_TITLES[verdict], blocks, callback_id=REASON[verdict], subject=subject, submit=_TITLES[verdict])


def advice_form(questions: Sequence[Question]) -> View:
    """One opinion; for several pictures also about which of them, all of them unless unticked."""
    blocks: list[Block] = [
        _which(questions),
        text(
            "advice",
            "What do you advise?",
            multiline=True,
            longest=_LONGEST_REASON,
            placeholder="Such as: the colours are right, the claim is hard to read",
            hint="Everybody in the card's thread reads this. It decides nothing.",
        ),
    ]
    subject = ",".join(one.stage_id for one in questions)
    return modal("Give advice", blocks, callback_id=ADVICE, subject=subject, submit="Advise")


def advised(view: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """The stages in a submitted `advice_form`, and the words."""
    return tuple(_chosen(view)), (view["state"]["values"]["advice"]["value"]["value"] or "").strip()


def each_form(questions: Sequence[Question]) -> View:
    rest = len(questions) - _MOST_PICTURES
    more = f" The other {rest} come when you open this form again." if rest > 0 else ""
    blocks: list[Block] = [context(f"Whatever you ask to change or reject needs a reason, for its uploader.{more}")]
    choice = radio if len(questions) <= _AT_A_GLANCE else select
    for one in questions[:_MOST_PICTURES]:
        label = f"{one.number}. {one.title}"
        blocks += [
            choice(f"verdict/{one.stage_id}", label, _CHOICES, initial=_LATER),
            text(f"reason/{one.stage_id}", "Reason", longest=_LONGEST_REASON, optional=True),
            divider(),
        ]
    subject = ",".join(one.stage_id for one in questions[:_MOST_PICTURES])
    return modal("One by one", blocks[:-1], callback_id=EACH, subject=subject, submit="Decide")


def reasoned(view: Mapping[str, Any], verdict: Verdict) -> tuple[Answer, ...]:
    """The answers in a submitted `reason_form`."""
    reason = (view["state"]["values"]["reason"]["value"]["value"] or "").strip()
    return tuple(Answer(stage_id=one, verdict=verdict, reason=reason) for one in _chosen(view))


def each(view: Mapping[str, Any]) -> tuple[Answer, ...]:
    """The answers in a submitted `each_form`, without those put off."""
    values = view["state"]["values"]
    answers = []
    for stage_id in view["private_metadata"].split(","):
        chosen = values[f"verdict/{stage_id}"]["value"]["selected_option"]["value"]
        reason = (values[f"reason/{stage_id}"]["value"]["value"] or "").strip()
        if chosen != _LATER:
            answers.append(Answer(stage_id=stage_id, verdict=Verdict(chosen), reason=reason))
    return tuple(answers)


def missing_reasons(answers: Sequence[Answer]) -> dict[str, str]:
    """By block, what keeps an `each_form` from being taken."""
    return {
        f"reason/{answer.stage_id}": "Please say why, so that the uploader knows what to do next."
        for answer in answers
        if answer.verdict is not Verdict.APPROVE and not answer.reason
    }


def _which(questions: Sequence[Question]) -> Block:
    if len(questions) == 1:
        return section(f"*{escape(questions[0].title)}* · {escape(questions[0].stage)}")
    choices = [(f"{one.number}. {one.title}", one.stage_id) for one in questions]
    return many_of("which", "Which pictures?", choices, initial=[stage_id for _, stage_id in choices])


def _chosen(view: Mapping[str, Any]) -> list[str]:
    """Of the stages that it was about, never others."""
    chosen = view["state"]["values"].get("which", {}).get("value", {}).get("selected_options")
    shown: list[str] = view["private_metadata"].split(",")
    return shown if chosen is None else [option["value"] for option in chosen if option["value"] in shown]
