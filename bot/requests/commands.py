"""Every command of /galley: what help shows, what the router knows, what the documentation is checked against."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from slack_sdk.models.views import View

from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.text import unmarked

LIKENESS = 0.5  # of a mistyped word to the command that is offered for it


@dataclass(frozen=True, kw_only=True)
class Command:
    """`usage` stands behind /galley; what may be left out is in brackets."""

    name: str
    usage: str
    says: str
    example: str
    group: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody typed: the command they mean, and the words behind it."""

    actor: Actor
    command: str
    words: str = ""


Answer = Message | View
Handler = Callable[[Request], Awaitable[Answer]]


class Choice(Protocol):
    """Something that the overflow of a card offers about its batch."""

    async def __call__(self, batch_id: str, *, by: Actor) -> Answer: ...


PICTURES, PEOPLE, BOARD = "Pictures", "What is asked of you", "The project board"

COMMANDS = (
    Command(
        name="submit",
        usage="submit",
        says="Send pictures to review, with a title and a campaign.",
        example="submit",
        group=PICTURES,
    ),
    Command(
        name="status",
        usage="status [words or #number]",
        says="See how a picture stands, or the latest ones of this channel.",
        example="status hero",
        group=PICTURES,
    ),
    Command(
        name="why",
        usage="why [words or #number]",
        says="Read what a picture waits for, since when, by which rule, and what happens next.",
        example="why hero",
        group=PICTURES,
    ),
    Command(
        name="policy",
        usage="policy",
        says="Read who decides about pictures from this channel, in which order, until when, and what happens if not.",
        example="policy",
        group=PICTURES,
    ),
    Command(
        name="find",
        usage="find [words] [tag: type: state: by: campaign:]",
        says="Search the pictures of your team.",
        example="find beach tag:spring type:jpg state:approved by:me",
        group=PICTURES,
    ),
    Command(
        name="withdraw",
        usage="withdraw words",
        says="Take a question of yours back: nobody is asked any more.",
        example="withdraw hero",
        group=PICTURES,
    ),
    Command(
        name="reopen",
        usage="reopen words [: stage] [because why]",
        says="Ask a settled stage again, if galley.yml lets you; whoever is asked reads why.",
        example="reopen hero: Legal because the licence is new",
        group=PICTURES,
    ),
    Command(
        name="mine",
        usage="mine",
        says="See what waits for your decision, oldest first.",
        example="mine",
        group=PEOPLE,
    ),
    Command(
        name="snooze",
        usage="snooze [words] [30m, 4h, 2d or tomorrow]",
        says="Put your reminders off, all of them or those about one picture.",
        example="snooze hero 2d",
        group=PEOPLE,
    ),
    Command(
        name="mute",
        usage="mute [off] words or #number",
        says="Get no more messages about a picture, or get them again.",
        example="mute hero",
        group=PEOPLE,
    ),
    Command(
        name="notices",
        usage="notices",
        says="Choose what you are told, how and when: messages, a digest, quiet hours.",
        example="notices",
        group=PEOPLE,
    ),
    Command(
        name="away",
        usage="away [from DAY] [until DAY] [@name]",
        says="Say when you are away, who decides for you meanwhile, and for what.",
        example="away until friday @anna",
        group=PEOPLE,
    ),
    Command(
        name="report",
        usage="report absences, attributes or noise",
        says="See which stages will lack people soon, what pictures still lack, or how many messages rang whom.",
        example="report noise",
        group=PEOPLE,
    ),
    Command(
        name="tasks",
        usage="tasks",
        says="See the open tasks of your pictures and of this channel's campaign.",
        example="tasks",
        group=BOARD,
    ),
    Command(
        name="campaign",
        usage="campaign [link ADDRESS or unlink]",
        says="See, make or end the link between this channel and a project.",
        example="campaign link https://www.wrike.com/open.htm?id=123",
        group=BOARD,
    ),
    Command(
        name="task",
        usage="task link ADDRESS [words]",
        says="Tie a picture to a task that is there already.",
        example="task link https://www.wrike.com/open.htm?id=456 hero",
        group=BOARD,
    ),
    Command(
        name="help",
        usage="help",
        says="Read this.",
        example="help",
        group=PEOPLE,
    ),
)
NAMES = tuple(command.name for command in COMMANDS)


def read(text: str, *, by: Actor) -> Request:
    """Any case; nothing at all is a call for help."""
    word, _, rest = readable(text).strip().partition(" ")
    return Request(actor=by, command=word.casefold() or "help", words=rest.strip())


def nearest(word: str) -> str | None:
    """The command that was meant, as far as one can tell."""
    return next(iter(get_close_matches(word, NAMES, n=1, cutoff=LIKENESS)), None)


def readable(text: str) -> str:
    """In one line, as it was typed."""
    return " ".join(unmarked(text).split())
