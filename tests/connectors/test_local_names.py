"""Whatever people type becomes one harmless path component."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.local.names import LONGEST, safe_name, slug

DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(10))}
names = st.one_of(st.text(), st.text(alphabet="./\\:. cCoOnN\u202e\x00é"), st.sampled_from(sorted(DEVICES)))


@given(names)
def test_a_safe_name_is_one_component_that_every_system_takes(name: str) -> None:
    safe = safe_name(name)

    assert 0 < len(safe.encode()) <= LONGEST + 1
    assert not set(safe) & set('/\\<>:"|?*\x00')
    assert safe.isprintable() or " " in safe or safe
    assert safe not in {".", ".."}
    assert safe == safe.strip(" .") or safe.startswith("_")
    assert safe.split(".")[0].casefold() not in DEVICES


@given(names)
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    assert safe_name(safe_name(name)) == safe_name(name)


@given(st.text(min_size=200), st.sampled_from([".jpg", ".tiff", ".PNG"]))
def test_a_long_name_keeps_its_ending(stem: str, ending: str) -> None:
    assert safe_name("a" + stem + "z" + ending).endswith(ending)


def test_an_ordinary_name_is_not_touched() -> None:
    assert safe_name("Herbst Größe 2 (final).jpg") == "Herbst Größe 2 (final).jpg"


@given(st.text())
def test_a_slug_is_lower_case_words(title: str) -> None:
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in slug(title))
    assert slug(title) == slug(title).lower().strip("-")
    assert 0 < len(slug(title)) <= 60
