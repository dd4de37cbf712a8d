"""Plain types of the roster import."""

import pytest

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.rosters import (
    ColumnMapping,
    F,
    Figures,
    ImportResult,
    RowRejection,
    TableMapping,
    name_key,
)


def test_result_prints_what_the_command_line_promises() -> None:
    result = ImportResult(998, 0, 1, 1, (RowRejection("a.csv", 17, "no handle"),))
    assert result.as_json() == {
        "created": 998, "updated": 0, "skipped": 1, "rejected": 1,
        "rejections": [{"file": "a.csv", "row": 17, "reason": "no handle"}],
    }


def test_rejection_names_the_column_it_is_about() -> None:
    assert RowRejection("a.csv", 3, "“x” is not a number", "followers").text == "“x” is not a number (column followers)"


@pytest.mark.parametrize(("first", "second"), [
    ("🌿 Ana-Lucía", "ana lucia"), ("Łukasz  Ørsted", "lukasz orsted"), ("𝑄𝐴𝑀𝐴𝑅", "qamar"), ("O'Neill", "o neill"),
])
def test_name_key_is_what_two_spellings_share(first: str, second: str) -> None:
    assert name_key(first) == name_key(second) == second


def test_known_figures_win_over_older_ones() -> None:
    assert Figures(5, None, 3).over(Figures(1, 2, None)) == Figures(5, 2, 3)


def _mapping() -> TableMapping:
    columns = (
        ColumnMapping(0, "a", F.HANDLE), ColumnMapping(1, "b", F.FOLLOWERS), ColumnMapping(2, "c", F.NICHES),
        ColumnMapping(3, "d", F.IGNORE),
    )
    return TableMapping("key", columns, Platform.INSTAGRAM)


def test_choosing_a_column_frees_the_field_elsewhere() -> None:
    changed = _mapping().with_column(3, F.FOLLOWERS)
    assert [column.field for column in changed.columns] == [F.HANDLE, F.IGNORE, F.NICHES, F.FOLLOWERS]
    assert changed.columns[3].reason == "chosen by hand"
    assert changed.columns[1].reason == "column 4 was chosen instead"


def test_niches_may_come_from_several_columns() -> None:
    changed = _mapping().with_column(3, F.NICHES)
    assert [column.index for column in changed.of(F.NICHES)] == [2, 3]


def test_accounts_of_two_platforms_stand_side_by_side() -> None:
    changed = _mapping().with_column(3, F.HANDLE, Platform.TIKTOK)
    assert [column.platform for column in changed.of(F.HANDLE)] == [None, Platform.TIKTOK]
    assert changed.with_platform(Platform.YOUTUBE).platform is Platform.YOUTUBE
