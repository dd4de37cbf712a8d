"""Runs every bench_*.py, each in a process of its own, and compares what it measured with its limits.

A benchmark module has `run() -> list[dict]`; each row holds
  name         what was measured
  value, unit  the figure
  limit        the limit in words ("1.5 × bare platypus"), or None when there is none
  limit_value  the figure the value must not exceed, in the same unit, or None
  ratio        value ÷ the baseline the limit speaks of (measured in the same run), or None
A process of its own keeps one benchmark's memory, imports or crash from the others.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = ROOT / "build" / "bench.json"
KEYS = {"name", "value", "unit", "limit", "limit_value", "ratio"}
_HEAD = ("benchmark", "value", "unit", "ratio", "limit", "at most", "")

Row = dict[str, Any]


def benchmark_names(folder: Path = HERE) -> list[str]:
    """The benchmarks of the folder without their prefix, sorted."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def verdict(row: Row) -> str:
    """ "ok" or "OVER" against the limit, "" where there is none, "FAILED" for a benchmark that did not run."""
    if "error" in row:
        return "FAILED"
    if row["limit_value"] is None:
        return ""
    return "ok" if row["value"] <= row["limit_value"] else "OVER"


def run_here(name: str, package: str) -> list[Row]:
    """The rows of one benchmark, run in this process; ValueError when a row lacks a key."""
    rows: list[Row] = import_module(f"{package}.bench_{name}").run()
    for row in rows:
        if missing := KEYS - set(row):
            raise ValueError(f"bench_{name}: a row lacks {', '.join(sorted(missing))}")
    return [{"bench": name, **row} for row in rows]


def run_apart(name: str, package: str = "tests.benchmarks", root: Path = ROOT) -> list[Row]:
    """The rows of one benchmark, run in another process; one row with `error` when it failed."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "rows.json")
        command = [sys.executable, "-m", "tests.benchmarks", "--one", name, "--package", package, "--to", str(target)]
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(map(str, dict.fromkeys((root, ROOT))))
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        seconds = round(time.perf_counter() - started, 1)
        if done.returncode == 0 and target.is_file():
            rows: list[Row] = json.loads(target.read_text(encoding="utf-8"))
            return [{**row, "seconds": seconds} for row in rows]
    said = done.stderr.strip().splitlines()
    error = said[-1] if said else f"ended with code {done.returncode}"
    return [{"bench": name, "name": "did not finish", "error": error, "detail": done.stderr, "seconds": seconds}]


def table(rows: Iterable[Row]) -> str:
    """The rows as aligned text."""
    lines: list[tuple[str, ...]] = [_HEAD]
    for row in rows:
        title = f"{row['bench']}: {row['name']}"
        if "error" in row:
            lines.append((title, "", "", "", row["error"], "", verdict(row)))
            continue
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
        limit = "" if row["limit_value"] is None else number(row["limit_value"])
        lines.append((title, number(row["value"]), row["unit"], ratio, row["limit"] or "", limit, verdict(row)))
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEAD))]
    right = {1, 3, 5}
    return "\n".join(
        "  ".join(cell.rjust(width) if at in right else cell.ljust(width)
                  for at, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip()
        for line in lines
    )


def number(value: float) -> str:
    """Three significant digits, thousands grouped."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all ran and kept their limits, 1 when one did not, 2 for a name that does not exist."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", help="all when none is given")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--package", default="tests.benchmarks", help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, default=RESULTS, help="where the JSON goes")
    options = parser.parse_args(arguments)
    if options.one:
        return _write_one(options.one, options.package, options.to)
    known = benchmark_names()
    if unknown := [name for name in options.names if name not in known]:
        print(f"There is no benchmark “{unknown[0]}”. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in options.names or known:
        print(f"{name} …", file=sys.stderr, flush=True)
        found = run_apart(name)
        rows += found
        print("".join(row.get("detail", "") for row in found), end="", file=sys.stderr)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine(), "rows": [{**row, "verdict": verdict(row)} for row in rows]}
    options.to.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(rows))
    return 1 if {verdict(row) for row in rows} & {"OVER", "FAILED"} else 0


def _write_one(name: str, package: str, target: Path) -> int:
    try:
        rows = run_here(name, package)
    except Exception:  # noqa: BLE001 - the parent process reports whatever went wrong and runs the rest
        traceback.print_exc()
        return 1
    target.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return 0
