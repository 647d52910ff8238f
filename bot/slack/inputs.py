"""Parts of a form: what a person fills in, in a modal. Limits: https://docs.slack.dev/reference/block-kit."""

from collections.abc import Sequence
from datetime import date, time

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import (
    DatePickerElement,
    DateTimePickerElement,
    FileInputElement,
    InputInteractiveElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.slack.text import clip, visible

LABEL = 2_000
PLACEHOLDER = 150
LONGEST_INPUT = 3_000
SELECT_OPTIONS = 100
CHOICES = 10  # of radio buttons and checkboxes
OPTION = 75
OPTION_VALUE = 150
FILES = 10
TITLE = 24  # of a modal; its two buttons as well
METADATA = 3_000
SURFACE_BLOCKS = 100

Choices = Sequence[tuple[str, str]]
"""(words, value) each."""


def text(
    block_id: str,
    label: str,
    *,
    action_id: str = "value",
    initial: str = "",
    placeholder: str = "",
    hint: str = "",
    multiline: bool = False,
    optional: bool = False,
    longest: int = LONGEST_INPUT,
) -> InputBlock:
    element = PlainTextInputElement(
        action_id=action_id,
        initial_value=clip(initial, longest) or None,
        placeholder=_placeholder(placeholder),
        multiline=multiline,
        max_length=longest,
    )
    return labelled(block_id, label, element, hint=hint, optional=optional)


def select(
    block_id: str,
    label: str,
    choices: Choices,
    *,
    action_id: str = "value",
    initial: str | None = None,
    placeholder: str = "Choose one",
    hint: str = "",
    optional: bool = False,
) -> InputBlock:
    element = StaticSelectElement(
        action_id=action_id,
        options=_options(choices, SELECT_OPTIONS),
        initial_option=next((option(words, value) for words, value in choices if value == initial), None),
        placeholder=_placeholder(placeholder),
    )
    return labelled(block_id, label, element, hint=hint, optional=optional)


def many_of(
    block_id: str,
    label: str,
    choices: Choices,
    *,
    action_id: str = "value",
    initial: Sequence[str] = (),
    placeholder: str = "Choose",
    hint: str = "",
    optional: bool = False,
) -> InputBlock:
    """A select of several."""
    element = StaticMultiSelectElement(
        action_id=action_id,
        options=_options(choices, SELECT_OPTIONS),
        initial_options=_chosen(choices, initial),
        placeholder=_placeholder(placeholder),
    )
    return labelled(block_id, label, element, hint=hint, optional=optional)


def checkboxes(
    block_id: str,
    label: str,
    choices: Choices,
    *,
    action_id: str = "value",
    initial: Sequence[str] = (),
    hint: str = "",
    optional: bool = True,
) -> InputBlock:
    element = CheckboxesElement(
        action_id=action_id, options=_options(choices, CHOICES), initial_options=_chosen(choices, initial)
    )
    return labelled(block_id, label, element, hint=hint, optional=optional)


def radio(
    block_id: str, label: str, choices: Choices, *, action_id: str = "value", initial: str | None = None, hint: str = ""
) -> InputBlock:
    element = RadioButtonsElement(
        action_id=action_id,
        options=_options(choices, CHOICES),
        initial_option=next((option(words, value) for words, value in choices if value == initial), None),
    )
    return labelled(block_id, label, element, hint=hint)


def file_input(
    block_id: str, label: str, *, action_id: str = "value", kinds: Sequence[str] = (), most: int = FILES, hint: str = ""
) -> InputBlock:
    """`kinds` are endings such as "jpg". Slack checks them for convenience only; the bytes must be looked at."""
    element = FileInputElement(action_id=action_id, filetypes=list(kinds) or None, max_files=min(most, FILES))
    return labelled(block_id, label, element, hint=hint)


def people(
    block_id: str,
    label: str,
    *,
    action_id: str = "value",
    initial: str | None = None,
    hint: str = "",
    optional: bool = False,
) -> InputBlock:
    """One person, chosen from everybody."""
    element = UserSelectElement(action_id=action_id, initial_user=initial, placeholder=_placeholder("Choose a person"))
    return labelled(block_id, label, element, hint=hint, optional=optional)


def day(
    block_id: str,
    label: str,
    *,
    action_id: str = "value",
    initial: date | None = None,
    hint: str = "",
    optional: bool = False,
) -> InputBlock:
    """A day of the calendar, in no zone."""
    element = DatePickerElement(action_id=action_id, initial_date=initial.isoformat() if initial else None)
    return labelled(block_id, label, element, hint=hint, optional=optional)


def time_of_day(block_id: str, label: str, *, action_id: str = "value", initial: time, hint: str = "") -> InputBlock:
    """Wall time, in no zone."""
    return labelled(block_id, label, TimePickerElement(action_id=action_id, initial_time=f"{initial:%H:%M}"), hint=hint)


def date_time(
    block_id: str,
    label: str,
    *,
    action_id: str = "value",
    initial: int | None = None,
    hint: str = "",
    optional: bool = False,
) -> InputBlock:
    """Seconds since 1970; Slack shows them in the reader's own zone."""
    element = DateTimePickerElement(action_id=action_id, initial_date_time=initial)
    return labelled(block_id, label, element, hint=hint, optional=optional)


def option(words: str, value: str) -> Option:
    if len(value) > OPTION_VALUE:
        raise ValueError(f"an option carries an id, not {len(value)} characters")
    return Option(text=PlainTextObject(text=visible(words, OPTION), emoji=True), value=value)


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    subject: str = "",
    submit: str | None = None,
    close: str = "Cancel",
) -> View:
    """`subject` comes back with the submission (private_metadata): an id, never state."""
    if len(subject) > METADATA:
        raise ValueError(f"a modal carries an id, not {len(subject)} characters")
    return View(
        type="modal",
        callback_id=callback_id,
        title=PlainTextObject(text=visible(title, TITLE), emoji=True),
        submit=PlainTextObject(text=visible(submit, TITLE), emoji=True) if submit else None,
        close=PlainTextObject(text=visible(close, TITLE), emoji=True),
        blocks=list(blocks[:SURFACE_BLOCKS]),
        private_metadata=subject,
    )


def home(blocks: Sequence[Block]) -> View:
    """App Home of one person."""
    return View(type="home", blocks=list(blocks[:SURFACE_BLOCKS]))


def labelled(
    block_id: str, label: str, element: InputInteractiveElement, *, hint: str, optional: bool = False
) -> InputBlock:
    return InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=visible(label, LABEL), emoji=True),
        element=element,
        hint=PlainTextObject(text=visible(hint, LABEL)) if hint else None,
        optional=optional,
    )


def _options(choices: Choices, most: int) -> list[Option]:
    return [option(words, value) for words, value in choices[:most]]


def _chosen(choices: Choices, initial: Sequence[str]) -> list[Option] | None:
    return [option(words, value) for words, value in choices if value in initial] or None


def _placeholder(words: str) -> PlainTextObject | None:
    return PlainTextObject(text=visible(words, PLACEHOLDER)) if words else None
