"""The order in which renditions are made: large enough sources, nothing before what it is made from."""

from hypothesis import given
from hypothesis import strategies as st

from imaging.inside.pyramid import SPARE, WHOLE, largest, steps
from imaging.recipes import Fit, Format, Recipe

edges = st.integers(1, 4_000)
sizes = st.tuples(st.integers(1, 9_000), st.integers(1, 9_000))
boxes = st.lists(st.tuples(edges, edges, st.sampled_from(Fit)), min_size=1, max_size=8)


def recipes(drawn: list[tuple[int, int, Fit]]) -> list[Recipe]:
    return [
        Recipe(name=f"r{place}", format=Format.JPEG, fit=fit, width=width, height=height)
        for place, (width, height, fit) in enumerate(drawn)
    ]


@given(boxes, sizes)
def test_each_comes_once_and_after_what_it_is_made_from(
    drawn: list[tuple[int, int, Fit]], size: tuple[int, int]
) -> None:
    planned = steps(recipes(drawn), size)

    names = [step.recipe.name for step in planned]
    assert sorted(names) == sorted(f"r{place}" for place in range(len(drawn)))
    for place, step in enumerate(planned):
        assert step.source == WHOLE or step.source in names[:place]


@given(boxes, sizes)
def test_a_source_has_room_to_spare_and_is_kept(drawn: list[tuple[int, int, Fit]], size: tuple[int, int]) -> None:
    by_name = {step.recipe.name: step for step in steps(recipes(drawn), size)}

    for step in by_name.values():
        if step.source != WHOLE:
            source = by_name[step.source]
            assert source.is_source
            assert source.recipe.fit is Fit.FIT
            assert min(have / want for have, want in zip(source.whole, step.whole, strict=True)) >= SPARE


@given(boxes, sizes)
def test_once_the_decoded_picture_is_let_go_nothing_needs_it(
    drawn: list[tuple[int, int, Fit]], size: tuple[int, int]
) -> None:
    needs = [step.source == WHOLE for step in steps(recipes(drawn), size)]

    assert needs == sorted(needs, reverse=True)


@given(boxes, sizes)
def test_no_more_is_decoded_than_there_is(drawn: list[tuple[int, int, Fit]], size: tuple[int, int]) -> None:
    enough = largest(recipes(drawn), size)

    assert all(1 <= needed <= there for needed, there in zip(enough, size, strict=True))
