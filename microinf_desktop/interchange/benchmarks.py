"""Loads published benchmarks, tiers and EMV values; a folder of the workspace overrides the program's own files."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from microinf_desktop.domain.benchmarks import (
    Benchmark,
    BenchmarkLibrary,
    BenchmarkSource,
    BenchmarkUse,
    EmvMethod,
    EmvSet,
    Tier,
    TierTable,
)
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.paths import resource

FORMAT = 1
_HINT = "Correct the file, or remove it to use the values that come with the program."
_UNITS = ("percent", "multiple", "money")
_Value = TypeVar("_Value")


@lru_cache(maxsize=4)
def load_benchmarks(folder: Path | None = None) -> BenchmarkLibrary:
    """The files of `folder`, each replaced by the program's own where it is missing.

    KnownError names file, entry and field of whatever is wrong.
    """
    files = {name: _File(_path(folder, name)) for name in ("published", "tiers", "emv")}
    library = BenchmarkLibrary(
        benchmarks=tuple(_benchmark(entry) for entry in files["published"].entries("benchmarks")),
        tiers=tuple(_tier_table(entry) for entry in files["tiers"].entries("tiers")),
        emv_sets=tuple(_emv_set(entry) for entry in files["emv"].entries("sets")),
        versions={name: file.version for name, file in files.items()},
    )
    if sum(row.is_default for row in library.emv_sets) != 1:
        raise KnownError(f"{files['emv'].path.name}: exactly one set has to be the default.", _HINT)
    return library


def _path(folder: Path | None, name: str) -> Path:
    own = folder / f"{name}.json" if folder is not None else None
    return own if own is not None and own.is_file() else resource("benchmarks", f"{name}.json")


class _File:
    """One file: checked head, sources by key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise KnownError(f"{path.name} cannot be read: {error}.", _HINT) from error
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise KnownError(f"{path.name}: format has to be {FORMAT}.", _HINT)
        self._content: dict[str, Any] = content
        head = _Entry(self, "head", content)
        self.version: str = head.need("version", str)
        self.sources: dict[str, BenchmarkSource] = {}
        for key, value in head.need("sources", dict).items():
            source = _Entry(self, f"source {key}", value)
            self.sources[key] = BenchmarkSource(key, source.need("title", str), source.take("url", str, ""))

    def entries(self, name: str) -> list["_Entry"]:
        rows = _Entry(self, "head", self._content).need(name, list)
        entries = [_Entry(self, f"entry {number}", row) for number, row in enumerate(rows, 1)]
        seen: set[str] = set()
        for entry in entries:
            entry.label = identifier = entry.need("id", str)
            if identifier in seen:
                raise entry.wrong("id", "is used twice")
            seen.add(identifier)
        return entries


class _Entry:
    """Reads typed fields of one JSON object and says where a wrong one stands."""

    def __init__(self, file: _File, label: str, content: Any) -> None:
        self.file, self.label = file, label
        if not isinstance(content, dict):
            raise KnownError(f"{file.path.name}: {label} has to be an object.", _HINT)
        self._content = content

    def wrong(self, field: str, problem: str) -> KnownError:
        return KnownError(f"{self.file.path.name}: {self.label}: {field} {problem}.", _HINT)

    def need(self, field: str, kind: type[_Value]) -> _Value:
        if self._content.get(field) in (None, ""):
            raise self.wrong(field, "is missing")
        return self.take(field, kind, kind())

    def take(self, field: str, kind: type[_Value], default: _Value) -> _Value:
        value = self._content.get(field, default)
        # In Python a truth value is a whole number; in a file of figures it is a mistake.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(field, f"is not of the kind {kind.__name__}")
        return value

    def number(self, field: str) -> float:
        value = self.optional_number(field)
        if value is None:
            raise self.wrong(field, "is missing")
        return value

    def optional_number(self, field: str) -> float | None:
        value = self._content.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
            raise self.wrong(field, "is not a number from 0 on")
        return float(value)

    def optional_whole(self, field: str) -> int | None:
        value = self.optional_number(field)
        if value is not None and value != int(value):
            raise self.wrong(field, "is not a whole number")
        return None if value is None else int(value)

    def source(self) -> BenchmarkSource:
        key = self.need("source", str)
        if key not in self.file.sources:
            raise self.wrong("source", f"“{key}” is not among the sources of the file")
        return self.file.sources[key]

    def platform(self) -> Platform | None:
        value = self.take("platform", str, "")
        if value and value not in list(Platform):
            raise self.wrong("platform", f"“{value}” is not known")
        return Platform(value) if value else None

    def currency(self, *, needed: bool) -> str:
        value = self.take("currency", str, "")
        if (value or needed) and not (len(value) == 3 and value.isascii() and value.isupper()):
            raise self.wrong("currency", "is not a code such as EUR")
        return value


def _benchmark(entry: _Entry) -> Benchmark:
    unit = entry.need("unit", str)
    if unit not in _UNITS:
        raise entry.wrong("unit", f"has to be one of {', '.join(_UNITS)}")
    use = entry.take("use", str, BenchmarkUse.COMPARE.value)
    if use not in list(BenchmarkUse):
        raise entry.wrong("use", f"has to be one of {', '.join(BenchmarkUse)}")
    row = Benchmark(
        id=entry.label, measure=entry.need("measure", str), low=entry.number("low"),
        high=entry.optional_number("high"), unit=unit, denominator=entry.need("denominator", str),
        source=entry.source(), year=entry.optional_whole("year"), platform=entry.platform(),
        tier=entry.take("tier", str, ""), followers_from=entry.optional_whole("followers_from"),
        followers_to=entry.optional_whole("followers_to"), country=entry.take("country", str, ""),
        account=entry.take("account", str, "creator"), sample=entry.take("sample", str, ""),
        currency=entry.currency(needed=unit == "money"), use=BenchmarkUse(use),
        is_vendor_claim=entry.take("is_vendor_claim", bool, False), note=entry.take("note", str, ""),
    )
    if row.high is not None and row.high < row.low:
        raise entry.wrong("high", "is below low")
    return row


def _tier_table(entry: _Entry) -> TierTable:
    tiers = []
    for band in entry.need("bands", list):
        match band:
            case [str(name), int(first), int() | None as end] if first >= 0 and (end is None or end > first):
                tiers.append(Tier(name, first, end))
            case _:
                raise entry.wrong("bands", "has to hold [name, from, to] with from below to")
    return TierTable(entry.label, entry.need("name", str), tuple(tiers), entry.source(), entry.optional_whole("year"))


def _emv_set(entry: _Entry) -> EmvSet:
    method = entry.need("method", str)
    if method not in list(EmvMethod):
        raise entry.wrong("method", f"has to be one of {', '.join(EmvMethod)}")
    values: dict[str, dict[str, float]] = {}
    for platform, metrics in entry.need("values", dict).items():
        if platform not in list(Platform):
            raise entry.wrong("values", f"name the unknown platform “{platform}”")
        inner = _Entry(entry.file, f"{entry.label}, {platform}", metrics)
        values[platform] = {name: inner.number(name) for name in metrics}
        if method == EmvMethod.IMPRESSIONS and set(values[platform]) != {"impressions"}:
            raise inner.wrong("impressions", "has to be the only value of this method")
    return EmvSet(
        entry.label, EmvMethod(method), entry.currency(needed=True), values, entry.source(),
        entry.optional_whole("year"), entry.take("is_default", bool, False), entry.take("note", str, ""),
    )
