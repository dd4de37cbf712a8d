"""House rules that a reader would otherwise have to check: sizes, docstrings, no print, no silent except."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "microinf_desktop"
MODULES = sorted(PACKAGE.rglob("*.py")) + sorted((ROOT / "installer").glob("*.py"))
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".sh", ".svg", ".qss", ".csv", ""}
# Written in pieces, because this file is searched as well.
ADDRESSES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org", "index" + "-url"]
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/opt/" + "py" + "pi", "file:" + "//"]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_module_says_what_it_is_for():
    assert not [name(path) for path in MODULES if path.stat().st_size and not ast.get_docstring(tree(path))]


def test_files_fit_the_eye():
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {path: count for path, count in lines.items() if count > 500}


def test_functions_fit_on_a_screen():
    long = [
        f"{name(path)}: {node.name}, {node.end_lineno - node.lineno + 1} lines"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert not long


# The command line: its verbs, those of contracts, and what they show while they run.
COMMAND_LINE = {"cli.py", "cli_contracts.py", "console.py"}


def test_only_the_command_line_prints():
    prints = [
        f"{name(path)}:{node.lineno}"
        for path in MODULES
        if path.is_relative_to(PACKAGE) and path.relative_to(PACKAGE).as_posix() not in COMMAND_LINE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not prints


def test_no_error_is_swallowed():
    """A handler that does nothing has to name the exception it means, and not the mother of all."""
    silent = [
        f"{name(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)
    ]
    assert not silent


def test_no_sentence_takes_a_creator_for_a_woman_or_a_man():
    """What is shown says "this creator", "this guest": half of them would read the other word."""
    said = [
        f"{name(path)}:{words.lineno}: {words.value}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        and node.func.id in ("tr", "trn", "KnownError", "ValidationError")
        for words in ast.walk(node)
        if isinstance(words, ast.Constant) and isinstance(words.value, str)
        and re.search(r"\b(she|her|hers|herself|he|his|him|himself)\b", words.value, re.IGNORECASE)
    ]
    assert not said


def own_files() -> list[Path]:
    """What git would keep; outside a checkout, what the source archive holds."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    if listed.returncode == 0:
        return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]
    skipped = {".venv", "build", "dist"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.parts)]


def test_no_address_of_an_index_and_no_place_on_a_machine():
    found = []
    for path in own_files():
        if path.suffix not in TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name(path)}: {word}" for word in (*ADDRESSES, *PLACES) if word in text]
    assert not found


def test_nothing_is_left_to_do():
    marks = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
    found = [name(path) for path in own_files() if path.suffix == ".py" and marks.search(path.read_text("utf-8"))]
    assert not found


def test_nothing_generated_is_kept():
    names = [path.relative_to(ROOT) for path in own_files()]
    assert not [path for path in names if {"__pycache__", ".venv", "build", "dist"} & set(path.parts)]
    assert not [path for path in names if path.suffix in {".pyc", ".db", ".whl"} and path.parts[0] != "tests"]
