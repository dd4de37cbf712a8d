"""`python -m tests.domain.disclosure.confusion FILE…`: expected against found verdicts, and the misses."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from microinf_desktop.domain.disclosure import CheckResult, PackSet, Post, check
from microinf_desktop.interchange.packs import load_packs

CASES = Path(__file__).parent / "cases"
VERDICTS = ("pass", "warn", "fail")


def read_cases(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judged(cases: list[dict[str, Any]], packs: PackSet, on: date) -> Iterator[tuple[dict[str, Any], CheckResult]]:
    """Each case with the checker's answer."""
    for case in cases:
        yield case, check(Post.from_record(case), packs, on)


def matrix(cases: list[dict[str, Any]], packs: PackSet, on: date) -> dict[str, Counter[tuple[str, str]]]:
    """Counts of (expected, found) per jurisdiction, and over all under "all"."""
    table: dict[str, Counter[tuple[str, str]]] = {}
    for case, result in judged(cases, packs, on):
        for area in (case["jurisdiction"], "all"):
            table.setdefault(area, Counter())[case["expected"], result.verdict] += 1
    return table


def main(paths: list[str]) -> int:
    """Prints the matrices; 0 when every verdict is as expected, else 1."""
    packs, on = load_packs(), date.today()
    cases = [case for path in paths or sorted(CASES.glob("*.jsonl")) for case in read_cases(Path(path))]
    table = matrix(cases, packs, on)
    columns = [(expected, found) for expected in VERDICTS for found in VERDICTS]
    print("area   right  of   " + " ".join(f"{expected}>{found}" for expected, found in columns))
    for area in sorted(table, key=lambda name: (name == "all", name)):
        counts = table[area]
        right = sum(counts[verdict, verdict] for verdict in VERDICTS)
        figures = " ".join(f"{counts[column] or '·':>9}" for column in columns)
        print(f"{area:5} {right:6} {counts.total():4}   {figures}")
    misses = [(case, result) for case, result in judged(cases, packs, on) if case["expected"] != result.verdict]
    for case, result in misses:
        rules = ", ".join(f"{item.rule} {item.severity}" for item in result.findings if item.scope == "law")
        print(f"{case['id']}: expected {case['expected']}, found {result.verdict} ({rules}): {case['caption'][:80]!r}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
