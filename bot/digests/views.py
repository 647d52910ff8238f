"""The digest: one message in the morning with what waits for somebody, and what became of their pictures."""

from collections.abc import Sequence

from bot import clicks, why
from bot.digests.reading import MOST, Digest, Matter
from bot.outlook import Outlook
from bot.slack.parts import Block, Message, actions, button, context, escape, header, paragraphs, spoken
from models.post import PostKind

_HOW = "Each leads to its card. Galley's Home tab has them with their buttons."


def digest(shown: Digest) -> Message:
    blocks: list[Block] = [
        *_part(_waiting_head(shown), [_waiting(one, shown.reader) for one in shown.waiting], shown.waiting_count),
        *_part("Also for you", [_matter(one) for one in shown.matters[:MOST]], len(shown.matters)),
        *_part("What became of your pictures", [_happened(one) for one in shown.happened], shown.happened_count),
        *_part("Your team in the next two weeks", shown.team, len(shown.team)),
        *([context(_HOW)] if shown.waiting or shown.happened else []),
        actions(
            button("What I am told…", action_id=clicks.CHOOSE, value="choices", label="Choose what you are told"),
            block_id="digest",
        ),
    ]
    return Message(spoken(_summary(shown)), tuple(blocks))


def _part(title: str, lines: Sequence[str], count: int) -> list[Block]:
    if not count:
        return []
    more = [f"… and {count - len(lines)} more"] if count > len(lines) else []
    return [header(title), *paragraphs([*lines, *more])]


def _waiting_head(shown: Digest) -> str:
    return f"Waiting on you ({shown.waiting_count}), oldest first"


def _waiting(one: Outlook, reader: str) -> str:
    asking = one.asking
    asked = (
        f"{escape(asking.stage)}{why.for_whom(asking, reader)}, {why.due(asking)}" if asking else "decided meanwhile"
    )
    return f"• {why.name(one)}: {asked}, from {escape(one.submitter)}"


def _matter(one: Matter) -> str:
    stage, name = escape(one.stage), why.name(one.outlook)
    if one.kind is PostKind.STUCK:
        return f"• {name}: :construction: stuck in *{stage}*: {escape(one.why)}. Name others for it in galley.yml."
    if one.kind is PostKind.HAND:
        return f"• {name}: :raised_hand: waits for you to open *{stage}*. The button is on its card."
    return f"• {name}: :speech_balloon: your advice is welcome, while *{stage}* decides. Reply in its thread."


def _happened(one: Outlook) -> str:
    following = why.next_step(one)
    said = f"• {why.name(one)}: {why.state(one)}."
    return said if following == why.NOTHING_MORE else f"{said} {following}"


def _summary(shown: Digest) -> str:
    """What a notification has room for."""
    waiting = f"{_count(shown.waiting_count)} for you" if shown.waiting_count else ""
    happened = f"news of {_pictures(shown.happened_count)} of yours" if shown.happened_count else ""
    matters = f"{_pictures(len(shown.matters))} to look at" if shown.matters else ""
    team = "your team will lack people" if shown.team else ""
    told = [part for part in (waiting, matters, happened, team) if part]
    return f"Your day with Galley: {'; '.join(told)}."


def _count(number: int) -> str:
    return f"{_pictures(number)} {'waits' if number == 1 else 'wait'}"


def _pictures(number: int) -> str:
    return "1 picture" if number == 1 else f"{number} pictures"
