"""The benchmark runner: one that fails or crashes is reported and the rest still runs."""

import json
import re

import pytest

from tests.benchmarks import runner

ROW = {"name": "typing", "value": 12.345, "unit": "ms", "limit": "16 ms", "limit_value": 16, "ratio": 0.771}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package `trial` of benchmarks: one good, one raising, one killing its process, one with a bad row."""
    folder = tmp_path / "trial"
    folder.mkdir()
    sources = {
        "good": f"def run(): return [{ROW!r}]",
        "raises": "def run(): raise RuntimeError('the roster is empty')",
        "dies": "import os\ndef run(): os._exit(7)",
        "short": "def run(): return [{'name': 'x'}]",
    }
    for name, source in sources.items():
        (folder / f"bench_{name}.py").write_text(source)
    return tmp_path


def test_rows_come_back_from_their_own_process(package):
    (row,) = runner.run_apart("good", "trial", package)
    assert row.pop("seconds") >= 0
    assert row == {"bench": "good", **ROW}


@pytest.mark.parametrize(
    ("name", "words"), [("raises", "the roster is empty"), ("dies", "code 7"), ("short", "lacks limit")]
)
def test_failures_are_rows_too(package, name, words):
    (row,) = runner.run_apart(name, "trial", package)
    assert words in row["error"]
    assert runner.verdict(row) == "FAILED"
    assert words in runner.table([row])


def test_the_table_is_aligned_and_judges():
    over = {**ROW, "bench": "roster", "value": 17.0, "ratio": None}
    free = {**ROW, "bench": "b", "value": 123456.0, "limit": None, "limit_value": None}
    lines = runner.table([{"bench": "roster", **ROW}, over, free]).splitlines()
    assert [line.split()[-1] for line in lines[1:3]] == ["ok", "OVER"]
    assert "123,456" in lines[3]
    assert "12.3" in lines[1]
    assert len({line.index("ms") for line in lines[1:]}) == 1


def test_an_unknown_name_is_refused(capsys):
    assert runner.main(["nothing-of-the-kind"]) == 2
    assert "nothing-of-the-kind" in capsys.readouterr().err


def test_results_are_written_with_the_machine(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(runner, "benchmark_names", lambda: ["one", "two"])
    rows = {"one": [{"bench": "one", **ROW}], "two": [{"bench": "two", **ROW, "value": 99}]}
    monkeypatch.setattr(runner, "run_apart", rows.get)
    target = tmp_path / "build" / "bench.json"
    assert runner.main(["--to", str(target)]) == 1
    document = json.loads(target.read_text())
    assert [row["verdict"] for row in document["rows"]] == ["ok", "OVER"]
    assert document["machine"]["cores"]
    assert "OVER" in capsys.readouterr().out


def test_the_benchmarks_of_this_project_have_the_agreed_entry():
    for name in runner.benchmark_names():
        source = (runner.HERE / f"bench_{name}.py").read_text(encoding="utf-8")
        assert re.search(r"^def run\(.*\) -> list\[", source, re.MULTILINE), name
