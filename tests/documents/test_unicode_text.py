"""What belongs together, what is invisible, where a line may break."""

import pytest

from microinf_desktop.documents.unicode_text import break_units, clusters, is_simple, printable


@pytest.mark.parametrize(("text", "expected"), [
    ("abc", ["a", "b", "c"]),
    ("e\u0301a", ["e\u0301", "a"]),
    ("👩‍👩‍👧x", ["👩‍👩‍👧", "x"]),
    ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
    ("👍🏽!", ["👍🏽", "!"]),
    ("1️⃣2", ["1️⃣", "2"]),
    ("", []),
])
def test_clusters(text: str, expected: list[str]) -> None:
    assert list(clusters(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("plain Ωμ 中", "plain Ωμ 中"),
    ("a\tb", "a b"),
    ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
    ("bell\x07 esc\x1b nul\x00", "bell esc nul"),
    ("\ud83d lone", "\ufffd lone"),
    ("keep \u200f\u200d\ufe0f", "keep \u200f\u200d\ufe0f"),
])
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


@pytest.mark.parametrize(("word", "expected"), [
    ("word", ["word"]),
    ("well-known", ["well-", "known"]),
    ("2026-11", ["2026-11"]),
    ("-5", ["-5"]),
    ("and/or", ["and/", "or"]),
    ("中文，字", ["中", "文，", "字"]),
    ("（中）", ["（中）"]),
    ("🌸🌸", ["🌸", "🌸"]),
])
def test_break_units(word: str, expected: list[str]) -> None:
    assert break_units(word) == expected


def test_marks_joiners_and_right_to_left_letters_are_not_simple() -> None:
    assert all(map(is_simple, "aŁжΩễ€ 中"))
    assert not any(map(is_simple, "\u0301\u200d\u200bשم\u202e"))
