"""Heavy modules are loaded at first use, not when the command line starts."""

import subprocess
import sys

HEAVY = {
    "sqlmodel", "sqlalchemy", "alembic", "pydantic", "matplotlib", "numpy", "reportlab", "xlsxwriter",
    "python_calamine", "holidays", "uharfbuzz", "fontTools", "pypdf", "pypdfium2", "PySide6", "bidi", "PIL",
}


def loaded_by(module: str) -> set[str]:
    """Top-level names a fresh interpreter has loaded after importing `module`."""
    command = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_starts_light():
    assert not loaded_by("microinf_desktop.cli") & HEAVY


def test_the_check_sees_what_is_loaded():
    assert "sqlalchemy" in loaded_by("sqlalchemy") & HEAVY
