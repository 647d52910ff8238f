"""What sounds like a verdict, and above all what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.verdict_words import SILENCE, Sound, sounds_like
from models.verdict_words.languages import EVERY
from tests.models.verdict_words.spoken import LANGUAGES, sentences

TOLD = sentences()
VERDICTS = [text for text, _ in sentences("yes", "no", "wish")]
ONE_LINE = [text for text in VERDICTS if "\n" not in text]
YESES = [text for text, _ in sentences("yes") if "\n" not in text]
WORDS = sorted(
    {word for phrase in EVERY.free_yes | EVERY.strict_yes | EVERY.free_no | EVERY.fillers for word in phrase}
)
ASKED = ("?", " ?", "?!", "??", "？", "؟", " ?)", "? 🙂", "\n?")


@pytest.mark.parametrize(("text", "sound"), TOLD, ids=[text for text, _ in TOLD])
def test_a_sentence_sounds_like_what_it_means(text: str, sound: str) -> None:
    assert sounds_like(text).sound == sound


def test_the_table_is_large_and_speaks_four_languages() -> None:
    assert len(TOLD) >= 150
    assert len(LANGUAGES) == 4
    assert all(set(told) == set(Sound) for told in LANGUAGES.values())


@given(st.sampled_from(ONE_LINE), st.sampled_from(ASKED))
def test_whatever_ends_in_a_question_mark_is_nothing(text: str, mark: str) -> None:
    last = text.replace(". ", ", ")  # one sentence, or the one before would still count

    assert sounds_like(last.rstrip(".! ") + mark).sound is Sound.NOTHING


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.sampled_from(ASKED))
def test_no_words_of_ours_are_anything_once_they_ask(words: list[str], mark: str) -> None:
    assert sounds_like(" ".join(words) + mark) == SILENCE


@given(
    st.sampled_from(TOLD),
    st.sampled_from((str.upper, str.lower, str.title)),
    st.sampled_from((" ", "  ", "\t", "\u00a0")),
)
def test_case_and_blanks_do_not_matter(told: tuple[str, str], cased: object, blank: str) -> None:
    text, sound = told
    written = cased(text) if not set("`:<&") & set(text) else text  # type: ignore[operator]

    assert sounds_like(f"{blank}{written.replace(' ', blank)}{blank}").sound == sound


@given(
    st.sampled_from(sentences("yes", "no", "wish")), st.sampled_from(("", ".", "!", "!!!", "…", " !", " 🎉", " :tada:"))
)
def test_how_it_ends_does_not_matter(told: tuple[str, str], end: str) -> None:
    text, sound = told

    assert sounds_like(text.rstrip(".! ") + end).sound == sound


@given(st.sampled_from(VERDICTS))
def test_a_quotation_is_nothing(text: str) -> None:
    quoted = "\n".join(f"> {line}" for line in text.splitlines())

    assert sounds_like(quoted) == SILENCE
    assert sounds_like(f"```{text}```") == SILENCE


@given(st.sampled_from(YESES), st.sampled_from(("Anna said: ", "Bo schreibt: ", "Selon Léa, ", "Según Eva, ")))
def test_what_somebody_else_said_is_nothing(text: str, reported: str) -> None:
    assert sounds_like(reported + text) == SILENCE


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert sounds_like(text).sound in Sound


@pytest.mark.parametrize(
    "mark", ["👍", "👍🏿", ":+1:", ":thumbsup::skin-tone-6:", "✅", "✔️", ":white_check_mark:", "👌"]
)
def test_every_kind_of_thumb_is_a_yes_by_itself_and_nothing_beside_other_words(mark: str) -> None:
    assert sounds_like(mark).sound is Sound.YES
    assert sounds_like(f"I will look at it tonight {mark}") == SILENCE
