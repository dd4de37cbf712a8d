"""The full export: every table as CSV and JSON, every stored file under its own name."""

import os
import shutil
import tempfile
from pathlib import Path

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.interchange import exports
from microinf_desktop.queries import export
from microinf_desktop.storage import attachments
from microinf_desktop.storage.workspace import Workspace


def export_workspace(
    workspace: Workspace, target: Path, progress: Progress = silent, cancel: CancelToken | None = None
) -> dict[str, int]:
    """Write everything into a new folder `target`; returns rows per table.

    KnownError when the folder is not empty or cannot be written. Cancelled leaves nothing behind.
    """
    target = target.absolute()
    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise KnownError(f"{target} is not an empty folder.", "Choose a new folder for the export.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=".export-", dir=target.parent))
    except OSError as error:
        raise KnownError(f"{target} cannot be written: {error.strerror}.", "Choose another folder.") from error
    try:
        counts = _write(workspace, staged, progress, cancel or CancelToken())
        if target.exists():
            target.rmdir()
        os.replace(staged, target)
        return counts
    except OSError as error:
        raise KnownError(f"The export could not be written: {error.strerror}.", "Free some space.") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _write(workspace: Workspace, folder: Path, progress: Progress, cancel: CancelToken) -> dict[str, int]:
    counts = {}
    names = export.table_names()
    (folder / "csv").mkdir()
    (folder / "files").mkdir()
    with workspace.reading() as session:
        files = export.attachments(session)
        total = 2 * len(names) + len(files)
        for done, name in enumerate(names):
            cancel.check()
            progress(done, total, name)
            counts[name] = exports.write_csv(folder / "csv" / f"{name}.csv", *export.table(session, name))
        with (folder / "workspace.json").open("w", encoding="utf-8") as handle:
            for done, name in enumerate(names):
                cancel.check()
                progress(len(names) + done, total, name)
                handle.write(("{" if done == 0 else ",") + f'\n"{name}": ')
                exports.write_json_rows(handle, *export.table(session, name))
            handle.write("\n}\n")
    hashes = {file_id: sha256 for file_id, sha256, _ in files}
    named = exports.unique_names((file_id, name) for file_id, _, name in files)
    for done, (file_id, name) in enumerate(named):
        cancel.check()
        progress(2 * len(names) + done, total, name)
        (folder / "files" / name).write_bytes(attachments.read(workspace.folder, hashes[file_id]))
    return counts
