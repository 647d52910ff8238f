"""What the thread of a card reads: one line per happening, to nobody in particular."""

from collections.abc import Sequence

from bot.slack.parts import Message, escape, escape_lines, listed, section, spoken


def new_version(title: str, number: int, name: str, *, holds: Sequence[str]) -> Message:
    """`holds`: the stages whose yes need not be asked for again."""
    kept = f"What {listed(holds)} approved holds; all others are asked again." if holds else "Everybody is asked again."
    return _line(f":new: *{escape(name)}* brought version {number} of *{escape(title)}*. {kept}")


def withdrawn(title: str, number: int) -> Message:
    return _line(
        f":leftwards_arrow_with_hook: A newer file of *{escape(title)}* came, "
        f"so the votes on version {number} no longer count."
    )


def joined(title: str) -> Message:
    return _line(
        f":repeat: *{escape(title)}* goes on as a new version of the picture that it looks like, "
        "so nobody is asked about it here any more."
    )


def taken_back(name: str, title: str, stage: str) -> Message:
    return _line(
        f":leftwards_arrow_with_hook: *{escape(name)}* took their decision on *{escape(title)}* back "
        f"in {escape(stage)}."
    )


def recalled(name: str, title: str) -> Message:
    return _line(
        f":leftwards_arrow_with_hook: *{escape(name)}* withdrew *{escape(title)}*. Nobody is asked any more; "
        "a new file in this thread asks again."
    )


def others_sit_there(stage: str, came: Sequence[str], left: Sequence[str], *, decider: str = "") -> Message:
    """Somebody came into a user group or left it, or galley.yml names others."""
    now = [f"*{listed(came)}* {'is' if len(came) == 1 else 'are'} asked from now on"] if came else []
    gone = [f"*{listed(left)}* {'is' if len(left) == 1 else 'are'} not asked any more"] if left else []
    alone = [f"*{escape(decider)}* alone decides"] if decider else []
    return _line(
        f":busts_in_silhouette: Who decides in *{escape(stage)}* has changed: {'; '.join([*alone, *now, *gone])}. "
        "So say Slack and galley.yml by now; what was decided before is kept."
    )


def asked_again(name: str, title: str, stage: str, why: str = "") -> Message:
    line = (
        f":arrows_counterclockwise: *{escape(name)}* asks *{escape(stage)}* again about *{escape(title)}*, "
        "and whatever comes after it."
    )
    return _line(f"{line}\n{escape_lines(why)}" if why else line)


def opened(name: str, stage: str, titles: Sequence[str]) -> Message:
    return _line(f":raised_hand: *{escape(name)}* opened *{escape(stage)}* for {listed(titles)}.")


def done(name: str, title: str, asked_by: str, wish: str) -> Message:
    """No one is rung: whoever asked reads it where they follow the picture."""
    line = f":ballot_box_with_check: *{escape(name)}* did what *{escape(asked_by)}* asked of *{escape(title)}*."
    return _line(f"{line}\n{escape_lines(wish, 300)}" if wish else line)


def _line(said: str) -> Message:
    return Message(spoken(said), (section(said),))
