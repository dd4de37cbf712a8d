"""Import a roster: choose files, look at how each column is read, see what will happen row by row, import."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.rosters import ImportResult, PlanRow, RosterField, RowStatus, TableMapping
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, row

PREVIEW_ROWS = 2_000
MAPPING_WIDTH = 320
FILES = "*.csv *.tsv *.txt *.xlsx *.xls *.xlsm *.ods"
_STATUS_INK = {"created": "done", "updated": "progress", "skipped": "text3", "rejected": "danger"}


class RosterImportPage(Page):
    """`params["paths"]` are files to start with."""

    def build(self) -> None:
        self._files: list[Path] = []
        self._plan: Any = None
        self._mapping: list[TableMapping] | None = None
        self._rows: list[PlanRow] = []
        self.setAcceptDrops(True)
        self.header.set_breadcrumb(tr("Roster"))
        self.problem = Banner(Tone.DANGER)
        self.problem.hide()
        self.add_banner(self.problem)
        self.hint = ScrollColumn()
        self._build_hint()
        self._build_preview()
        self.set_content(self.hint)

    def _build_hint(self) -> None:
        column = self.hint.body
        column.addWidget(Label(tr("Choose a spreadsheet with people: CSV, TSV or XLSX, as it is"), "section"))
        column.addWidget(Label(
            tr("Columns, platform, encoding and numbers such as 1.2M or 45,6K are recognised. You see what will be "
               "created, updated, skipped and rejected before anything is stored, and can undo the import."),
            ink="text2", wrap=True,
        ))
        choose = Button(tr("Choose files"), "primary", "folder")
        choose.clicked.connect(self.choose_files)
        column.addLayout(row(choose, Label(tr("or drop them here, or paste cells with Ctrl+V"), ink="text3"), 1))
        column.addStretch(1)

    def _build_preview(self) -> None:
        self.preview = QWidget()
        self.table = DataTable("roster_import", _columns(), self._load, self.context.settings, checkable=False,
                               id_of=lambda pair: pair[0])
        self.table.setAccessibleName(tr("What the import will do"))
        self.table.set_empty(tr("No rows of this kind"))
        self.segments = SegmentedControl([("all", tr("All"))], tr("Show rows"))
        self.segments.changed.connect(lambda _key: self._show_rows())
        self.summary = Label("", "secondary", "text2")
        self.mapping_box = ScrollColumn()
        self.mapping_box.setFixedWidth(MAPPING_WIDTH)
        self.mapping_box.setAccessibleName(tr("How columns are read"))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(boxed(row(self.segments, self.summary, 1, margins=(16, 7, 16, 7))))
        right.addWidget(self.table, 1)
        grid = QGridLayout(self.preview)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.mapping_box, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.setColumnStretch(1, 1)

    # files

    def activate(self, params: Mapping[str, object]) -> None:
        super().activate(params)
        paths = params.get("paths")
        if isinstance(paths, (list, tuple)) and paths:
            self.take_files([Path(str(path)) for path in paths])
            self.context.navigation.replace(paths=None)

    def choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, tr("Import a roster"), str(Path.home()), tr("Spreadsheets ({patterns})", patterns=FILES)
        )
        if chosen:
            self.take_files([Path(path) for path in chosen])

    def take_files(self, files: Sequence[Path]) -> None:
        """Read files and show what importing them would do."""
        self._files, self._mapping = list(files), None
        self.segments.set_value("all")
        self._read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _read(self) -> None:
        from microinf_desktop.interchange.rosters import preview
        from microinf_desktop.services import imports

        files, mapping, workspace, day = self._files, self._mapping, self.context.workspace, self.context.today()
        self.problem.hide()

        def work(progress: Any, token: Any) -> Any:
            return preview(
                files, mapping, existing=imports.roster_lookup(workspace),
                remembered=imports.remembered_mappings(workspace), today=day, progress=progress, cancel=token,
            )

        self.context.tasks.read(work, self._show_plan, label=tr("Reading files"), key="import.preview",
                                failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            self.context.tasks.failed.emit(None, error)
            return
        self.problem.set_content(error.message, error.hint)
        self.problem.show()
        mapping = getattr(error, "mapping", None)
        if mapping is not None:
            self._plan, self._mapping, self._rows = None, [mapping], []
            self.set_content(self.preview)
            self._show_mapping(self._mapping)
            self.table.set_ids([])
        self.update_actions()

    # preview

    def _show_plan(self, plan: Any) -> None:
        self._plan, self._mapping = plan, list(plan.mappings)
        self.set_content(self.preview)
        self._show_mapping(self._mapping)
        counts = plan.counts
        self.segments.set_choices([
            ("all", tr("All {n}", n=formats.count(counts.total))),
            *((name, tr(text, n=formats.count(getattr(counts, name)))) for name, text in (
                ("created", "New {n}"), ("updated", "Updated {n}"), ("skipped", "Skipped {n}"),
                ("rejected", "Rejected {n}"))),
        ])
        notes = [str(note) for note in plan.warnings]
        self.summary.setText("  ".join([", ".join(file.name for file in self._files), *notes]))
        self.header.set_title(tr("Import"), trn("{n} file", "{n} files", len(self._files)))
        self._show_rows()
        self.update_actions()

    def _show_rows(self) -> None:
        if self._plan is None:
            return
        key = self.segments.value()
        status = None if key == "all" else RowStatus(key)
        self._rows = self._plan.rows(status, limit=PREVIEW_ROWS)
        self.table.model.forget_rows()
        self.table.set_ids(range(1, len(self._rows) + 1))
        self.set_position(self.table.position_text())

    def _load(self, ids: Sequence[int]) -> list[tuple[int, PlanRow]]:
        return [(place, self._rows[place - 1]) for place in ids if place <= len(self._rows)]

    def _show_mapping(self, mappings: Sequence[TableMapping]) -> None:
        clear(self.mapping_box.body)
        for place, mapping in enumerate(mappings):
            self.mapping_box.body.addWidget(Label(tr("How columns are read"), "section"))
            platform = ComboBox([(None, tr("From the rows")), *labels.choices(Platform)])
            platform.set_value(mapping.platform)
            platform.setAccessibleName(tr("Platform"))
            platform.edited.connect(lambda place=place, box=platform: self._set_platform(place, box.value()))
            self.mapping_box.body.addLayout(_line(tr("Platform"), platform))
            for column in mapping.columns:
                box = ComboBox([(field, _field_name(field)) for field in RosterField])
                box.set_value(column.field)
                box.setAccessibleName(tr("Column {name}", name=column.heading))
                box.setToolTip(column.reason)
                box.edited.connect(
                    lambda place=place, index=column.index, box=box: self._set_column(place, index, box.value())
                )
                heading = column.heading or tr("Column {n}", n=column.index + 1)
                self.mapping_box.body.addLayout(_line(heading, box))
                sample = ", ".join(str(value) for value in column.samples[:2])
                if sample:
                    self.mapping_box.body.addWidget(Label(sample[:60], "caption", "text3"))
        self.mapping_box.body.addStretch(1)

    def _set_column(self, place: int, number: int, field: RosterField) -> None:
        assert self._mapping is not None
        self._mapping[place] = self._mapping[place].with_column(number, field)
        self._read()

    def _set_platform(self, place: int, platform: Platform | None) -> None:
        if platform is not None and self._mapping is not None:
            self._mapping[place] = self._mapping[place].with_platform(platform)
            self._read()

    # importing

    def actions(self) -> list[Action]:
        group = tr("Import")
        return [
            Action("import.choose", tr("Choose files"), self.choose_files, "Ctrl+O", "folder", group, "quiet"),
            Action("import.run", tr("Import"), self.run_import, "Ctrl+Return", "import", group, "primary",
                   condition=self._ready),
        ]

    def _ready(self) -> bool | str:
        if self._plan is None:
            return tr("choose a file first")
        counts = self._plan.counts
        return True if counts.created + counts.updated else tr("nothing new to import")

    def run_import(self) -> None:
        from microinf_desktop.services import imports

        plan, workspace = self._plan, self.context.workspace
        self.context.tasks.write(
            tr("Importing people"), lambda progress, token: imports.import_roster(workspace, plan, progress, token),
            self._imported,
        )

    def _imported(self, result: ImportResult) -> None:
        self._plan = None
        self.set_content(self.hint)
        self.update_actions()
        self.context.navigation.open("roster")
        self.context.toast(
            tr("{created} created, {updated} updated, {skipped} skipped, {rejected} rejected",
               created=formats.count(result.created), updated=formats.count(result.updated),
               skipped=formats.count(result.skipped), rejected=formats.count(result.rejected)), undo=True,
        )


def _columns() -> list[Column]:
    return [
        Column("row", tr("Row"), 60, Kind.COUNT, value=lambda pair: pair[1].row, sort_key=""),
        Column("status", tr("Result"), 110, value=lambda pair: _status(pair[1]), sort_key=""),
        Column("name", tr("Name"), 180, Kind.NAME, value=lambda pair: pair[1].name or None, sort_key=""),
        Column("platform", tr("On"), 52, Kind.PLATFORMS,
               value=lambda pair: [pair[1].platform] if pair[1].platform else None, sort_key=""),
        Column("handle", tr("Handle"), 150, value=lambda pair: f"@{pair[1].handle}" if pair[1].handle else None,
               sort_key=""),
        Column("followers", tr("Followers"), 90, Kind.NUMBER, value=lambda pair: pair[1].followers, sort_key=""),
        Column("country", tr("Country"), 80, value=lambda pair: pair[1].country or None, sort_key=""),
        Column("detail", tr("Why"), 240, value=lambda pair: pair[1].detail or None, sort_key="", stretch=True),
    ]


def _status(found: PlanRow) -> Cell:
    words = {"created": tr("New"), "updated": tr("Updated"), "skipped": tr("Skipped"), "rejected": tr("Rejected")}
    return Cell(words[found.status.value], ink=_STATUS_INK[found.status.value], weight=500)


def _field_name(field: RosterField) -> str:
    return tr("Leave out") if field is RosterField.IGNORE else tr(field.value.replace("_", " ").capitalize())


def _line(text: str, box: ComboBox) -> QHBoxLayout:
    label = Label(" ".join(text.split()), "secondary", "text2", wrap=True)
    label.setFixedWidth(132)
    label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(label)
    line.addWidget(box, 1)
    return line
