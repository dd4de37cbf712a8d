"""Paste anything: a caption is checked, a handle opened or added, a table or a file goes to the import."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.handles import Handle, handle_key
from microinf_desktop.interchange.pasted import PastedCaption, PastedHandle, PastedTable, classify_paste
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr

_ROSTERS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods"})


def paste_anything(context: AppContext, window: QWidget, mime: QMimeData) -> bool:
    """Do what the clipboard's content asks for; False when nothing here can use it."""
    if context.workspace is None:
        return False
    files = roster_files(mime)
    if files:
        context.navigation.open("roster_import", paths=[str(path) for path in files])
        return True
    if mime.hasUrls() and not mime.hasText():
        return False
    found = classify_paste(mime.text())
    if isinstance(found, PastedCaption):
        from microinf_desktop.ui.dialogs.check_caption import show_check

        show_check(window, context, found.text)
    elif isinstance(found, PastedHandle):
        _open_handle(context, window, found.handle)
    elif isinstance(found, PastedTable):
        context.navigation.open("roster_import", paths=[str(_as_file(found))])
    return found is not None


def roster_files(mime: QMimeData) -> Sequence[Path]:
    """Local spreadsheets among the pasted files."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _ROSTERS and path.is_file()]


def _open_handle(context: AppContext, window: QWidget, handle: Handle) -> None:
    """The person behind a handle, or a form for somebody new."""
    from microinf_desktop.queries import influencers

    platform = handle.platform.value if handle.platform is not None else None
    with context.workspace.reading() as session:
        person = influencers.find_account(session, handle_key(handle.handle), platform)
    if person is None:
        from microinf_desktop.ui.dialogs.person import edit_person

        filled = {"handle_0": handle.handle}
        if handle.platform is not None:
            filled["platform_0"] = handle.platform
        person = edit_person(window, context, None, filled)
        if person is None:
            return
        context.toast(tr("1 person added"), undo=True)
    context.navigation.open("roster", id=person)


def _as_file(pasted: PastedTable) -> Path:
    """The cells as a file, which the import reads like any other; in a folder of its own, so that its name is kind."""
    folder = Path(tempfile.mkdtemp(prefix="microinf-paste-"))
    path = folder / f"{tr('Pasted table')}.{'tsv' if chr(9) in pasted.text else 'csv'}"
    path.write_text(pasted.text, encoding="utf-8", newline="")
    return path
