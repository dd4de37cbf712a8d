"""`make run` and `make tour`: the window on the sample agency, or without a display everything it would show.

A dead or unset DISPLAY makes Qt abort the process, so it is tried in a process of its own. Without one the same
workspace is made under build/sample/, with the contracts, briefs and reports of the sample agency as PDF and a
picture of every page.
"""

import argparse
import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "build" / "sample"
TOUR = ROOT / "build" / "tour"
_PROBE = "from PySide6.QtGui import QGuiApplication as A; A([]); print(A.platformName())"
# Qt's platforms that draw on no screen.
_BLIND = {"offscreen", "minimal", "minimalegl", "vnc"}


def has_display(environment: dict[str, str] | None = None, timeout: float = 30.0) -> bool:
    """Whether a window can be shown, found out by opening and closing a connection in another process."""
    known = dict(os.environ if environment is None else environment)
    if sys.platform.startswith("linux") and not (
        known.get("DISPLAY") or known.get("WAYLAND_DISPLAY") or known.get("QT_QPA_PLATFORM")
    ):
        return False
    try:
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE], env=known, capture_output=True, text=True, timeout=timeout
        )
    except subprocess.TimeoutExpired:
        return False
    return probe.returncode == 0 and probe.stdout.strip() not in _BLIND


@dataclass
class Outcome:
    """What was written, and what was refused in the program's own words: a deal that lacks data, say."""

    files: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def microinf(*arguments: object) -> tuple[int, str, str]:
    """Run a verb of the command line in this process; its exit code, standard output and standard error."""
    from microinf_desktop.cli import main

    output, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        code = main([str(argument) for argument in arguments])
    return code, output.getvalue(), errors.getvalue()


def make_workspace(folder: Path) -> None:
    """The sample agency, once; SystemExit with the program's exit code when it cannot be made."""
    if (folder / "workspace.db").is_file():
        return
    print(f"Making the sample agency in {folder}", flush=True)
    done = subprocess.run([sys.executable, "-m", "microinf_desktop", "demo", str(folder)], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def write_documents(workspace: Path, folder: Path) -> Outcome:
    """Contract and brief of every collaboration and the report of every campaign."""
    outcome = Outcome()
    for verb, noun in (("contract", "collaboration"), ("brief", "collaboration"), ("report", "campaign")):
        target = folder / f"{verb}s"
        target.mkdir(parents=True, exist_ok=True)
        _, listed, _ = microinf("list", f"{noun}s", "-w", workspace, "--json")
        for row in json.loads(listed):
            path = target / f"{_file_name(row)}.pdf"
            path.unlink(missing_ok=True)
            code, _, errors = microinf(verb, "-w", workspace, f"--{noun}", row["id"], "-o", path)
            if path.is_file():
                outcome.files.append(path)
            else:
                outcome.refused.append(f"{path.relative_to(folder)}: {_why(code, errors)}")
    return outcome


def _why(code: int, errors: str) -> str:
    """The first sentence a verb said about what is missing, and how many more there are."""
    lines = [line.removeprefix("fail: ") for line in errors.splitlines() if line.startswith("fail: ")]
    lines = lines or errors.splitlines() or [f"exit code {code}"]
    first = lines[0].partition(". ")[0].rstrip(".")
    return f"{first} (and {len(lines) - 1} more)" if len(lines) > 1 else first


def _file_name(row: dict[str, object]) -> str:
    """Id and names of a listed row, e.g. 012-winter-blend-ana-silva."""
    names = [str(row[key]) for key in ("campaign", "creator", "name") if row.get(key)]
    words = re.sub(r"[^\w]+", "-", " ".join(names), flags=re.UNICODE).strip("-").lower()
    return f"{row['id']:03}-{words[:60]}".rstrip("-")


def take_pictures(workspace: Path, folder: Path, theme: str) -> Outcome:
    """A picture of every page in a process of its own, drawn without a screen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "microinf_desktop", "tour", "-w", workspace, "-o", folder, "--theme", theme]
    print(f"Taking pictures of every page, {theme}", flush=True)
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr, end="", file=sys.stderr)
        return Outcome([], [f"pictures in {theme}: exit code {done.returncode}"])
    return Outcome(sorted(folder.glob("*.png")))


def show_window() -> int:
    """Open the sample agency in the user's data folder; the window's exit code."""
    from platformdirs import user_data_path

    workspace = user_data_path("microinf-desktop", appauthor=False) / "sample-agency"
    workspace.parent.mkdir(parents=True, exist_ok=True)
    make_workspace(workspace)
    print(f"Opening {workspace}", flush=True)
    return subprocess.run([sys.executable, "-m", "microinf_desktop", "open", str(workspace)], check=False).returncode


def show_without_display() -> int:
    """Everything the window would show, as files; 1 when a kind of them could not be made at all."""
    print(f"There is no display: documents and pictures go to {SAMPLE.relative_to(ROOT)}/", flush=True)
    workspace = SAMPLE / "workspace"
    SAMPLE.mkdir(parents=True, exist_ok=True)
    make_workspace(workspace)
    print("Writing contracts, briefs and reports", flush=True)
    parts = [write_documents(workspace, SAMPLE)]
    parts += [take_pictures(workspace, SAMPLE / f"pages-{theme}", theme) for theme in ("light", "dark")]
    return _report(parts)


def tour() -> int:
    """Pictures of every page in both themes; 1 when they could not be made."""
    workspace = TOUR / "workspace"
    TOUR.mkdir(parents=True, exist_ok=True)
    make_workspace(workspace)
    return _report([take_pictures(workspace, TOUR / theme, theme) for theme in ("light", "dark")])


def _report(parts: list[Outcome]) -> int:
    folders: dict[Path, int] = {}
    for part in parts:
        for path in part.files:
            folders[path.parent] = folders.get(path.parent, 0) + 1
    for folder, count in folders.items():
        print(f"  {count:4}  {folder.relative_to(ROOT)}/")
    refused = [text for part in parts for text in part.refused]
    if refused:
        print("Not made, as the program would not make them either:", *refused, sep="\n  ")
    return 0 if all(part.files for part in parts) else 1


def main() -> int:
    """Parse the one option and do it."""
    parser = argparse.ArgumentParser(description="Show the sample agency.")
    parser.add_argument("--tour", action="store_true", help="only pictures of every page, in build/tour/")
    if parser.parse_args().tour:
        return tour()
    return show_window() if has_display() else show_without_display()


if __name__ == "__main__":
    sys.exit(main())
