"""What the words of a heading say."""

from datetime import date

import pytest

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.rosters import F, RateBase, RosterField
from microinf_desktop.interchange.dates import day_in_name, is_day_first, parse_cell_day
from microinf_desktop.interchange.headers import (
    header_signature,
    language_code,
    platform_in_names,
    read_heading,
)


@pytest.mark.parametrize(("heading", "field", "platform"), [
    ("followers", F.FOLLOWERS, None), ("\nFollowers", F.FOLLOWERS, None), ("Followers Numbers ", F.FOLLOWERS, None),
    ("TikTok Followers", F.FOLLOWERS, Platform.TIKTOK), ("Eng. (Auth.)", F.AUTHENTIC_ENGAGEMENTS, None),
    ("Eng. (Avg.)", F.AVG_ENGAGEMENTS, None), ("60_day_eng_rate", F.ENGAGEMENT_RATE, None),
    ("Views (Avg.)", F.AVG_VIEWS, None),
    ("Audience country(mostly)", F.COUNTRY, None), ("Category-2", F.NICHES, None),
    ("Influencer Category", F.NICHES, None),
    ("Influencer insta name", F.NAME, Platform.INSTAGRAM), ("Youtube channel", F.HANDLE, Platform.YOUTUBE),
    ("AccountName", F.HANDLE, None), ("Profil-Link", F.LINK, None), ("Management Email", F.MANAGER_EMAIL, None),
    ("Abonnenten", F.FOLLOWERS, None), ("Nombre d’abonnés", F.FOLLOWERS, None), ("Nombre de usuario", F.HANDLE, None),
    ("Taux d'engagement", F.ENGAGEMENT_RATE, None), ("Commenti (media)", F.AVG_COMMENTS, None),
    ("Seguidores", F.FOLLOWERS, None),
    ("Gebruikersnaam", F.HANDLE, None), ("Curtidas", F.AVG_LIKES, None), ("País", F.COUNTRY, None),
    ("Folowers", F.FOLLOWERS, None),
    ("S.no", F.IGNORE, None), ("row-cell", F.IGNORE, None), ("total_likes", F.IGNORE, None),
    ("Price per post", F.IGNORE, None), ("Mood", None, None),
])
def test_reads_headings(heading: str, field: RosterField | None, platform: Platform | None) -> None:
    found = read_heading(heading)
    assert (found.field, found.platform) == (field, platform)


def test_reads_the_base_of_a_rate_and_the_unit_of_a_count() -> None:
    assert read_heading("ER by views").base is RateBase.VIEWS
    assert read_heading("Engagement rate").base is RateBase.FOLLOWERS
    assert read_heading("Followers (k)").unit == 1_000
    assert read_heading("Followers").unit == 1


def test_a_platform_alone_is_a_column_of_accounts() -> None:
    found = read_heading("IG")
    assert (found.field, found.platform, found.is_bare_platform) == (F.HANDLE, Platform.INSTAGRAM, True)


@pytest.mark.parametrize(("names", "platform"), [
    (["social media influencers-INSTAGRAM - -DEC 2022"], Platform.INSTAGRAM), (["TikTok", "roster"], Platform.TIKTOK),
    (["our_yt_list"], Platform.YOUTUBE), (["tiktok vs youtube"], None), (["Sheet1", "roster"], None),
])
def test_reads_the_platform_in_file_names(names: list[str], platform: Platform | None) -> None:
    found = platform_in_names(names)
    assert (found[0] if found else None) is platform


def test_signature_ignores_the_order_of_columns() -> None:
    assert header_signature(["Name", "Followers"]) == header_signature(["followers", " name "])
    assert header_signature(["Name"]) != header_signature(["Name", "Name"])
    assert header_signature(["", ""]) == ""


def test_names_of_languages_become_codes() -> None:
    assert [language_code(word) for word in ("Deutsch", "English", "pt", "Klingon")] == ["de", "en", "pt", "Klingon"]


@pytest.mark.parametrize(("cell", "day"), [
    ("2022-12-01", date(2022, 12, 1)), ("13/02/2023", date(2023, 2, 13)), ("02/13/2023", date(2023, 2, 13)),
    ("03/04/2023", date(2023, 4, 3)), ("1.2.24", date(2024, 2, 1)), ("20260926", date(2026, 9, 26)),
    ("Sep 26, 2026", date(2026, 9, 26)), ("26. September 2026", date(2026, 9, 26)),
    ("3 de marzo de 2024", date(2024, 3, 3)),
    ("31/31/2024", None), ("12.5K", None), ("", None),
])
def test_reads_days_in_cells(cell: str, day: date | None) -> None:
    assert parse_cell_day(cell) == day


def test_a_column_tells_whether_the_day_comes_first() -> None:
    assert is_day_first(["03/04/2023", "25/04/2023"])
    assert not is_day_first(["03/04/2023", "04/25/2023"])
    assert parse_cell_day("03/04/2023", day_first=False) == date(2023, 3, 4)


@pytest.mark.parametrize(("name", "day"), [
    ("instagram-2022-12", date(2022, 12, 1)), ("social media influencers-INSTAGRAM - -DEC 2022", date(2022, 12, 1)),
    ("roster_20221105", date(2022, 11, 5)), ("list 2022", None), ("top1000", None), ("2022-13-01", None),
])
def test_reads_the_day_in_file_names(name: str, day: date | None) -> None:
    assert day_in_name(name) == day
