"""Start-up: first paint of the program on a workspace against a bare PySide6 window, in fresh processes, interleaved.

Both are measured from the start of the process to the first turn of the event loop after the first paint.
The time until the first page has its rows is shown beside it.
`python tests/benchmarks/bench_start.py` prints the figures.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

ROUNDS = 15
LIMIT = 1.5
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
HEAVY = ("sqlmodel", "sqlalchemy", "matplotlib", "reportlab", "openpyxl", "alembic", "numpy", "babel", "holidays")

_BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print(time.time())
    app.quit()
window = Window()
window.setCentralWidget(QLabel("MicroInf Desktop"))
window.resize(1440, 900)
window.show()
app.exec()
"""

# `microinf open WORKSPACE` itself, stopped at its first paint, or when the first page shows its rows.
_OURS = """
import os, sys, time
from microinf_desktop import cli
from microinf_desktop.ui import main_window
def painted():
    print(time.time())
    print(" ".join(name for name in sys.argv[2:] if name in sys.modules), flush=True)
    os._exit(0)
made = main_window.MainWindow.__init__
def make(window, context):
    made(window, context)
    WATCH
main_window.MainWindow.__init__ = make
sys.exit(cli.main(["open", sys.argv[1] + "/agency"]))
"""
_FIRST_PAINT = _OURS.replace("WATCH", "window.first_painted.connect(painted)")
# The page is there, no read is under way, and what they delivered has been painted.
_FIRST_ROWS = _OURS.replace("WATCH", """
    from PySide6.QtCore import QTimer
    timer = QTimer(window)
    def look():
        if window.current_page() is not None and not context.tasks.running():
            window.repaint()
            painted()
    timer.timeout.connect(look)
    timer.start(2)
""")


def _first_paint(code: str, folder: str) -> tuple[float, str]:
    """Milliseconds from starting the process to the first paint, and the heavy modules that were loaded."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
                   "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
                   "MICROINF_CONFIG_DIR": str(Path(folder) / "config")}
    # Both start from byte code, as an installed program does.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.time()
    run = subprocess.run([sys.executable, "-c", code, folder, *HEAVY], env=environment, capture_output=True, text=True,
                         check=True)
    lines = run.stdout.splitlines()
    return (float(lines[0]) - started) * 1000, lines[1] if len(lines) > 1 else ""


def run(rounds: int = ROUNDS) -> list[dict[str, object]]:
    """Rows of the benchmark table: name, value, unit, limit, limit_value, ratio."""
    bare: list[float] = []
    ours: list[float] = []
    from microinf_desktop.samples import create_sample_workspace

    heavy = ""
    with tempfile.TemporaryDirectory() as folder:
        create_sample_workspace(Path(folder) / "agency", today=date.today())
        for code in (_BARE, _FIRST_PAINT, _FIRST_ROWS):
            _first_paint(code, folder)  # warm the disk and the byte code
        for _ in range(rounds):
            bare.append(_first_paint(_BARE, folder)[0])
            taken, heavy = _first_paint(_FIRST_PAINT, folder)
            ours.append(taken)
        rows = [_first_paint(_FIRST_ROWS, folder)[0] for _ in range(max(rounds // 3, 1))]
    if heavy:
        raise AssertionError(f"loaded before the first paint: {heavy}")
    base, value = median(bare), median(ours)
    return [{
        "name": "first paint of the window", "value": round(value, 1), "unit": "ms",
        "limit": f"{LIMIT} x a bare PySide6 window", "limit_value": round(base * LIMIT, 1),
        "ratio": round(value / base, 3),
    }, {
        "name": "rows of the first page, sample agency", "value": round(median(rows), 1), "unit": "ms", "limit": None,
        "limit_value": None, "ratio": None,
    }]


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
