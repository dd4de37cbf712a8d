"""What each column is taken for: by its heading and by the look of its values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.rosters import F, RateBase, RosterField, TableMapping
from microinf_desktop.interchange.layout import Layout, find_layout
from microinf_desktop.interchange.mapping import apply_remembered, guess_mapping, mapping_to_json

TODAY = date(2026, 11, 24)


def guess(text: str, *, hints: Sequence[str] = ("roster",), platform: Platform | None = None) -> TableMapping:
    rows = [(number, line.split(",")) for number, line in enumerate(text.strip("\n").split("\n"), start=1)]
    layout = find_layout(rows)
    people = [row for number, row in rows if number > layout.header_row and not layout.is_blank(row)]
    return guess_mapping(layout, people, hints, platform, TODAY)


def fields(mapping: TableMapping) -> list[RosterField]:
    return [column.field for column in mapping.columns]


def layout_of(*lines: str) -> Layout:
    return find_layout([(number, line.split(",")) for number, line in enumerate(lines, start=1)])


def test_values_tell_handle_from_name() -> None:
    first = guess("name,instagram name\nana.k,Ana Kay\nbob_b,Bob Bee\ncleo99,Cleo\n")
    assert fields(first) == [F.HANDLE, F.NAME]
    swapped = guess("name,instagram name\nAna Kay,ana.k\nBob Bee,bob_b\nCleo,cleo99\n")
    assert fields(swapped) == [F.NAME, F.HANDLE]
    titles = guess("youtuber name,channel name\ntseries,T-Series Music\nNordicShop,Nordic Shop\nSlow Days,Slow Days\n")
    assert fields(titles) == [F.HANDLE, F.NAME]


def test_a_certain_heading_outweighs_first_names() -> None:
    assert fields(guess("handle,name\nAnaK,ana\nBobB,bob\nCleoM,cleo\n")) == [F.HANDLE, F.NAME]


def test_first_names_are_no_handles() -> None:
    assert F.HANDLE not in fields(guess("name,followers\nAnna,1200\nTom,3400\nMia,560\n"))


def test_the_exact_figures_win_over_the_rounded() -> None:
    mapping = guess("handle,followers,followers\na.a,409.8M,409800000\nb.b,52.3K,52300\n")
    assert fields(mapping) == [F.HANDLE, F.IGNORE, F.FOLLOWERS]
    assert mapping.columns[1].reason == "rounded copy of column 3"


def test_a_second_column_with_other_figures_is_not_called_a_copy() -> None:
    mapping = guess("handle,followers,followers\na.a,100,5000\nb.b,200,90\n")
    assert [column.reason for column in mapping.columns if column.field is F.IGNORE] == ["column 2 was taken instead"]


def test_exchanged_headings_are_read_the_other_way_round_with_a_warning() -> None:
    mapping = guess("name,country,followers\na.k,12000,Spain\nb.b,3000,France\nc_c,500,Italy\n")
    assert fields(mapping) == [F.HANDLE, F.FOLLOWERS, F.COUNTRY]
    assert "look exchanged" in mapping.warnings[0]


def test_headings_that_are_a_column_off_are_not_trusted() -> None:
    headings = "handle,followers,Views avg,Likes avg,Comments avg\n"
    mapping = guess(headings + "a.a,50,Spain,2,9\nb.b,60,France,8,5\nc.c,7,Italy,4,6\n")
    assert fields(mapping) == [F.HANDLE, F.FOLLOWERS, F.COUNTRY, F.IGNORE, F.IGNORE]
    assert "shifted" in mapping.warnings[0]


def test_totals_are_no_averages() -> None:
    mapping = guess("youtube channel,subscribers,views,likes\nA b,1000,5000000,70000\nC d,2000,9000000,90000\n")
    assert fields(mapping) == [F.HANDLE, F.FOLLOWERS, F.IGNORE, F.IGNORE]
    assert len(mapping.warnings) == 2


@pytest.mark.parametrize(("heading", "values", "field", "is_fraction"), [
    ("Engagement", ["3.4%", "5.1%"], F.ENGAGEMENT_RATE, False),
    ("Engagement", ["3.4", "5.12"], F.ENGAGEMENT_RATE, False),
    ("Engagement", ["12000", "340"], F.AVG_ENGAGEMENTS, False),
    ("Engagement rate", ["1.2K", "3.4K"], F.AVG_ENGAGEMENTS, False),
    ("ER", ["0.034", "0.051"], F.ENGAGEMENT_RATE, True),
])
def test_values_tell_rates_from_counts(heading: str, values: list[str], field: RosterField, is_fraction: bool) -> None:
    mapping = guess(f"handle,{heading}\na.a,{values[0]}\nb.b,{values[1]}\n")
    assert (mapping.columns[1].field, mapping.columns[1].is_fraction) == (field, is_fraction)


def test_a_rate_names_its_base() -> None:
    assert guess("handle,ER by views\na.a,3.4%\n").columns[1].base is RateBase.VIEWS


def test_zeros_mean_unknown_only_among_large_figures() -> None:
    large = guess("handle,followers,comments\na.a,90000,158\nb.b,80000,0\nc.c,70000,483\n")
    small = guess("handle,followers,comments\na.a,900,3\nb.b,800,0\nc.c,700,1\n")
    assert [m.columns[2].zero_is_unknown for m in (large, small)] == [True, False]


def test_a_plain_list_needs_no_headings() -> None:
    mapping = guess("ana.k,Ana Kay,12000,Spain\nbob.b,Bob Bee,3000,France\ncle.c,Cleo Cee,100,Italy\n")
    assert mapping.header_row == 0
    assert fields(mapping) == [F.HANDLE, F.NAME, F.FOLLOWERS, F.COUNTRY]


@pytest.mark.parametrize(("text", "hints", "platform", "reason"), [
    ("TikTok handle,followers\na.a,1\n", ("x",), Platform.TIKTOK, "named in a heading"),
    ("handle,followers\na.a,1\n", ("instagram-2024",), Platform.INSTAGRAM, "named in “instagram-2024”"),
    ("profile,followers\nhttps://x.com/ana,1\n", ("x",), Platform.X, "the links lead there"),
    ("platform,handle\nIG,a.a\nTT,b.b\n", ("x",), None, "a column names it"),
    ("IG,TikTok\na.a,b.b\n", ("x",), None, "each column names its own"),
    ("handle,followers\na.a,1\n", ("x",), None, ""),
])
def test_finds_the_platform(text: str, hints: Sequence[str], platform: Platform | None, reason: str) -> None:
    mapping = guess(text, hints=hints)
    assert (mapping.platform, mapping.platform_reason) == (platform, reason)


def test_what_the_user_says_wins() -> None:
    assert guess("TikTok handle\na.a\n", platform=Platform.YOUTUBE).platform is Platform.YOUTUBE


def test_a_day_in_the_file_name_dates_the_figures_unless_it_is_to_come() -> None:
    assert guess("handle\na.a\n", hints=("ig-2022-12",)).taken_on == date(2022, 12, 1)
    assert guess("handle\na.a\n", hints=("ig-2027-01",)).taken_on is None


def test_choices_are_remembered_in_any_order_of_columns() -> None:
    first = guess("handle,mood,followers\na.a,Fine,10\n").with_column(1, F.NOTES).with_platform(Platform.TWITCH)
    again = guess("followers,handle,mood\n12,b.b,Well\n")
    assert again.signature == first.signature
    recalled = apply_remembered(again, mapping_to_json(first))
    assert fields(recalled) == [F.FOLLOWERS, F.HANDLE, F.NOTES]
    assert recalled.columns[2].reason == "as chosen last time"
    assert recalled.platform is Platform.TWITCH


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"columns": [{"heading": "mood", "field": "gone"}]}', "null"])
def test_a_memory_that_cannot_be_read_leaves_the_guess(text: str) -> None:
    mapping = guess("handle,mood\na.a,Fine\n")
    assert apply_remembered(mapping, text) == mapping


def test_headings_stand_below_a_title() -> None:
    layout = layout_of("Our creators 2024,,", ",,", "handle,followers,country", "ana,1200,Spain")
    assert (layout.header_row, layout.headings) == (3, ("handle", "followers", "country"))
    assert layout.is_header(["Handle", "followers ", "country"])
    assert not layout.is_header(["ana", "1200", "Spain"])


def test_platforms_above_the_headings_head_the_columns_below() -> None:
    layout = layout_of(",Instagram,,TikTok,", "Name,Handle,Followers,Handle,Followers", "Ana,a.i,10,a.t,20")
    assert layout.groups == (None, Platform.INSTAGRAM, Platform.INSTAGRAM, Platform.TIKTOK, Platform.TIKTOK)


def test_a_missing_first_heading_is_the_row_number() -> None:
    assert layout_of("handle,followers", "1,ana,1200", "2,bob,300").headings == ("", "handle", "followers")


def test_a_stray_wide_row_does_not_widen_the_table() -> None:
    assert layout_of("handle,name,followers", "a,Kay, Ana,10", "b,Bob,20", "c,Cleo,30").width == 3


def test_headings_in_words_nobody_taught_are_still_headings() -> None:
    layout = layout_of("xyzzy,plugh", "ana.k,1200", "bob.b,300")
    assert layout.header_row == 1
    mapping = guess("xyzzy,plugh\nana.k,1200\nbob.b,300\n")
    assert replace(mapping.columns[0]).field is F.IGNORE
