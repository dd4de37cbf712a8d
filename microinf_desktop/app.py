"""The composition root: wires a workspace to the main window; the only module that knows all layers.

Order of a start: settings and theme, window, first paint; then the workspace's engine loads in a thread and the
pages come. Nothing heavy is imported before the paint.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui import theme
from microinf_desktop.ui.context import AppContext, Found
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.icons import application_icon
from microinf_desktop.ui.main_window import MainWindow
from microinf_desktop.ui.navigation import Navigation
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from microinf_desktop.storage.backup import Backup
    from microinf_desktop.storage.workspace import Workspace
    from microinf_desktop.ui.conflict_watch import ConflictWatch

# storage.workspace.DATABASE, whose module and lock take 30 ms to import: a fifth of the first paint.
DATABASE = "workspace.db"

_BACKUP_CHECK_MS = 10 * 60 * 1000
_RECORD_SCREENS = {
    "influencer": ("roster", "roster"), "campaign": ("campaign", "campaigns"), "client": ("client", "clients"),
    "contract": ("contract", "contracts"),
}


class _StepBridge(QObject):
    """Carries a committed step from the thread that wrote to the window's thread."""

    stepped = Signal(int, object)


class Application:
    """One window with one workspace; `inline` runs tasks at once in this thread (tour and tests)."""

    def __init__(self, settings: Settings, *, inline: bool = False) -> None:
        self.settings = settings
        self.workspace: Workspace | None = None
        self._stop_listening: Callable[[], None] = lambda: None
        self._stepped = False  # since the last toast
        self.context = AppContext(TaskRunner(inline=inline), settings, Navigation(), log_folder=settings.path.parent)
        self._fill_hooks()
        self.window = MainWindow(self.context)
        self._steps = _StepBridge(self.window)
        self._steps.stepped.connect(self._after_step, Qt.ConnectionType.QueuedConnection)
        self._conflicts: ConflictWatch | None = None
        self._backup_timer = QTimer(self.window)
        self._backup_timer.timeout.connect(self._back_up_when_due)

    # workspaces

    def open(self, folder: Path | None) -> bool:
        """Open a workspace (asking for the folder when None is given) in place of the current one."""
        if folder is None:
            chosen = QFileDialog.getExistingDirectory(self.window, tr("Open a workspace"), str(self._start_folder()))
            if not chosen:
                return False
            folder = Path(chosen)
        from microinf_desktop.storage.workspace import Workspace

        return self._switch(lambda: Workspace.open(folder))

    def create(self) -> None:
        """Ask for a name and place, then create an empty workspace with the agency's profile."""
        from microinf_desktop.ui.dialogs.new_workspace import ask_new_workspace

        created = ask_new_workspace(self.window, self._start_folder())
        if created is not None:
            self._switch(lambda: created)

    def create_sample(self, folder: Path) -> None:
        """Make the sample agency as a task with progress, then open it."""
        from datetime import date

        from microinf_desktop.samples import create_sample_workspace

        def work(progress: Any, token: Any) -> Path:
            create_sample_workspace(folder, today=date.today(), progress=progress, cancel=token)
            return folder

        self.window.say_meanwhile(tr("Creating the sample agency, so that you can look around. It takes a few seconds"))
        self.context.tasks.write(tr("Creating the sample agency"), work, self.open)

    def close_workspace(self) -> None:
        self._let_go()
        self.window.show_no_workspace()

    def attach(self, workspace: Workspace) -> None:
        """Load the workspace's engine beside the painted window, then show its pages."""
        self._let_go()
        self._conflicts = None
        self.workspace = workspace
        self.settings.push("workspaces/recent", str(workspace.folder))
        self._stop_listening = workspace.on_step(self._heard)
        self.context.tasks.read(lambda _progress, _token: self._prepare(workspace), self._show)

    def _switch(self, opening: Callable[[], Workspace]) -> bool:
        try:
            workspace = opening()
        except KnownError as error:
            self.window.show_error(error)
            return False
        self.attach(workspace)
        return True

    def _prepare(self, workspace: Workspace) -> tuple[Workspace, str]:
        from microinf_desktop.queries import agency
        from microinf_desktop.services import contracts, payments

        if workspace.writable:
            # What time alone has changed since the last opening.
            payments.mark_due(workspace, self.context.today())
            contracts.follow_dates(workspace, self.context.today())
        with workspace.reading() as session:
            profile = agency.profile(session)
            staff = agency.people(session)
        wanted = self.settings.text("person")
        signed = next((person for person in staff if person.name == wanted), staff[0] if staff else None)
        workspace.person_id = signed.id if signed else None
        workspace.person_name = signed.name if signed else wanted
        return workspace, profile.name if profile else workspace.folder.name

    def _show(self, prepared: tuple[Workspace, str]) -> None:
        workspace, name = prepared
        if workspace is not self.workspace:
            return
        self.window.sidebar.set_person(workspace.person_name)
        self.window.show_workspace(workspace, name)
        self._count()
        self._show_backup()
        self._tell_of_today(name)
        self._backup_timer.start(_BACKUP_CHECK_MS)
        QTimer.singleShot(2_000, self.window, self._back_up_when_due)

    def _tell_of_today(self, name: str) -> None:
        from microinf_desktop.ui.notifications import tell_of_today

        tell_of_today(self.context, self.window, name)

    def _let_go(self) -> None:
        self._backup_timer.stop()
        self._stop_listening()
        self._stop_listening = lambda: None
        if self.workspace is not None:
            self.window.close_pages()
            self.workspace.close()
            self.workspace = None

    def shut_down(self) -> None:
        """Finish or cancel tasks, then close the workspace."""
        self.context.tasks.shutdown()
        self._backup_timer.stop()
        self._stop_listening()
        self._stop_listening = lambda: None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    # hooks

    def _fill_hooks(self) -> None:
        hooks = self.context.hooks
        hooks.undo, hooks.redo, hooks.stepped_since = self.undo, self.redo, self._stepped_since
        hooks.undo_text, hooks.redo_text = (lambda: self._next("next_undo")), (lambda: self._next("next_redo"))
        hooks.paste, hooks.search = self.paste, self.search
        hooks.open_workspace, hooks.create_workspace = self.open, self.create
        hooks.close_workspace, hooks.recent_workspaces = self.close_workspace, self.recent
        hooks.show_in_folder, hooks.back_up = self.show_in_folder, self.back_up
        hooks.help, hooks.about = self.help, self.about

    def _heard(self, step_id: int, tables: frozenset[str]) -> None:
        """A step was stored, in whatever thread."""
        self._stepped = True
        self._steps.stepped.emit(step_id, tables)

    def _stepped_since(self) -> bool:
        """Whether anything was stored since this was last asked, which is at each toast."""
        stepped, self._stepped = self._stepped, False
        return stepped

    def undo(self) -> None:
        self._reverse("undo", tr("There is nothing to undo"), "Undone: {what}")

    def redo(self) -> None:
        self._reverse("redo", tr("There is nothing to redo"), "Redone: {what}")

    def _reverse(self, verb: str, nothing: str, done: str) -> None:
        from microinf_desktop.storage import changelog

        workspace = self.workspace
        if workspace is None:
            return
        reverse = changelog.undo if verb == "undo" else changelog.redo
        self.context.tasks.write(
            tr("Undoing") if verb == "undo" else tr("Redoing"),
            lambda _progress, _token: reverse(workspace),
            lambda step: self.context.toast(nothing if step is None else tr(done, what=step.label)),
        )

    def _next(self, which: str) -> str:
        """Label of the step that undo or redo would reverse; empty for none."""
        if self.workspace is None:
            return ""
        from microinf_desktop.storage import changelog

        with self.workspace.reading() as session:
            step = getattr(changelog, which)(session)
        return step.label if step is not None else ""

    def search(self, text: str, deliver: Callable[[Sequence[Found]], object]) -> None:
        """Palette search, newest request wins."""
        workspace = self.workspace
        if workspace is None or not text.strip():
            deliver(())
            return
        from microinf_desktop.queries import search

        def work(_progress: Any, _token: Any) -> list[Found]:
            with workspace.reading() as session:
                return [_found(hit) for hit in search.find(session, text)]

        self.context.tasks.read(work, deliver, key="palette.search")

    def paste(self, mime: QMimeData) -> bool:
        from microinf_desktop.ui.pasting import paste_anything

        return paste_anything(self.context, self.window, mime)

    def recent(self) -> list[Path]:
        """Workspaces of the last time that still exist."""
        return [Path(item) for item in self.settings.items("workspaces/recent") if (Path(item) / DATABASE).is_file()]

    def show_in_folder(self) -> None:
        if self.workspace is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.workspace.folder)))

    def help(self) -> None:
        from microinf_desktop.ui.dialogs.help import show_help

        place = self.context.navigation.place
        show_help(self.window, place.screen if place else "index")

    def about(self) -> None:
        from microinf_desktop.ui.dialogs.about import show_about

        show_about(self.window)

    # backups

    def back_up(self) -> None:
        """Ask for nothing: a verified copy into the workspace's `backups`."""
        self._make_backup("manual", lambda made: self.context.toast(tr("Backed up and verified")))

    def _back_up_when_due(self) -> None:
        from microinf_desktop.storage import backup

        if self.workspace is not None and self.workspace.writable and backup.automatic_backup_due(self.workspace):
            self._make_backup("automatic", lambda _made: None)

    def _make_backup(self, reason: str, done: Callable[[Backup], object]) -> None:
        from microinf_desktop.storage import backup

        workspace = self.workspace
        if workspace is None:
            return

        def work(progress: Any, token: Any) -> Any:
            made = backup.make_backup(workspace.folder, reason, progress, token)
            backup.thin_backups(workspace.folder)
            return made

        def finished(made: Any) -> None:
            self._show_backup()
            page = self.window.current_page()
            if page is not None and page.page_id == "settings":
                page.reload()  # its list of backups; no table changed that would tell it
            done(made)

        self.context.tasks.read(work, finished, label=tr("Backing up") if reason == "manual" else "")

    def _show_backup(self) -> None:
        from microinf_desktop.storage import backup
        from microinf_desktop.ui import formats

        if self.workspace is None:
            return
        found = backup.list_backups(self.workspace.folder)
        text = tr("Backup {when}", when=formats.moment(found[0].made_at.astimezone())) if found else tr("No backup yet")
        self.window.status.set_part("backup", text)

    # what follows a step

    def _after_step(self, step_id: int, tables: frozenset[str]) -> None:
        from datetime import datetime

        from microinf_desktop.ui.conflict_watch import ConflictWatch

        self.window.tables_changed(tables)
        self.window.status.set_part("saved", tr("All changes saved {time}", time=f"{datetime.now():%H:%M}"))
        self.window.shortcuts.set_layer("global", self.window.actions())
        self._count()
        if self._conflicts is None:
            self._conflicts = ConflictWatch(self.window, self.context)
        self._conflicts.after_step(step_id, tables)

    def _count(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        from microinf_desktop.queries import agency, clients
        from microinf_desktop.ui.widgets.sidebar import ClientItem

        def work(_progress: Any, _token: Any) -> tuple[dict[str, int], list[ClientItem]]:
            with workspace.reading() as session:
                counts = agency.sidebar_counts(session, self.context.today())
                return counts, [ClientItem(row.id, row.name, row.color) for row in clients.rows(session)]

        def show(found: tuple[dict[str, int], list[ClientItem]]) -> None:
            counts, items = found
            self.window.set_counts({name: f"{n:,}" if n else "" for name, n in counts.items() if name != "roster"})
            self.window.sidebar.set_clients(items)

        self.context.tasks.read(work, show, key="sidebar")

    def _start_folder(self) -> Path:
        recent = self.recent()
        return recent[0].parent if recent else Path.home()


def _found(hit: Any) -> Found:
    screen, icon = _RECORD_SCREENS[hit.record]
    groups = {
        "influencer": tr("People"), "campaign": tr("Campaigns"), "client": tr("Clients"), "contract": tr("Contracts"),
    }
    return Found(hit.title, groups[hit.record], icon, screen, {"id": hit.id}, hit.detail)


def default_sample() -> Path:
    """Where the sample agency lives when nothing else was named."""
    import platformdirs

    return platformdirs.user_data_path("microinf-desktop", appauthor=False) / "sample-agency"


def run(folder: Path | None = None) -> int:
    """Open the window: on `folder`, else on the last workspace, else on the sample agency made now."""
    qt = _qt_application()
    application = Application(Settings())
    window = application.window
    window.restore()
    chosen = folder or next(iter(application.recent()), None) or default_sample()
    exists = (chosen / DATABASE).exists()
    if folder is not None and not exists:
        from microinf_desktop.storage.workspace import Workspace

        Workspace.open(folder)  # says in its own words what is wrong with the folder

    def begin() -> None:
        qt.setWindowIcon(application_icon())
        if not exists:
            application.create_sample(chosen)
        elif not application.open(chosen):
            window.show_no_workspace()

    window.first_painted.connect(begin)
    window.show()
    sys.excepthook = lambda kind, error, trace: window.report(error)
    code = qt.exec()
    application.shut_down()
    return code


def tour(folder: Path, output: Path, mode: str = "light", size: tuple[int, int] = (1440, 900)) -> list[Path]:
    """Write a picture of every page and main dialog of a workspace; needs no display. Returns the files."""
    import os
    import tempfile

    if not (folder / DATABASE).is_file():
        raise KnownError(f"{folder} holds no workspace.", "Choose a folder with a file “workspace.db”.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _qt_application()
    from microinf_desktop.storage.workspace import Workspace
    from microinf_desktop.ui.tour import take_pictures

    with tempfile.TemporaryDirectory() as config:
        settings = Settings(Path(config) / "tour.ini")
        settings.set_text("theme", mode)
        application = Application(settings, inline=True)
        workspace = Workspace.open(folder, writable=False)
        try:
            theme.apply(_qt_application(), theme.Mode(mode), theme.Density.COMPACT)
            application.window.resize(*size)
            application.window.show()
            application.attach(workspace)
            return take_pictures(application.window, output, prefix=f"{mode}-")
        finally:
            application.window.close()
            application.shut_down()


def _qt_application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qt = theme.make_application(sys.argv[:1])
    qt.setApplicationName("microinf")
    qt.setApplicationDisplayName("MicroInf Desktop")
    settings = Settings()
    theme.apply(qt, theme.Mode(settings.text("theme")), theme.Density(settings.text("density")))
    return qt
