"""Tables of any kind as chunks of text cells."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange import tables
from microinf_desktop.interchange.tables import Chunk, PastedCells, ReadOptions, cell_text, head_rows, open_tables


def rows_of(path: Path, options: ReadOptions = ReadOptions()) -> list[list[str]]:
    return [row for table in open_tables(path, options) for chunk in table.chunks() for row in chunk.rows]


def csv_file(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "a,b\r\n1,2", "a,b\r1,2\r", "sep=,\na,b\n1,2\n", "\ufeffa,b\n1,2\n"])
def test_reads_every_kind_of_line_ending(tmp_path: Path, text: str) -> None:
    assert rows_of(csv_file(tmp_path, text)) == [["a", "b"], ["1", "2"]]


def test_keeps_blank_rows_and_line_breaks_in_cells(tmp_path: Path) -> None:
    path = csv_file(tmp_path, '"\nHead",b\n\n"x\ny",2\nlast,3\n')
    (chunk,) = open_tables(path)[0].chunks()
    assert chunk.rows == [["\nHead", "b"], [], ["x\ny", "2"], ["last", "3"]]
    assert [chunk.line_of(place) for place in range(4)] == [1, 3, 4, 6]


def test_numbers_rows_and_lines_over_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CHUNK", 2)
    path = csv_file(tmp_path, '"a\nb",1\nc,2\nd,3\n"e\n\nf",4\ng,5\n')
    chunks = list(open_tables(path)[0].chunks())
    found = [(chunk.first_row, chunk.first_line, len(chunk.rows)) for chunk in chunks]
    assert found == [(1, 1, 2), (3, 4, 2), (5, 8, 1)]
    assert chunks[1].line_of(1) == 5


def test_names_the_row_of_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="row 2, column 2: a quotation mark is opened and never closed"):
        rows_of(csv_file(tmp_path, 'a,b\n1,"x\n2,3\n'))
    with pytest.raises(KnownError, match="cannot be read from row 1 on"):
        rows_of(csv_file(tmp_path, 'a,"' + "x,\n" * 70_000))


def test_refuses_ten_thousand_columns(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="has 10,000 columns; a roster may have 500 at most"):
        rows_of(csv_file(tmp_path, ",".join(map(str, range(10_000))) + "\n"))


def test_encoding_given_by_hand_that_fails_later_is_a_sentence(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "a,b\n" * 30_000 + "ë,1\n")
    with pytest.raises(KnownError, match="cannot be read as ascii"):
        rows_of(path, ReadOptions(encoding="ascii"))


def test_reads_the_visible_sheets_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    book = xlsxwriter.Workbook(path)
    first, hidden, _empty, second = (book.add_worksheet(name) for name in ("Instagram", "old", "empty", "TikTok"))
    first.write_row(1, 0, ["handle", "followers", "on", "rate"])
    first.write_row(2, 0, ["ana", 1200, True, 1.234])
    first.write_datetime(2, 2, datetime(2024, 5, 1), book.add_format({"num_format": "d mmm"}))
    hidden.write(0, 0, "secret")
    hidden.hide()
    second.write_row(0, 0, ["handle"])
    book.close()
    instagram, tiktok = open_tables(path)
    assert (instagram.file, tiktok.file) == ("roster.xlsx [Instagram]", "roster.xlsx [TikTok]")
    assert instagram.hints == ("Instagram", "roster")
    assert head_rows(instagram, 5) == [
        (1, [""] * 4), (2, ["handle", "followers", "on", "rate"]), (3, ["ana", "1200", "2024-05-01", "1.2340"]),
    ]


@pytest.mark.parametrize(("value", "text"), [
    ("x", "x"), (3.0, "3"), (2.5, "2.5"), (1.234, "1.2340"), (1.8e16, "18000000000000000"), (7, "7"),
    (True, "yes"), (False, "no"),
    (date(2024, 5, 1), "2024-05-01"), (datetime(2024, 5, 1, 10, 30), "2024-05-01 10:30"),
    (time(9, 5), "09:05:00"), (None, ""),
])
def test_cells_of_a_workbook_become_what_a_person_would_type(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_refuses_damaged_foreign_and_empty_workbooks(tmp_path: Path) -> None:
    for name, data, what in (
        ("cut.xlsx", b"PK\x03\x04garbage", "damaged workbook"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", "damaged"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(KnownError, match=what):
            open_tables(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "files.zip", "w") as archive:
        archive.writestr("roster.csv", "a,b")
    with pytest.raises(KnownError, match="is a ZIP archive, not a workbook"):
        open_tables(tmp_path / "files.zip")
    book = xlsxwriter.Workbook(tmp_path / "empty.xlsx")
    book.add_worksheet()
    book.close()
    with pytest.raises(KnownError, match="no cells with content"):
        open_tables(tmp_path / "empty.xlsx")


def test_refuses_a_workbook_that_unpacks_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "roster.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write(0, 0, "handle")
    book.close()
    monkeypatch.setattr(tables, "_LARGEST_UNPACKED", 100)
    with pytest.raises(KnownError, match="unpacks to"):
        open_tables(path)


@pytest.mark.parametrize("text", ["a\tb\n1\t2", "a,b\n1,2", "a;b\n1;2"])
def test_pasted_cells_are_a_table(text: str) -> None:
    assert list(PastedCells(text).chunks()) == [Chunk(1, 1, [["a", "b"], ["1", "2"]])]
