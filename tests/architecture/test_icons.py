"""Every icon named in the code is drawn; a missing one would raise only when its menu opens."""

import ast
from collections.abc import Iterator
from pathlib import Path

import microinf_desktop
from microinf_desktop import paths

# Where each constructor takes its icon: position, or keyword.
_TAKES = {"Action": 4, "Button": 2, "IconButton": 0, "menu_button": 0, "IconSign": 0}


def _named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        place = _TAKES.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
        if place is None:
            continue
        given = [keyword.value for keyword in node.keywords if keyword.arg == "icon"] + node.args[place : place + 1]
        for value in given:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                yield node.lineno, value.value


def test_every_named_icon_is_drawn() -> None:
    drawn = {file.stem for file in paths.icon("ui").glob("*.svg")}
    missing = []
    for file in Path(microinf_desktop.__file__).parent.rglob("*.py"):
        found = _named(ast.parse(file.read_text(encoding="utf-8")))
        missing += [f"{file.name}:{line} {name}" for line, name in found if name not in drawn]
    assert missing == []
