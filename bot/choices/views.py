"""What somebody reads who wants no more messages about a picture, or wants them again."""

from collections.abc import Sequence

from bot.slack.parts import Message, context, escape, section, spoken

_BACK = "`/galley mute off` and its name brings them back; `/galley notices` lists all that you have muted."


def muted(titles: Sequence[str]) -> Message:
    if not titles:
        return _said("There is nothing here that you are asked about or brought, so there is nothing to mute.")
    still = "What waits for you there still waits, in Galley's Home tab."
    said = f":no_bell: No more messages about {_named(titles)}. {still}"
    return Message(spoken(said), (section(said), context(_BACK)))


def unmuted(titles: Sequence[str]) -> Message:
    return _said(f":bell: Messages about {_named(titles)} come again.")


def nothing_to_mute(words: str) -> Message:
    if not words:
        return _said("Which picture? Write `/galley mute` and words of its title, or `/galley notices` for everything.")
    return _said(f'Nothing that concerns you is called "{escape(words)}". `/galley status` lists the latest.')


def _named(titles: Sequence[str], most: int = 5) -> str:
    shown = [f"*{escape(title, 120)}*" for title in titles[:most]]
    rest = [f"{len(titles) - most} more"] if len(titles) > most else []
    names = [*shown, *rest]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _said(sentence: str) -> Message:
    return Message(spoken(sentence), (section(sentence),))
