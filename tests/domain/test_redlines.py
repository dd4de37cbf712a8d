"""Redlines between two versions: both texts can be read out of them, changes are found, the rest is collapsed."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.redlines import Gap, RedlineLine, passages, redline
from microinf_desktop.domain.word_diff import Change, word_diff

_LINES = st.lists(st.text(st.characters(exclude_characters="\n\r"), min_size=1, max_size=20), max_size=8)
_LONG = tuple(f"{n} Clause number {n} says what it says" for n in range(1, 40))


def _side(line: RedlineLine, hidden: Change) -> str:
    return "".join(piece.text for piece in line.pieces if piece.change is not hidden)


@given(_LINES, _LINES)
@settings(max_examples=40)
def test_both_versions_stand_in_the_redline(before: list[str], after: list[str]) -> None:
    found = redline(before, after)
    if found.is_empty:
        assert before == after
        return
    gaps = sum(part.lines for part in found.parts if isinstance(part, Gap))
    lines = [part for part in found.parts if isinstance(part, RedlineLine)]
    for side, hidden, at in ((before, Change.ADDED, "old"), (after, Change.REMOVED, "new")):
        places = [getattr(line, at) for line in lines]
        here = [(place, line) for place, line in zip(places, lines, strict=True) if place is not None]
        assert [_side(line, hidden) for _, line in here] == [side[place] for place, _ in here]
        assert len(here) + gaps == len(side)
        assert [place for place, _ in here] == sorted(place for place, _ in here)


def test_a_changed_word_is_one_change_and_the_rest_is_left_out() -> None:
    after = list(_LONG)
    after[20] = after[20].replace("says what", "tells what")
    found = redline(_LONG, after)
    assert [type(part).__name__ for part in found.parts] == ["Gap", "RedlineLine", "RedlineLine", "RedlineLine", "Gap"]
    assert isinstance(found.parts[0], Gap)
    assert found.parts[0].lines == 19
    line = found.parts[2]
    assert isinstance(line, RedlineLine)
    assert [(piece.change, piece.text) for piece in line.pieces if piece.change is not Change.KEPT] == [
        (Change.REMOVED, "says"), (Change.ADDED, "tells")]
    assert (found.counts.added, found.counts.removed) == (1, 1)
    assert found.pieces[0].text == "…"


def test_a_clause_put_in_changes_the_numbers_of_those_after_it_only() -> None:
    before = ["4 Fee", "4.1 The fee is 900 €.", "5 Term", "5.1 It ends when all is done."]
    after = ["4 Fee", "4.1 The fee is 900 €.", "5 Bonus", "5.1 There is none at all today.", "6 Term",
             "6.1 It ends when all is done."]
    found = redline(before, after)
    lines = [part for part in found.parts if isinstance(part, RedlineLine)]
    added = [line for line in lines if line.old is None]
    assert [line.pieces[0].text for line in added] == after[2:4]
    assert [line.is_changed for line in lines if line.old is not None] == [False] * 4
    assert redline(before, [*before[:2], "6 Term", "6.1 It ends when all is done."]).is_empty
    assert found.counts.removed == 0


@pytest.mark.parametrize("same", [(), _LONG])
def test_nothing_changed_is_empty(same: tuple[str, ...]) -> None:
    assert redline(same, same).is_empty
    assert redline(same, same).pieces == ()


def test_a_rewritten_contract_takes_no_time() -> None:
    words = [f"word{n}" for n in range(2000)]
    before = [" ".join(words[n:n + 40]) for n in range(300)]
    after = [" ".join(words[n + 1000:n + 1040]) for n in range(300)]
    start = time.perf_counter()
    redline(before, after)
    assert time.perf_counter() - start < 3


def test_changes_of_a_text_without_lines_stand_in_short_passages() -> None:
    filler = "word " * 200
    old, new = f"{filler}pay 100 euros {filler}no {filler}", f"{filler}pay 900 euros {filler}{filler}late"
    found = passages(word_diff(old, new))
    shown = [part for part in found.parts if isinstance(part, RedlineLine)]
    assert [type(part).__name__ for part in found.parts] == [
        "Gap", "RedlineLine", "Gap", "RedlineLine", "Gap", "RedlineLine"]
    assert max(len("".join(piece.text for piece in part.pieces)) for part in shown) < 250
    assert ("100", "900") in [(a.text, b.text) for part in shown for a, b in pairwise(part.pieces)]
    assert (found.counts.added, found.counts.removed) == (2, 2)
    assert passages(word_diff(old, old)).is_empty
