"""Start-up: first paint of the program on a workspace against a bare PySide6 window, in fresh processes, interleaved.

Both are measured from the start of the process to the first turn of the event loop after the first paint.
`python tests/benchmarks/bench_start.py` prints the figures.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
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

# The program itself, stopped at its first paint; MainWindow tells when that is.
_OURS = """
import os, sys, time
from pathlib import Path
from microinf_desktop.ui import main_window
from microinf_desktop import app
def painted():
    print(time.time())
    print(" ".join(name for name in sys.argv[2:] if name in sys.modules), flush=True)
    os._exit(0)
made = main_window.MainWindow.__init__
def make(window, context):
    made(window, context)
    window.first_painted.connect(painted)
main_window.MainWindow.__init__ = make
app.run(Path(sys.argv[1]) / "agency")
"""


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
    from microinf_desktop.storage.workspace import Workspace

    heavy = ""
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(Path(folder) / "agency").close()
        _first_paint(_BARE, folder), _first_paint(_OURS, folder)  # warm the disk and the byte code
        for _ in range(rounds):
            bare.append(_first_paint(_BARE, folder)[0])
            taken, heavy = _first_paint(_OURS, folder)
            ours.append(taken)
    if heavy:
        raise AssertionError(f"loaded before the first paint: {heavy}")
    base, value = median(bare), median(ours)
    return [{
        "name": "first paint of the window", "value": round(value, 1), "unit": "ms",
        "limit": f"{LIMIT} x a bare PySide6 window", "limit_value": round(base * LIMIT, 1),
        "ratio": round(value / base, 3),
    }]


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
