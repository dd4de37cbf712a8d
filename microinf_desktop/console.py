"""What every verb of the command line shares: exit codes, opening for reading, whole files, progress on a terminal."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from microinf_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from microinf_desktop.storage.workspace import Workspace

DONE, FINDINGS, BAD_INPUT = 0, 1, 2


def reading(folder: Path) -> "Workspace":
    from microinf_desktop.storage.workspace import Workspace

    return Workspace.open(folder, writable=False)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise KnownError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error
    print(path)


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def progress(done: int, total: int | None, text: str = "") -> None:
    """A bar on standard error, on a terminal only."""
    if sys.stderr.isatty():
        share = f"{done * 100 // total:3d} %" if total else f"{done:,}"
        print(f"\r{share}  {text:<60.60}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    if sys.stderr.isatty():
        print(f"\r{'':<70}\r", end="", file=sys.stderr, flush=True)
