"""Whatever a stranger writes, it calls nobody, links nowhere and hides nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import (
    channel_link,
    clip_marked,
    code,
    escape,
    escape_lines,
    link,
    listed,
    mention,
    plain,
    spoken,
    storable,
    visible,
    when,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<!channel> look", "&lt;!channel&gt; look"),
        ("<@U0BRAND> approved", "&lt;@U0BRAND&gt; approved"),
        ("<https://evil.example|hero.jpg>", "&lt;https://evil.example|hero.jpg&gt;"),
        ("Cats & dogs", "Cats &amp; dogs"),
        ("a\nb\r\n\tc", "a b c"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("he\u200bro\u2060.jpg\x00", "hero.jpg"),
        ("hero.jpg", "hero.jpg"),
        ("Größe - 日本 🎨", "Größe - 日本 🎨"),
    ],
)
def test_a_strangers_text_is_only_text(written: str, shown: str):
    assert escape(written) == shown


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_no_text_opens_a_mention_or_grows_beyond_its_limit(written: str, limit: int):
    shown = escape(written, limit)

    assert "<" not in shown
    assert ">" not in shown
    assert "\n" not in shown
    assert len(plain(written, limit)) <= limit


@given(st.text())
def test_every_line_of_a_reason_is_quoted(written: str):
    assert all(line.startswith(">") and "<" not in line for line in escape_lines(written).splitlines())


def test_a_long_text_says_that_there_was_more():
    assert escape("a" * 20, 10) == "aaaaaaaaa…"


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("see <https://a.example/x|here>", "see…"),
        ("Cats &amp; dogs and more", "Cats…"),
        (">quoted and then a long line", ">quoted…"),
    ],
)
def test_what_is_too_long_ends_before_a_link_or_an_entity_that_would_be_torn(marked: str, shown: str):
    assert clip_marked(marked, 9) == shown


def test_a_name_that_nobody_can_see_still_has_a_button():
    assert visible("\u200b \u2060") == "…"


def test_the_limit_counts_what_is_read_and_not_how_it_is_written():
    assert escape("&" * 10, 10) == "&amp;" * 10


def test_a_mention_is_of_an_id_and_nothing_else():
    assert mention("U0BRAND") == "<@U0BRAND>"
    assert channel_link("C0REVIEW") == "<#C0REVIEW>"
    with pytest.raises(ValueError, match="not a Slack id"):
        mention("U0BRAND> <!channel")


def test_a_moment_is_shown_in_each_readers_own_zone():
    assert when(NOON, "noon") == f"<!date^{int(NOON.timestamp())}^{{date_short_pretty}} {{time}}|noon>"
    assert when(NOON).endswith("|02 Mar 2026, 12:00 UTC>")


def test_a_link_keeps_its_address_and_its_words_apart():
    assert link("https://a.example/?q=1&r=2|3>", "a|b <c>") == "<https://a.example/?q=1&amp;r=2%7C3&gt;|a¦b &lt;c&gt;>"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "slack://open", "", "//a.example"])
def test_an_address_of_another_kind_is_no_link(address: str):
    assert link(address, "open") == "open"


def test_what_is_read_aloud_has_no_decoration() -> None:
    assert spoken(":eyes: *hero* waits", ">Brighter", "", "due 10:30:00") == "hero waits\nBrighter\ndue 10:30:00"


@pytest.mark.parametrize(
    ("names", "written"),
    [([], ""), (["Ana"], "Ana"), (["Ana", "Bo"], "Ana or Bo"), (["Ana", "Bo", "<Cy>", "Di"], "Ana, Bo or 2 more")],
)
def test_a_list_is_read_as_a_sentence(names: list[str], written: str) -> None:
    assert listed(names, "or", most=2) == written


def test_no_letter_is_kept_that_no_database_takes() -> None:
    brought = {"text": "a\x00b", "files": [{"name": "\ud800x"}, 1, None]}

    assert storable(brought) == {"text": "ab", "files": [{"name": "x"}, 1, None]}


def test_nothing_ends_a_code_but_we() -> None:
    assert code("a`b<c>") == "`a'b&lt;c&gt;`"
