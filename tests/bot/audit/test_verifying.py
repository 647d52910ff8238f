"""Verifying: nothing can be done to an export without being found, and what is found is named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.audit.lines import entry_line
from bot.audit.verifying import Broken, verify
from models.chain import Head, canonical, content_of, digest_of
from tests.bot.audit.papers import entry, export, head_of, sealed

DETAILS = st.dictionaries(
    st.text(max_size=6), st.one_of(st.text(max_size=12), st.integers(), st.booleans()), max_size=3
)
CHAINS = st.tuples(st.lists(DETAILS, min_size=1, max_size=6), st.lists(DETAILS, min_size=1, max_size=4)).map(
    lambda both: export(
        *(sealed([entry(team, one) for one in told]) for team, told in zip(("T1", "T2"), both, strict=True))
    )
)
STORY = [entry("T1", {"reason": words}) for words in ("fine", "too dark", "better", "approved")]
OPTIONS = settings(max_examples=60)


@OPTIONS
@given(CHAINS)
def test_an_untouched_export_is_whole(lines: list[bytes]) -> None:
    assert verify(lines).entries == len(lines) - 1


@OPTIONS
@given(CHAINS, st.data())
def test_any_changed_byte_is_found(lines: list[bytes], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[number]) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != lines[number][place]))
    lines[number] = lines[number][:place] + bytes([other]) + lines[number][place + 1 :]

    with pytest.raises(Broken):
        verify(b"".join(lines).splitlines(keepends=True))


@OPTIONS
@given(CHAINS, st.data())
def test_any_removed_line_is_found(lines: list[bytes], data: st.DataObject) -> None:
    del lines[data.draw(st.integers(0, len(lines) - 1))]

    with pytest.raises(Broken):
        verify(lines)


@OPTIONS
@given(CHAINS, st.data())
def test_any_two_lines_that_changed_places_are_found(lines: list[bytes], data: st.DataObject) -> None:
    one, other = data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=2, max_size=2))
    lines[one], lines[other] = lines[other], lines[one]

    with pytest.raises(Broken):
        verify(lines)


@OPTIONS
@given(CHAINS, DETAILS, st.data())
def test_any_line_that_was_put_in_is_found_even_with_digest_and_link(
    lines: list[bytes], details: dict[str, object], data: st.DataObject
) -> None:
    place = data.draw(st.integers(1, len(lines)))
    before = json.loads(lines[place - 1])
    head = Head(seq=before["seq"], link=before["link"]) if place > 1 else Head()
    (forged,) = sealed([entry(before.get("team_id", "T1"), details)], head)
    lines.insert(place, data.draw(st.sampled_from([*lines, f"{entry_line(forged)}\n".encode()])))

    with pytest.raises(Broken):
        verify(lines)


@OPTIONS
@given(CHAINS, st.data())
def test_an_entry_rewritten_with_a_new_digest_is_found(lines: list[bytes], data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(lines) - 1))
    forged = json.loads(lines[number]) | {"actor_id": "EVE"}
    lines[number] = f"{entry_line(forged | {'digest': digest_of(content_of(forged))})}\n".encode()

    with pytest.raises(Broken) as found:
        verify(lines)

    assert found.value.line == number + 1


def test_what_was_changed_is_named() -> None:
    lines = export(sealed(STORY))
    lines[2] = lines[2].replace(b"too dark", b"too good")

    with pytest.raises(Broken, match=r"line 3: the content of entry 2 was changed") as found:
        verify(lines)

    assert (found.value.team_id, found.value.seq) == ("T1", 2)


def test_what_is_missing_is_named() -> None:
    lines = export(sealed(STORY))
    del lines[2]

    with pytest.raises(Broken, match=r"line 3: entry 2 of T1 is missing"):
        verify(lines)


def test_a_changed_order_is_named() -> None:
    lines = export(sealed(STORY))
    lines[2], lines[3] = lines[3], lines[2]

    with pytest.raises(
        Broken, match=r"line 3: the order was changed: entry 3 of T1 stands where entry 2 of T1 belongs"
    ):
        verify(lines)


def test_what_was_put_in_is_named() -> None:
    lines = export(sealed(STORY))
    lines.insert(3, lines[2])

    with pytest.raises(Broken, match=r"line 4: entry 2 of T1 stands here again"):
        verify(lines)


def test_a_cut_end_is_named() -> None:
    with pytest.raises(Broken, match=r"the end is missing: entry 4 of T1 and what follows"):
        verify(export(sealed(STORY))[:-1])


def test_a_chain_that_was_cut_and_closed_again_is_found_by_a_known_head() -> None:
    whole = sealed(STORY)
    shortened = export(whole[:2])

    assert verify(shortened).entries == 2
    with pytest.raises(Broken, match="cut off: it ends with entry 2, and entry 4 was known"):
        verify(shortened, known={"T1": head_of(whole)})


def test_a_chain_that_was_forged_from_its_beginning_is_found_by_a_known_head() -> None:
    known = {"T1": head_of(sealed(STORY)[:3])}
    forged = export(sealed([entry("T1", {"reason": "never"}), *STORY[1:]]))

    assert verify(export(sealed(STORY)), known=known).entries == 4
    with pytest.raises(Broken, match="entry 3 of T1 is not the one that was known"):
        verify(forged, known=known)


@pytest.mark.parametrize("line", [b"", b"\n", b"[]\n", b"nonsense", b'{"galley":"history","format":1}\n', b"[" * 9_999])
def test_what_is_no_export_at_all_is_said_so(line: bytes) -> None:
    with pytest.raises(Broken):
        verify([line])


def test_verifying_needs_nothing_but_python(tmp_path: Path) -> None:
    """An auditor has no environment of ours: -I and -S leave only the standard library."""
    paper = tmp_path / "history.jsonl"
    paper.write_bytes(b"".join(export(sealed(STORY))))
    script = (
        f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); import bot.audit.receipt; "
        f"from bot.audit.verifying import verify; print(verify(open({str(paper)!r}, 'rb')).entries)"
    )

    done = subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "4"


def test_the_canonical_form_is_the_same_for_ever() -> None:
    assert canonical({"b": [1, None, True], "a": "é\u2028"}) == '{"a":"\\u00e9\\u2028","b":[1,null,true]}'
    assert digest_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
