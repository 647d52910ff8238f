"""What a person hears who binds a channel to a project, asks about it, or ends it."""

from collections.abc import Sequence

from bot.slack.parts import Message, channel_link, context, escape, link, section
from models.campaign import Campaign

HOW = "Write `/galley campaign link` and the permalink of a Wrike folder or project."
NO_BOARD = "Galley is not connected to a board. An admin sets WRIKE_TOKEN, then this works."
NO_CHANNEL = "A campaign belongs to a channel. Write this in the channel of the campaign."


def looking(reference: str) -> Message:
    return private(f":hourglass_flowing_sand: Looking for {escape(reference)}; the answer appears here.")


def linked(campaign: Campaign, unknown: Sequence[str]) -> Message:
    """`unknown`: statuses of galley.yml that the project's workflow does not have."""
    said = (
        f":link: {channel_link(campaign.channel_id)} belongs to {_project(campaign)} now. "
        "Every picture that goes to review from here gets a task there."
    )
    if not unknown:
        return private(said)
    names = ", ".join(escape(name) for name in unknown)
    hint = f"Its workflow has no {names}: where one of these is due, the first status of the same kind is taken."
    return Message(said, (section(said), context(hint)))


def already(campaign: Campaign) -> Message:
    return private(f":link: {channel_link(campaign.channel_id)} belongs to {_project(campaign)} already.")


def not_linked(why: str) -> Message:
    return private(f":warning: The channel was not bound to a project: {escape(why)}. {HOW}")


def shown(campaign: Campaign, *, tasks: int) -> Message:
    said = f":link: {channel_link(campaign.channel_id)} belongs to {_project(campaign)}, with {_count(tasks)}."
    heard = "Wrike tells Galley at once what changes there." if campaign.hook_id else "Galley looks there for changes."
    return Message(said, (section(said), context(escape(campaign.hook_problem or heard, 500))))


def none_here() -> Message:
    return private(f"This channel belongs to no campaign. {HOW}")


def ended(campaign: Campaign) -> Message:
    return private(
        f"{channel_link(campaign.channel_id)} no longer belongs to {_project(campaign)}. "
        "Tasks that were made stay there and are kept up to date; new pictures get none."
    )


def private(words: str) -> Message:
    return Message(words, (section(words),))


def _project(campaign: Campaign) -> str:
    return f"*{link(campaign.permalink, campaign.title)}*"


def _count(tasks: int) -> str:
    return "no task of ours yet" if tasks == 0 else "1 task of ours" if tasks == 1 else f"{tasks} tasks of ours"
