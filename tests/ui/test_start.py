"""What the first paint loads, and that it loads nothing heavy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from microinf_desktop.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sqlmodel", "sqlalchemy", "matplotlib", "reportlab", "openpyxl", "alembic", "numpy", "babel", "holidays",
         "pypdfium2", "uharfbuzz", "fontTools", "rapidfuzz", "python_calamine", "xlsxwriter", "PySide6.QtNetwork")
# A module more here is a decision: each costs about a millisecond of the first paint.
OURS = {
    "actions", "context", "i18n", "icons", "main_window", "navigation", "paint", "record", "screens", "settings",
    "stylesheet", "tasks", "theme", "widgets", "widgets.buttons", "widgets.sidebar", "widgets.status_bar",
    "widgets.text",
}
# `microinf open WORKSPACE` itself, stopped at the first paint.
_SCRIPT = """
import json, os, sys
from microinf_desktop import cli
from microinf_desktop.ui import main_window
def painted():
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)
made = main_window.MainWindow.__init__
def make(window, context):
    made(window, context)
    window.first_painted.connect(painted)
main_window.MainWindow.__init__ = make
sys.exit(cli.main(["open", sys.argv[1]]))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Modules that are there when the window has painted for the first time."""
    folder = tmp_path_factory.mktemp("start")
    Workspace.create(folder / "agency").close()
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(folder / "agency")], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen",
             "MICROINF_CONFIG_DIR": str(folder / "config")},
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_nothing_heavy_is_loaded_at_the_first_paint(loaded: set[str]) -> None:
    assert {name for name in HEAVY if name in loaded} == set()


def test_no_storage_no_queries_no_pages_at_the_first_paint(loaded: set[str]) -> None:
    rooms = ("storage", "queries", "services", "documents", "charts", "interchange", "ui.pages", "ui.dialogs")
    assert {name for name in loaded if name.startswith(tuple(f"microinf_desktop.{room}" for room in rooms))} == set()


def test_the_first_paint_takes_these_rooms_of_ours_and_no_more(loaded: set[str]) -> None:
    prefix = "microinf_desktop.ui."
    assert {name.removeprefix(prefix) for name in loaded if name.startswith(prefix)} == OURS
