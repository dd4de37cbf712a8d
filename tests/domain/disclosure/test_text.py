"""Folding: what a reader takes for a label is found, and every place leads back to the typed code points."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.disclosure.text import MAX_LENGTH, fold

TRICKY = "aAdD#＃ａｄ\u200b\u200d\ufe0f\u0301\u0336\u202e\u00ad éßİŉﬁǆ𝐀🅰❤️👩‍👩‍👧 аԁ漢ع\n\r"


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("#ad", True),
        ("#AD", True),
        ("✨#ad✨ ❤️", True),
        ("Straße #ad … ™", True),
        ("İ #ad", True),
        ("＃ａｄ", False),
        ("#a\u200bd", False),
        ("#a\u200dd", False),
        ("#\u0430d", False),
        ("#a\u0336d\u0336", False),
        ("#\U0001d41a\U0001d41d", False),
        ("#\U0001f170\U0001f173", False),
        ("#\u24d0\u24d3", False),
    ],
)
def test_labels_in_disguise_are_found_and_told_apart(typed: str, standard: bool) -> None:
    folded = fold(typed)
    at = folded.text.index("ad")
    assert folded.is_standard(at, at + 2) is standard


def test_composed_and_decomposed_accents_read_the_same() -> None:
    assert fold("publicite\u0301").text == fold("publicité").text == "publicité"
    assert fold("publicite\u0301").is_standard(0, 9)


def test_spans_lead_back_to_what_was_typed() -> None:
    typed = "x\u200b ＃ａｄ!"
    folded = fold(typed)
    at = folded.text.index("#ad")
    start, end = folded.span(at, at + 3)
    assert typed[start:end] == "＃ａｄ"


def test_spans_never_cut_a_visible_character() -> None:
    typed = "#ad\u0301\u200d rest"
    start, end = fold(typed).span(0, 3)
    assert typed[start:end] == "#ad\u0301\u200d"


def test_carriage_returns_are_line_ends() -> None:
    assert fold("a\r\nb\rc").text.count("\n") == 2


@given(st.text(alphabet=st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=60))
@settings(max_examples=150, deadline=None)
def test_every_span_lies_inside_the_original(typed: str) -> None:
    folded = fold(typed)
    for start in range(len(folded.text)):
        for end in (start + 1, len(folded.text)):
            low, high = folded.span(start, end)
            assert 0 <= low <= high <= len(typed)


@given(st.text(alphabet=TRICKY, max_size=40))
@settings(max_examples=150, deadline=None)
def test_spans_keep_their_order(typed: str) -> None:
    folded = fold(typed)
    lows = [folded.span(at, at + 1)[0] for at in range(len(folded.text))]
    assert lows == sorted(lows)


@pytest.mark.parametrize("piece", ["a\u0301\u0323", "\u0301", "＃", "\u200b", "в", "𝐀", "\r"])
def test_a_hostile_megabyte_is_folded_in_no_time(piece: str) -> None:
    started = time.perf_counter()
    folded = fold(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - started < 1
    assert len(folded.original) <= MAX_LENGTH
