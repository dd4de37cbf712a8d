"""`microinf tour` as a process of its own: a picture of every page and dialog, with or without a display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.ui.pages.conftest import sample  # noqa: F401 - a fixture

PAGES = ("today", "roster", "campaigns", "calendar", "deliverables", "compliance", "contracts", "reports", "clients",
         "settings", "person", "campaign-overview", "campaign-timeline", "deliverable", "deliverable-reviews", "client",
         "contract", "report", "import", "dialog-person", "dialog-client", "dialog-check", "dialog-help",
         "dialog-shortcuts", "palette")


def _tour(workspace: Path, output: Path, *options: str, display: str | None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "QT_QPA_PLATFORM")}
    if display is not None:
        environment["DISPLAY"] = display
    return subprocess.run(
        [sys.executable, "-m", "microinf_desktop", "tour", "-w", str(workspace), "-o", str(output), *options],
        capture_output=True, text=True, timeout=120, env=environment, check=False,
    )


@pytest.mark.parametrize(("theme", "display"), [("dark", None), ("light", ":987")])
def test_every_page_is_pictured(sample: Path, tmp_path: Path, theme: str, display: str | None) -> None:  # noqa: F811
    before = (sample / "workspace.db").read_bytes()
    ran = _tour(sample, tmp_path / "tour", "--theme", theme, "--size", "1280x800", display=display)
    assert ran.returncode == 0, ran.stderr
    files = {path.name for path in (tmp_path / "tour").glob("*.png")}
    assert {f"{theme}-{name}.png" for name in PAGES} <= files
    assert len(ran.stdout.splitlines()) == len(files)
    for name in files:
        with Image.open(tmp_path / "tour" / name) as picture:
            shades = picture.convert("L").getextrema()
            corner = picture.convert("L").getpixel((picture.width - 4, 4))
        assert shades[1] - shades[0] > 100, f"{name} is empty"
        assert isinstance(corner, int)
        if "dialog" not in name and "palette" not in name:
            assert picture.size == (1280, 800)
            assert (corner < 90) == (theme == "dark"), name
    assert (sample / "workspace.db").read_bytes() == before


def test_a_folder_without_workspace_is_refused_in_words(tmp_path: Path) -> None:
    ran = _tour(tmp_path, tmp_path / "tour", display=None)
    assert ran.returncode == 2
    assert "holds no workspace" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "tour").exists()
