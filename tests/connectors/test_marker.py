"""A mark is found where it was left, and nowhere else."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from connectors.marker import is_marked_name, is_signed, marked_name, signed, unsigned

KEY = "asset-1/decision/3"
keys = st.text(min_size=1)


@given(st.text(), keys)
def test_a_signed_text_is_known_by_its_key(text: str, key: str) -> None:
    assert is_signed(signed(text, key), key)


@given(st.text(), keys, keys)
def test_no_other_key_signs_it(text: str, key: str, other: str) -> None:
    assert key == other or not is_signed(signed(text, key), other)


@given(st.text(alphabet="<>&\"' abcé\n"))
def test_a_text_rewritten_as_html_is_still_known(text: str) -> None:
    rewritten = escape(signed(text, KEY)).replace("\n", "<br />").replace("·", "&#183;")

    assert is_signed(rewritten, KEY)


def test_the_signature_is_quiet_and_can_be_taken_off() -> None:
    assert signed("Ana approved it.", KEY).splitlines()[0] == "Ana approved it."
    assert unsigned(signed("Ana approved it.", KEY)) == "Ana approved it."


def test_a_comment_that_only_quotes_our_mark_is_not_ours() -> None:
    assert not is_signed(signed("Ana approved it.", KEY) + "\n\nReally? Bo", KEY)


@given(st.text(), keys)
def test_a_marked_name_is_known_by_its_key(name: str, key: str) -> None:
    assert is_marked_name(marked_name(name, key), key)


@given(st.text())
def test_a_marked_name_is_one_line_and_no_path(name: str) -> None:
    marked = marked_name(name, KEY)

    assert marked.isprintable()
    assert "/" not in marked


def test_a_marked_name_keeps_its_ending() -> None:
    assert marked_name("hero.final.jpg", KEY).startswith("hero.final (galley ")
    assert marked_name("hero.final.jpg", KEY).endswith(").jpg")


def test_a_mark_survives_percent_encoding() -> None:
    assert is_marked_name(marked_name("h.jpg", KEY).replace(" ", "%20").replace("(", "%28").replace(")", "%29"), KEY)
