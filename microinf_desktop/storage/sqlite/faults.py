"""What the disk or another program did to a write, in words; anything else stays the bug it is."""

from pathlib import Path

from microinf_desktop.domain.errors import KnownError

_FAULTS = (
    ("disk is full", "The disk is full.", "Free some space, then do it again."),
    ("disk i/o error", "The disk could not be written.", "Check the disk and its free space, then do it again."),
    ("database is locked", "Another program holds the workspace.",
     "Close it (a backup or sync tool, say), then try again."),
    ("readonly database", "The workspace cannot be written.", "Check the rights of the folder, then open it again."),
    ("unable to open", "The workspace file cannot be opened.", "Check that the folder is still there."),
)


def known_fault(error: Exception, folder: Path) -> Exception:
    """A KnownError when the text of SQLite's error is a known fault, else the error itself."""
    text = str(error).lower()
    for mark, message, hint in _FAULTS:
        if mark in text:
            return KnownError(f"{message} Nothing of this step was stored in {folder}.", hint)
    return error
