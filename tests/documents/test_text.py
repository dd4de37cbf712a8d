"""User text prints as typed: what is extracted is what was put in, and no text is ever markup."""

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from microinf_desktop.documents.fonts import get_library
from microinf_desktop.documents.page import Canvas
from microinf_desktop.documents.styles import BODY
from microinf_desktop.documents.text import Run, bidi_levels, break_lines, draw_text, text_width, words_of
from microinf_desktop.documents.unicode_text import clusters, is_right_to_left, printable
from tests.documents.pdf_reading import reader_of, set_text, squeezed, text_of

# Letters that every font set has, markup, and what breaks naive escaping.
_PIECES = st.sampled_from(
    ["<", ">", "&", "&amp;", "<b>", "</b>", "<br/>", "<img src='/etc/passwd'/>", "<font color=red>", "{name}",
     "{ref:law}",
     "%s", "\\", "(", ")", "]]>", "'", '"', "#", " ", "  ", "-", "/", "Łódź", "Жанна", "Ωμέγα", "Nguyễn", "ı", "€", "…",
     "x" * 120, "a\u0301", "\u00ad", "\u200b", "\u2009"]
)
_MARKUP_TEXTS = st.lists(_PIECES, min_size=1, max_size=12).map("".join)
_ANY_TEXT = st.text(st.characters(exclude_categories=("Cn", "Co")), min_size=1, max_size=40)


def _drawable(text: str) -> str:
    """The text with what no font has replaced by the label that a preview shows."""
    library = get_library()
    parts = []
    for cluster in clusters(printable(text)):
        if cluster.isspace() or library.can_draw(cluster) or all(not char.isprintable() for char in cluster):
            parts.append(cluster)
        else:
            parts += [f"[U+{ord(char):04X}]" for char in cluster if char.isprintable()]
    return "".join(parts)


@given(_MARKUP_TEXTS)
@example("Ana <ana@x.com> & <foo>y</foo> I <3 you &bogus; 100 %")
@example("<img src=\"http://127.0.0.1/x.png\"/><img src='/etc/passwd'/>")
@example("x" * 5000)
def test_markup_is_extracted_as_typed(text: str) -> None:
    assert squeezed(text_of(set_text(text))) == squeezed(text)


@given(_ANY_TEXT)
@example("\x00\x01\x07\x1b[31m\x7f\x9f end")
@example("\ud800 and \udfff")
@example("tab\tfeed\fline\u2028next\r\nlast")
def test_any_text_can_be_set_and_loses_nothing(text: str) -> None:
    got = squeezed(text_of(set_text(text)))
    want = squeezed(_drawable(text))
    if is_right_to_left(text):  # readers differ in the order, not in the letters
        assert Counter(got) == Counter(want)
    else:
        assert got == want


@pytest.mark.parametrize("name", [
    "محمد علي عبد الرحمن", "שרה כהן", "प्रिया शर्मा क्षितिज", "王小明 李娜", "田中さくら", "김민지", "ธนพล ศรีสุข",
    "მარიამ", "Zoë 🌸👩‍👩‍👧🇩🇪❤️1️⃣", "Àlex Núñez", "𝔘𝔫𝔦",
])
def test_names_in_all_scripts_are_extracted_in_reading_order(name: str) -> None:
    if get_library().missing([name]):
        pytest.skip("no installed font has this script")
    extracted = text_of(set_text(["The creator ", Run(name, weight=600), " signs."]))
    assert squeezed(name) in squeezed(extracted)


def test_a_right_to_left_name_does_not_reorder_its_neighbours() -> None:
    # (clause 4, 12 days): with one bidi paragraph the digits after the name would jump in front of it.
    words = words_of(["for ", Run("שלום"), " 12 days"], BODY)
    levels = ["".join(str(piece.level) for piece in word.pieces) for word in words]
    assert levels == ["0", "1", "0", "0"]


def test_bidi_levels_of_a_mixed_line() -> None:
    assert bidi_levels("אב 12 ab") == [1, 1, 1, 2, 2, 1, 2, 2]
    assert bidi_levels("ab אב") == [0, 0, 0, 1, 1]


def test_runs_keep_their_words_together() -> None:
    words = words_of([Run("€900.00", weight=600), ", paid"], BODY)
    assert ["".join(piece.text for piece in word.pieces) for word in words] == ["€900.00,", "paid"]


@given(st.lists(st.sampled_from(["a", "word", "longer-word", "x" * 300, "中文字", "\n", "/", "e\u0301"]), max_size=30),
       st.floats(20, 400))
def test_no_line_is_wider_than_the_column_and_nothing_is_lost(parts: list[str], width: float) -> None:
    text = " ".join(parts)
    lines = break_lines(words_of(text, BODY), width)
    for line in lines:
        assert line.width <= width + 0.1 or len(line.pieces) == 1
        assert line.width == pytest.approx(sum(piece.width for piece in line.pieces), abs=0.01)
    set_again = "".join(piece.text for line in lines for piece in line.pieces)
    assert squeezed(set_again) == squeezed(text)


def test_no_break_spaces_keep_amounts_together() -> None:
    words = words_of("pay 900,00\u00a0€ or 1\u202f000\u202f€", BODY)
    assert ["".join(piece.text for piece in word.pieces) for word in words] == [
        "pay", "900,00\u00a0€", "or", "1\u202f000\u202f€",
    ]


def test_kerning_and_tabular_figures() -> None:
    assert text_width("AVAVAV", BODY) < 3 * (text_width("A", BODY) + text_width("V", BODY))
    assert text_width("1111", BODY) == pytest.approx(text_width("8888", BODY))


def test_text_brings_no_picture_and_no_action_into_the_file() -> None:
    data = set_text("<img src='/etc/passwd'/> <a href='javascript:x'>click</a> {{7*7}} ${x}")
    page = reader_of(data).pages[0]
    assert "/XObject" not in page["/Resources"]
    assert "/Annots" not in page
    assert b"/JavaScript" not in data
    assert b"/URI" not in data


@pytest.mark.parametrize("text", ["a very long name that does not fit", "محمد علي عبد الرحمن محمد", "W" * 200])
def test_a_line_that_is_too_wide_ends_with_an_ellipsis(text: str) -> None:
    canvas = Canvas("unused.pdf")
    assert draw_text(canvas, 0, 0, text, BODY, max_width=60) <= 60
    canvas.showPage()
    extracted = squeezed(text_of(canvas.getpdfdata()))
    assert "…" in extracted
    assert len(extracted) < len(text)


def test_a_line_that_fits_is_left_alone() -> None:
    canvas = Canvas("unused.pdf")
    assert draw_text(canvas, 0, 0, "short", BODY, max_width=60) == pytest.approx(text_width("short", BODY))
    canvas.showPage()
    assert text_of(canvas.getpdfdata()).strip() == "short"
