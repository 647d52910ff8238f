"""Of which pictures somebody speaks, where the card shows several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.verdict_words import Sound, sounds_like

NAMES = ("Beach morning", "beach_morning.jpg", "Harbour at dusk", "harbour.jpg", "ok", "1")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2 and 5 look good", (2, 5)),
        ("2, 5 and 7 look good", (2, 5, 7)),
        ("#2 lgtm", (2,)),
        ("lgtm for 2 and 5", (2, 5)),
        ("approved: 2, 5", (2, 5)),
        ("picture 3 is approved", (3,)),
        ("1-3 ok", (1, 2, 3)),
        ("1 to 3 ok", (1, 2, 3)),
        ("2 und 5 passen", (2, 5)),
        ("Bild 4 freigegeben", (4,)),
        ("la 2 et la 5 validées", (2, 5)),
        ("2 y 5 aprobadas", (2, 5)),
        ("👍 2 & 5", (2, 5)),
        ("1. ok\n2. ok", (1, 2)),
        ("lgtm 10/10", ()),
        ("approved, 100 %", ()),
        ("looks good", ()),
    ],
)
def test_numbers_are_those_of_the_contact_sheet(text: str, numbers: tuple[int, ...]) -> None:
    heard = sounds_like(text)

    assert (heard.sound, heard.numbers, heard.is_vague) == (Sound.YES, numbers, False)


@pytest.mark.parametrize(
    ("text", "sound", "names"),
    [
        ("hero.jpg ok", Sound.YES, ("hero.jpg",)),
        ("HARBOUR.JPG approved", Sound.YES, ("harbour.jpg",)),
        ("Beach Morning looks good", Sound.YES, ("Beach morning",)),
        ("beach_morning.jpg and Harbour at dusk: lgtm", Sound.YES, ("beach_morning.jpg", "Harbour at dusk")),
        ("please move the logo in Harbour at Dusk", Sound.WISH, ("Harbour at dusk",)),
        ("harbour.jpg is not ok", Sound.NO, ("harbour.jpg",)),
    ],
)
def test_a_picture_may_be_named_by_its_title_or_its_file(text: str, sound: Sound, names: tuple[str, ...]) -> None:
    heard = sounds_like(text, NAMES)

    assert (heard.sound, heard.names) == (sound, names)


@pytest.mark.parametrize(
    ("text", "sound"),
    [("this one looks good", Sound.YES), ("the rest is approved", Sound.YES), ("die anderen passen", Sound.YES)],
)
def test_what_could_be_any_of_them_is_vague(text: str, sound: Sound) -> None:
    heard = sounds_like(text)

    assert (heard.sound, heard.is_vague) == (sound, True)


@pytest.mark.parametrize("text", ["2 looks good. 3 is not ok.", "1. ok\n2. please make it brighter", "1 ok, 2 not ok"])
def test_two_verdicts_about_two_pictures_are_vague(text: str) -> None:
    assert sounds_like(text).is_vague


def test_a_title_that_is_a_verdict_is_a_title() -> None:
    assert sounds_like("ok", ("okay", "ok then")).sound is Sound.YES
    assert sounds_like("approved", ("Approved",)).sound is Sound.NOTHING


@pytest.mark.parametrize("text", ["please make it 20 px wider, 2 is enough", "please move it 3 steps"])
def test_a_number_in_a_wish_is_no_picture(text: str) -> None:
    heard = sounds_like(text)

    assert (heard.sound, heard.numbers) == (Sound.WISH, ())


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6, unique=True))
def test_every_number_that_is_named_is_meant(numbers: list[int]) -> None:
    written = ", ".join(map(str, numbers))

    assert sounds_like(f"{written} approved").numbers == tuple(numbers)
