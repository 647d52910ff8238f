"""For which pictures of a card words would count."""

from hypothesis import given
from hypothesis import strategies as st

from models.remark import Shown, meant
from models.verdict_words import Sound, Sounds

YES = Sounds(sound=Sound.YES)


def shown(number: int, *, waits: bool = True, title: str = "", file_name: str = "") -> Shown:
    return Shown(
        number=number, title=title or f"look {number}", file_name=file_name or f"{number}.jpg", version=1,
        stage_id=f"stage-{number}" if waits else "", stage="Design",
    )  # fmt: skip


def yes(*numbers: int, names: tuple[str, ...] = (), is_vague: bool = False) -> Sounds:
    return Sounds(sound=Sound.YES, numbers=numbers, names=names, is_vague=is_vague)


def test_without_a_name_all_count_that_wait() -> None:
    card = (shown(1), shown(2, waits=False), shown(3))

    assert meant(YES, card) == (card[0], card[2])


def test_those_that_are_named_count_as_far_as_they_wait() -> None:
    card = (shown(1), shown(2, waits=False), shown(3))

    assert meant(yes(1, 2), card) == (card[0],)
    assert meant(yes(2), card) == ()
    assert meant(yes(names=("LOOK 3", "1.JPG")), card) == (card[0], card[2])


def test_a_number_or_name_that_is_not_there_or_there_twice_is_unclear() -> None:
    twins = (shown(1, file_name="hero.jpg"), shown(2, file_name="hero.jpg"))

    assert meant(yes(7), twins) is None
    assert meant(yes(names=("hero.jpg",)), twins) is None
    assert meant(yes(names=("other.jpg",)), twins) is None
    assert meant(yes(is_vague=True), twins) is None


def test_of_one_picture_a_number_says_nothing_and_another_name_is_unclear() -> None:
    card = (shown(1),)

    assert meant(yes(7), card) == card
    assert meant(yes(is_vague=True), card) == card
    assert meant(yes(names=("other.jpg",)), card) is None


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.lists(st.integers(1, 20), max_size=5))
def test_nothing_ever_counts_that_does_not_wait(waits: list[bool], numbers: list[int]) -> None:
    card = [shown(number, waits=one) for number, one in enumerate(waits, start=1)]

    found = meant(yes(*numbers), card)

    assert all(one.stage_id for one in found or ())
    assert any(waits) or found == ()
