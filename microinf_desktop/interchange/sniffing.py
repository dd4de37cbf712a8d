"""Finds out what a file is before it is read: refuses what is no table, tells encoding and delimiter of a text."""

import csv
import re
import stat
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from microinf_desktop.domain.errors import KnownError

# A roster of a million people has about 100 MB; what is larger is some other kind of file.
LARGEST_TEXT = 256 * 1024**2
LARGEST_WORKBOOK = 64 * 1024**2
_HEAD = 65_536
_SAVE_AS_CSV = "Save the table as CSV (UTF-8) or XLSX and choose that file."

_SIGNATURES = (
    (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a database"), (b"\x1f\x8b", "a compressed file"), (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"), (b"BZh", "a compressed file"), (b"{\\rtf", "a text document"),
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"PAR1", "a Parquet file"),
)
_WORKBOOKS = ((b"PK\x03\x04", "xlsx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"))
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


class Kind(Enum):
    TEXT = auto()
    WORKBOOK = auto()


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a text file is read: Python's name of the encoding, the delimiter, whether line 1 is Excel's `sep=`.

    `note` says so when the encoding was guessed rather than known.
    """

    encoding: str
    delimiter: str
    has_sep_line: bool = False
    note: str = ""


def check_file(path: Path) -> Kind:
    """Tell text from workbook; KnownError for a missing, unreadable, empty, binary or huge file and for a folder."""
    name = path.name or str(path)
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise KnownError(f"“{name}” is a folder.", "Choose the files inside it.")
        if not stat.S_ISREG(info.st_mode):
            raise KnownError(f"“{name}” is not a file.", _SAVE_AS_CSV)
        _refuse_large(name, info.st_size, LARGEST_TEXT)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise KnownError(f"“{path}” does not exist.", "Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise KnownError(f"“{name}” cannot be read: {reason}.", "Check that you may open it.") from error
    kind = _kind_of(name, head)
    if kind is Kind.WORKBOOK:
        _refuse_large(name, info.st_size, LARGEST_WORKBOOK)
    return kind


def text_format(path: Path, encoding: str = "", delimiter: str = "") -> TextFormat:
    """Encoding and delimiter of a text file; what is given is taken as it is.

    KnownError when the file mixes encodings or cannot be decoded with the encoding given.
    """
    note = ""
    if not encoding:
        encoding, note = _detect_encoding(path)
    text = _head_text(path, encoding)
    first_line = text.partition("\n")[0]
    sep = _SEP_LINE.fullmatch(first_line.lstrip("\ufeff"))
    if sep is not None:
        text = text.partition("\n")[2]
    if not text.strip("\ufeff \r\n\t,;|\x00"):
        raise KnownError(f"“{path.name}” is empty.", "Choose a file with a heading row and people below it.")
    if not delimiter:
        delimiter = sep[1] if sep is not None else guess_delimiter(text)
    return TextFormat(encoding, delimiter, sep is not None, note)


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells; "," for a single column."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = _widths(text, delimiter)
        if not widths:
            continue
        width, rows = Counter(widths).most_common(1)[0]
        score = 0.0 if width == 1 else rows / len(widths) + min(width, 20) / 50
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    lines = text.splitlines(keepends=True)[:200]
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    except csv.Error:
        return []
    return [len(row) for row in rows[:100]]


def _kind_of(name: str, head: bytes) -> Kind:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise KnownError(f"“{name}” is empty.", "Choose a file with a heading row and people below it.")
    for signature, _ in _WORKBOOKS:
        if head.startswith(signature):
            return Kind.WORKBOOK
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise KnownError(f"“{name}” is {what}, not a table.", _SAVE_AS_CSV)
    lowered = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise KnownError(f"“{name}” is a web page, not a table.", f"Open it in a spreadsheet program. {_SAVE_AS_CSV}")
    if _is_wide(head):
        return Kind.TEXT
    # A stray NUL in a text is dropped on reading; many mean that this is no text.
    if len(_CONTROL.findall(head)) > len(head) // 100:
        raise KnownError(f"“{name}” is not a text file or workbook, but binary data.", _SAVE_AS_CSV)
    return Kind.TEXT


def _is_wide(head: bytes) -> bool:
    """UTF-16 or UTF-32, with or without a byte order mark."""
    return head.startswith(tuple(bom for bom, name in _BOMS if name != "utf-8-sig")) or bool(_bare_utf_16(head))


def _bare_utf_16(head: bytes) -> str:
    """The byte order of UTF-16 without a mark: in a table most characters are ASCII, so every second byte is 0."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 8:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _detect_encoding(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        for bom, name in _BOMS:
            if head.startswith(bom):
                return name, ""
        bare = _bare_utf_16(head)
        if bare:
            return bare, ""
        file.seek(0)
        valid_lines, invalid, sample = 0, [], bytearray()
        first_valid: tuple[int, bytes] | None = None
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            if _is_utf_8(line):
                valid_lines += 1
                first_valid = first_valid or (number, line)
            else:
                invalid.append(number)
                if len(sample) < _HEAD:
                    sample += line
                if len(invalid) == 1:
                    first_invalid = line
    if not invalid:
        return "utf-8", ""
    # A line in a single-byte encoding passes as UTF-8 by accident now and then, hardly ever one in fifty.
    if first_valid is not None and valid_lines * 50 > len(invalid):
        _refuse_mixture(path.name, first_valid, (invalid[0], first_invalid))
    return _single_byte(bytes(sample))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_mixture(name: str, valid: tuple[int, bytes], invalid: tuple[int, bytes]) -> None:
    """The lines that are not like the first tell where the second source was pasted in."""
    number, line = max(valid, invalid)
    encoding, other = ("UTF-8", "Windows-1252") if number == invalid[0] else ("Windows-1252", "UTF-8")
    shown = line.decode("utf-8" if number == valid[0] else "cp1252", "replace")
    cells = re.split(r"[,;\t|]", shown.strip())
    column = next((i for i, cell in enumerate(cells) if not cell.isascii()), 0)
    raise KnownError(
        f"“{name}” mixes two encodings: {encoding}, and {other} from line {number}, column {column + 1} "
        f"(“{cells[column].strip()[:40]}”).",
        "Open it in a spreadsheet program, correct that cell, and save it as CSV (UTF-8).",
    )


def _single_byte(sample: bytes) -> tuple[str, str]:
    """Windows-1252 unless most letters are outside ASCII: then another script, told by charset-normalizer."""
    letters = len(re.findall(rb"[A-Za-z]", sample))
    if len(_HIGH.findall(sample)) > letters:
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        if best is not None and best.encoding not in ("ascii", "utf_8"):
            return best.encoding, f"Its encoding was guessed as {best.encoding}; check names with accents."
    if _UNDEFINED_IN_1252.search(sample):
        return "latin-1", "Its encoding was taken as Latin-1; check names with accents."
    return "cp1252", "Its encoding was taken as Windows-1252; check names with accents."


def _head_text(path: Path, encoding: str) -> str:
    try:
        with path.open("r", encoding=encoding, newline="") as file:
            return file.read(_HEAD)
    except (UnicodeError, LookupError):
        raise KnownError(
            f"“{path.name}” cannot be read as {encoding}.", "Choose another encoding, or save it as CSV (UTF-8)."
        ) from None


def _refuse_large(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise KnownError(
            f"“{name}” is {_megabytes(size)}; a roster may have {_megabytes(limit)} at most.",
            "Split it into smaller files, or check that it is the right one.",
        )


def _megabytes(size: int) -> str:
    return f"{size / 1024**3:.1f} GB" if size >= 1024**3 else f"{size / 1024**2:.0f} MB"
