"""The actions that work everywhere, as data, and the two small things they open."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu

from microinf_desktop.ui import icons, theme
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.screens import SIDEBAR

if TYPE_CHECKING:
    from microinf_desktop.ui.main_window import MainWindow


def window_actions(window: "MainWindow") -> list[Action]:
    """Go, edit, view, workspace, help."""
    return [*_go(window), *_edit(window), *_view(window), *workspace_actions(window), *_help(window)]


def _go(window: "MainWindow") -> list[Action]:
    group, navigation = tr("Go"), window.context.navigation
    screens = [
        Action(f"go.{screen.id}", tr("Go to {screen}", screen=screen.label),
               partial(navigation.open, screen.id), _key_of(screen.id, place), screen.icon, group,
               condition=lambda: window.context.workspace is not None)
        for place, screen in enumerate(SIDEBAR, 1)
    ]
    return [
        Action("go.palette", tr("Search and commands"), window.open_palette, "Ctrl+K", "search", group),
        *screens,
        Action("go.back", tr("Back"), navigation.back, "Alt+Left", "arrow-left", group,
               condition=lambda: navigation.can_go_back),
        Action("go.forward", tr("Forward"), navigation.forward, "Alt+Right", "arrow-right", group,
               condition=lambda: navigation.can_go_forward),
        Action("go.filter", tr("Filter the list"), lambda: _with_page(window, "focus_filter"), "Ctrl+F", "filter",
               group, condition=lambda: _has_filter(window)),
    ]


def _key_of(screen_id: str, place: int) -> str:
    """Ctrl with a digit for the first nine, the usual comma for the settings."""
    return "Ctrl+," if screen_id == "settings" else f"Ctrl+{place}" if place < 10 else ""


def _has_filter(window: "MainWindow") -> bool:
    page = window.current_page()
    return page is not None and page.filter_bar is not None


def _with_page(window: "MainWindow", method: str) -> None:
    page = window.current_page()
    if page is not None:
        getattr(page, method)()


def _edit(window: "MainWindow") -> list[Action]:
    group, hooks = tr("Edit"), window.context.hooks
    undo, redo = hooks.undo_text(), hooks.redo_text()
    return [
        Action("edit.undo", tr("Undo: {what}", what=undo) if undo else tr("Undo"), hooks.undo, "Ctrl+Z", "undo",
               group, condition=lambda: _open(window)),
        Action("edit.redo", tr("Redo: {what}", what=redo) if redo else tr("Redo"), hooks.redo, "Ctrl+Shift+Z",
               "redo", group, condition=lambda: _open(window)),
        Action("edit.may_we_use", tr("May we use it here, today?"), lambda: _ask_usage(window), "Ctrl+U", "rights",
               group, condition=lambda: _open(window), keywords=tr("content usage right licence clause territory")),
        Action("edit.paste", tr("Paste anything"), window.paste, "Ctrl+V", "paste", group,
               condition=lambda: _open(window), keywords=tr("caption handle table")),
    ]


def _ask_usage(window: "MainWindow") -> None:
    from microinf_desktop.ui.dialogs.may_we_use import show_may_we_use

    show_may_we_use(window, window.context)


def _open(window: "MainWindow") -> bool | str:
    return True if window.context.workspace is not None else tr("no workspace is open")


def _view(window: "MainWindow") -> list[Action]:
    group = tr("View")
    themes = {"light": (tr("Use light theme"), "sun"), "dark": (tr("Use dark theme"), "moon"),
              "system": (tr("Use the system's theme"), "settings")}
    densities = {"compact": tr("Use compact rows"), "comfortable": tr("Use comfortable rows")}
    return [
        Action("view.sidebar", tr("Fold or unfold the sidebar"), window.toggle_sidebar, "Ctrl+B", "sidebar", group),
        *(Action(f"view.theme.{mode}", text, partial(window.set_theme, theme.Mode(mode)), "", icon, group,
                 checked=partial(_is, theme.mode, mode)) for mode, (text, icon) in themes.items()),
        *(Action(f"view.density.{density}", text,
                 partial(window.set_density, theme.Density(density)), "", "list", group,
                 checked=partial(_is, theme.density, density)) for density, text in densities.items()),
    ]


def _is(what: Callable[[], str], value: str) -> bool:
    return what() == value


def workspace_actions(window: "MainWindow") -> list[Action]:
    """Open, create, show, back up, close."""
    group, hooks = tr("Workspace"), window.context.hooks
    return [
        Action("workspace.open", tr("Open a workspace"), lambda: hooks.open_workspace(None), "Ctrl+O", "folder", group),
        Action("workspace.create", tr("Create a workspace"), hooks.create_workspace, "", "plus", group),
        Action("workspace.show", tr("Show in folder"), hooks.show_in_folder, "", "external", group,
               condition=lambda: _open(window)),
        Action("workspace.backup", tr("Back up now"), hooks.back_up, "", "backup", group,
               condition=lambda: _open(window)),
        Action("workspace.close", tr("Close the workspace"), hooks.close_workspace, "", "close", group,
               condition=lambda: _open(window)),
        Action("workspace.quit", tr("Quit"), window.close, "Ctrl+Q", "", group),
    ]


def workspace_menu(window: "MainWindow") -> QMenu:
    """The menu below the agency's name: actions, then recent workspaces."""
    menu = fill_menu(QMenu(window), workspace_actions(window))
    hooks = window.context.hooks
    current = getattr(window.context.workspace, "path", None)
    recent = [path for path in hooks.recent_workspaces() if path != current]
    if recent:
        menu.addSeparator()
        for path in recent[:8]:
            item = menu.addAction(icons.icon("history"), _short_path(path))
            item.triggered.connect(lambda _=False, path=path: hooks.open_workspace(path))
    return menu


def _short_path(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _help(window: "MainWindow") -> list[Action]:
    from microinf_desktop.ui.dialogs.shortcuts import show_shortcuts

    group, hooks = tr("Help"), window.context.hooks
    return [
        Action("help.open", tr("Help"), hooks.help, "F1", "help", group),
        Action("help.keys", tr("Keyboard shortcuts"),
               lambda: show_shortcuts(window, window.shortcuts.actions()), "Ctrl+/", "keyboard", group),
        Action("help.about", tr("About MicroInf Desktop"), hooks.about, "", "info", group),
    ]


def ask_person(window: "MainWindow") -> None:
    """Ask for the name under which steps are logged."""
    from microinf_desktop.ui.dialogs.form import FormDialog
    from microinf_desktop.ui.widgets.form import Form
    from microinf_desktop.ui.widgets.inputs import TextField

    settings = window.context.settings

    def build(form: Form) -> None:
        form.add_field("person", tr("Name"), TextField(placeholder=tr("e.g. Ida Lund")), required=True,
                       help=tr("Named in the history of what you change"))

    def submit(values: dict[str, Any]) -> None:
        settings.set_text("person", values["person"])
        window.sidebar.set_person(values["person"])

    FormDialog(window, tr("Who works here"), tr("Save name"), build, submit, {"person": settings.text("person")}).run()
