"""The screen: the only package that imports PySide6; reads through queries, writes through services.

For page authors (details in each module's docstring; `tests/ui/gallery.py` shows everything at once):
- A page is `class RosterPage(Page)` in `ui/pages/roster_page.py`, named in `screens.py` (id, title, icon, import
  path; add a line for a new screen). `Page` (`page.py`) gives `self.context`, `self.header`, `set_tabs(Tabs)`,
  `set_filter_bar(FilterBar)`, `set_content(widget)`, `set_panel(SidePanel)`; override `build()`, `activate(params)`,
  `reload()`, `tables` (what a step must touch for `reload` to run), `actions()`, `state()`/`restore_state()`,
  `position()` for the status bar.
- `self.context` (`context.py`): `.workspace`, `.tasks.read(fn, done, key=)`, `.tasks.write(label, fn, done)`,
  `.navigation.open("campaign", id=5)`, `.toast(text, undo=True)`, `.settings`, `.today()`, `.hooks`.
  `fn` is called as `fn(progress, token)`; with `key=` the newest request wins. KnownError from a task is shown.
- Text: `tr("{n} selected", n=3)`, `trn("{n} person", "{n} people", n)`; enum words `labels.label(state)`;
  figures `formats.count/short/percent/money/day/relative/late`; None is always "–".
- Colours and fonts only from `theme.current()`: `.surface .text .text2 .accent .tone(Tone.DANGER).ink/.tint`,
  `theme.font("body"|"title"|"panel"|"caption"|"secondary", weight)`. Helpers: `paint.py`, `glyphs.py`, `icons.py`.
- `Action(id, text, callback, shortcut, icon, group, kind, condition)` (`actions.py`) feeds header, menus, palette.
- `models/id_table_model.py`: `Column(key, title, width, Kind.NUMBER, value=lambda row: row.followers)`.
- `widgets/`: `DataTable(name, columns, loader, settings)` (`set_ids`, `refresh`, `opened`, `current_changed`, `sorted`,
  `set_row_actions`, `set_bulk_actions`, `set_empty`), `FilterBar(fields)` (`changed`, `values()`), `BoardView`,
  `SidePanel`, `Tabs`, `SegmentedControl`, `Form.add_field(...)`, `MoneyEdit`, `DateEdit`, `TagEdit`, `TextArea`,
  `Picker`, `CheckList`, `Kpi`, `HistoryList`, `PdfPreview`, `MetricChart`, `EmptyState`, `Pill`, `Tag`, `Banner`,
  `Button(text, kind, icon)`. All importable from `microinf_desktop.ui.widgets.<module>`.
- `dialogs/`: `FormDialog(parent, title, verb, build, submit).run()`, `confirm(parent, title, text, verb)`,
  `show_error(parent, error)`. A submit that raises `ValidationError` marks its field and keeps the dialog open.
- Connect a lambda, not the method of a plain object: PySide keeps only a weak reference to that object.
- Do not name attributes as Qt names methods (`screen`, `scroll`, `size`, `style`): they would hide them.
- Nothing heavy at module top; each visible text through `tr`; each control gets an accessible name (tests:
  fixtures `context`, `window`, `dialogs`, `unnamed_controls` in `tests/ui/conftest.py`).
"""
