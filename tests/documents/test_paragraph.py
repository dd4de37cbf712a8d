"""Paragraphs wrap, split without widows and orphans, and hang their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import BODY
from microinf_desktop.documents.text import Line, break_lines
from tests.documents.pdf_reading import document, reader_of, set_text, squeezed, text_of

_WIDTH = 200.0
_LONG = " ".join(f"word{n}" for n in range(60))


def _lines(paragraph: Para) -> list[str]:
    paragraph.wrap(_WIDTH, 1e6)
    return [_text(line) for line in paragraph._lines]


def _text(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)


def test_height_is_lines_times_leading() -> None:
    paragraph = Para(_LONG, BODY)
    width, height = paragraph.wrap(_WIDTH, 1e6)
    assert width == _WIDTH
    assert height == len(_lines(paragraph)) * BODY.leading


def test_empty_text_and_line_feeds_make_lines() -> None:
    assert _lines(Para("", BODY)) == [""]
    assert _lines(Para("a\n\nb", BODY)) == ["a", "", "b"]


@given(st.integers(1, 400))
def test_a_split_leaves_at_least_two_lines_on_each_side(available: int) -> None:
    paragraph = Para(_LONG, BODY)
    total = _lines(paragraph)
    parts = paragraph.split(_WIDTH, available)
    if not parts:
        assert available < 2 * BODY.leading
        return
    counts = [len(part._lines) for part in parts]
    assert sum(counts) == len(total)
    assert len(parts) == 1 or min(counts) >= 2
    assert counts[0] * BODY.leading <= available + 0.1


def test_three_lines_are_not_split() -> None:
    paragraph = Para(_LONG[:110], BODY)
    assert len(_lines(paragraph)) == 3
    assert paragraph.split(_WIDTH, 2 * BODY.leading) == []


def test_a_split_paragraph_reads_on() -> None:
    first, second = Para(_LONG, BODY, marker="1.1", indent=30).split(_WIDTH, 60)
    words = [piece.text for part in (first, second) for line in part._lines for piece in line.pieces]
    assert squeezed("".join(words)) == squeezed(_LONG)


def test_a_short_last_word_gets_company() -> None:
    text = "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk so."
    alone = 0
    for width in range(180, 280):
        paragraph = Para(text, BODY)
        alone += _text(break_lines(paragraph._words, width)[-1]) == "so."
        paragraph.wrap(width, 1e6)
        assert _text(paragraph._lines[-1]) != "so."
    assert alone > 0


def test_a_paragraph_over_many_pages_keeps_every_word() -> None:
    text = " ".join(f"w{n}" for n in range(6000))
    data = set_text(text)
    assert len(reader_of(data).pages) > 3
    assert squeezed(text_of(data)) == squeezed(text)


def test_the_number_hangs_left_of_the_text() -> None:
    data = document().build([Para("Text of the clause.", BODY, marker="4.2", indent=30)])
    places: dict[str, float] = {}
    reader_of(data).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, *_: places.setdefault(text.strip(), cm[4] + tm[4])
    )
    assert places["Text of the clause."] - places["4.2"] == pytest.approx(30, abs=0.01)


def test_text_that_runs_right_to_left_begins_at_the_right() -> None:
    assert Para("שלום world", BODY, direction="auto")._rtl
    assert not Para("hello שלום", BODY, direction="auto")._rtl
    assert not Para("שלום world", BODY)._rtl
