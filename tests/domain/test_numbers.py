"""Numbers as people and exports write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.numbers import LARGEST_COUNT, decimal_sign, is_unknown, parse_count, parse_rate


@pytest.mark.parametrize(("text", "count"), [
    ("409800000", 409_800_000), ("1.2M", 1_200_000), ("45,6K", 45_600), ("1 234", 1_234),
    ("1\u202f234\u00a0567", 1_234_567),
    ("10000000.00", 10_000_000), ("1,234,567", 1_234_567), ("1.234.567", 1_234_567), ("1'234", 1_234),
    ("12.5k", 12_500),
    ("3,4 Mio.", 3_400_000), ("1,2 Mrd", 1_200_000_000), ("2 mil", 2_000), ("10K+", 10_000), ("> 10k", 10_000),
    ("ca. 1.5K", 1_500), ("1.2M followers", 1_200_000), ("1.8E+6", 1_800_000), ("1,23,456", 123_456), ("348.5", 349),
    ("0.89k", 890), ("29.0b", 29_000_000_000), ("１２３", 123), ("٤٥٫٦", 46), ("1.5 lakh", 150_000),
    ("12万", 120_000), ("0", 0),
])
def test_reads_counts_as_people_write_them(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize("text", [
    "12..5K", "1,,2", "1.2.3", "12,5,7", "abc", "12K M", "5 %", "1 23", "-5", "1e99", "9" * 40, "1.8E+16", ".5",
    "12K12",
])
def test_refuses_what_is_no_count_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"^“.+” (is not a number|is below zero|is too large a count)$"):
        parse_count(text)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "–", "N/A", "N/A'", "#VALOR!", "#DIV/0!", "#N/A", "k.A.", "null", "NaN"]
)
def test_tells_not_known_from_zero(text: str) -> None:
    assert is_unknown(text)
    assert parse_count(text) is None
    assert parse_rate(text) is None
    assert parse_count("0") == 0


@pytest.mark.parametrize(("text", "sign", "count"), [
    ("1.234", "", 1_234), ("1.234", ".", 1), ("1,234", ",", 1), ("1.234M", "", 1_234_000), ("1,234K", "", 1_234_000),
    ("1,234K", ",", 1_234), ("0.125", "", 0),
])
def test_column_decides_what_a_single_sign_means(text: str, sign: str, count: int) -> None:
    assert parse_count(text, sign) == count


@pytest.mark.parametrize(("cells", "sign"), [
    (["45,6K", "1.234", "12"], ","), (["10000000.00", "1,234"], "."), (["1.234.567"], ","), (["1,234.5"], "."),
    (["1.234", "2.345"], ""), (["12", "x"], ""), (["1,5", "2.5"], ""),
])
def test_decimal_sign_of_a_column(cells: list[str], sign: str) -> None:
    assert decimal_sign(cells) == sign


@pytest.mark.parametrize(
    ("text", "rate"), [("5.71%", 5.71), ("5,71 %", 5.71), ("1.234", 1.234), ("12", 12.0), ("0%", 0.0)]
)
def test_reads_rates_in_per_cent(text: str, rate: float) -> None:
    assert parse_rate(text) == pytest.approx(rate)


def test_reads_fractions_where_the_column_holds_them() -> None:
    assert parse_rate("0.0571", is_fraction=True) == pytest.approx(5.71)
    assert parse_rate("5.71 %", is_fraction=True) == pytest.approx(5.71)
    assert parse_rate("NaN%") is None


@pytest.mark.parametrize("text", ["1.2M", "-3%", "2000%", "high"])
def test_refuses_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        parse_rate(text)


@given(st.integers(0, LARGEST_COUNT))
def test_counts_survive_every_way_of_writing_them(count: int) -> None:
    grouped = f"{count:,}"
    for text in (str(count), grouped, grouped.replace(",", "."), grouped.replace(",", " "), grouped.replace(",", "'"),
                 f"{count}.00", f"{count},0"):
        assert parse_count(text) == count


@given(
    st.integers(1, 9_999), st.sampled_from([("K", 1_000), ("M", 1_000_000), (" Mio.", 1_000_000)]),
    st.sampled_from(".,"),
)
def test_rounded_counts_are_exact_to_their_digit(tenths: int, suffix: tuple[str, int], sign: str) -> None:
    text = f"{tenths // 10}{sign}{tenths % 10}{suffix[0]}"
    assert parse_count(text) == tenths * suffix[1] // 10


@given(st.text(max_size=30))
def test_any_text_is_a_count_unknown_or_refused(text: str) -> None:
    try:
        count = parse_count(text)
    except ValueError:
        return
    assert count is None or 0 <= count <= LARGEST_COUNT
