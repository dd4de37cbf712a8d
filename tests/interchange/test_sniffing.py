"""What a file is, before it is read."""

import os
from pathlib import Path

import pytest

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.sniffing import Kind, check_file, guess_delimiter, text_format

TABLE = "name;handle\nZoë Müller;zoe\nJosé;jose\n"


def write(folder: Path, data: bytes, name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("data", "what"), [
    (b"", "is empty"), (b" \r\n\n", "is empty"), (b"\xef\xbb\xbf", "is empty"), (b"%PDF-1.7 x", "is a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "is a picture"), (b"SQLite format 3\x00", "is a database"),
    (b"<html><table>", "is a web page"),
    (bytes(range(256)) * 10, "binary data"),
])
def test_refuses_what_is_no_table_in_one_sentence(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(KnownError, match=what) as caught:
        check_file(write(tmp_path, data))
    assert "roster.csv" in caught.value.message
    assert caught.value.hint


def test_refuses_folders_missing_files_and_pipes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, what in ((".", "is a folder"), ("nothing.csv", "does not exist"), ("pipe", "is not a file")):
        with pytest.raises(KnownError, match=what):
            check_file(tmp_path / name)


def test_refuses_a_huge_file_without_reading_it(tmp_path: Path) -> None:
    path = write(tmp_path, b"handle,followers\nana,1\n")
    with path.open("r+b") as file:
        file.truncate(1024**3)
    with pytest.raises(KnownError, match=r"is 1\.0 GB; a roster may have 256 MB at most"):
        check_file(path)


def test_tells_workbooks_from_texts(tmp_path: Path) -> None:
    assert check_file(write(tmp_path, b"PK\x03\x04rest")) is Kind.WORKBOOK
    assert check_file(write(tmp_path, TABLE.encode())) is Kind.TEXT
    assert check_file(write(tmp_path, TABLE.encode("utf-16"))) is Kind.TEXT


@pytest.mark.parametrize(("encoding", "found"), [
    ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("cp1252", "cp1252"), ("latin-1", "cp1252"),
])
def test_tells_the_encoding(tmp_path: Path, encoding: str, found: str) -> None:
    path = write(tmp_path, TABLE.encode(encoding))
    assert check_file(path) is Kind.TEXT
    told = text_format(path)
    assert (told.encoding, told.delimiter) == (found, ";")
    assert path.read_text(told.encoding).lstrip("\ufeff") == TABLE


def test_says_that_a_single_byte_encoding_is_a_guess(tmp_path: Path) -> None:
    assert text_format(write(tmp_path, TABLE.encode())).note == ""
    assert "Windows-1252" in text_format(write(tmp_path, TABLE.encode("cp1252"))).note
    assert "Latin-1" in text_format(write(tmp_path, TABLE.encode("latin-1") + b"x\x81;y\n")).note


def test_reads_cyrillic_of_the_nineties(tmp_path: Path) -> None:
    text = "имя;ник\nМарина Иванова;marina\nСергей Петров;serg\n" * 5
    told = text_format(write(tmp_path, text.encode("cp1251")))
    assert text.encode("cp1251").decode(told.encoding) == text


def test_names_the_place_where_encodings_mix(tmp_path: Path) -> None:
    data = "name,handle\nZoë,zoe\nAna,ana\n".encode() + "José,jose\n".encode("cp1252")
    with pytest.raises(KnownError, match=r"mixes two encodings: .* from line 4, column 1 \(“José”\)"):
        text_format(write(tmp_path, data))


def test_given_encoding_and_delimiter_are_taken(tmp_path: Path) -> None:
    told = text_format(write(tmp_path, TABLE.encode("cp1252")), "cp1252", ",")
    assert (told.encoding, told.delimiter, told.note) == ("cp1252", ",", "")
    for encoding in ("ascii", "no-such-encoding"):
        with pytest.raises(KnownError, match="cannot be read as"):
            text_format(write(tmp_path, TABLE.encode()), encoding)


@pytest.mark.parametrize(("text", "delimiter"), [
    ("a,b\n1,2\n", ","), ("a;b\n45,6K;1\n7,8K;2\n", ";"), ("a\tb c, d\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"),
    ("a\nb\n", ","),
    ('name,text\nana,"one; two; three"\nbob,"x; y"\n', ","),
])
def test_guesses_the_delimiter(text: str, delimiter: str) -> None:
    assert guess_delimiter(text) == delimiter


def test_takes_the_delimiter_excel_writes_down(tmp_path: Path) -> None:
    told = text_format(write(tmp_path, b"sep=;\na;b,c\n1;2,3\n"))
    assert (told.delimiter, told.has_sep_line) == (";", True)
