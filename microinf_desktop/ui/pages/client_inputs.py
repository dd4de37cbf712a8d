"""Inputs of the client form that hold several entries: contacts, competitors, a palette, the logo."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QColorDialog, QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.domain.clients import CompetitorDraft, ContactDraft, is_color
from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, CheckBox, IconButton
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.inputs import TagEdit, TextField
from microinf_desktop.ui.widgets.layouts import row

# (attribute, placeholder, stretch) of one line.
_Columns = Sequence[tuple[str, str, int]]


class LinesEdit(QWidget):
    """Entries under one another, each a line of fields; the last button adds one."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, make: type[ContactDraft] | type[CompetitorDraft], columns: _Columns, add_text: str,
                 switch: tuple[str, str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make, self._columns, self._switch = make, columns, switch
        self.lines: list[_Line] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add_button = Button(add_text, "quiet", "plus")
        self.add_button.clicked.connect(lambda: self.add_line(focus=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._rows)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add_button)

    def value(self) -> tuple[Any, ...]:
        """The entries; a line without anything in it is none."""
        found = (line.entry(self._make) for line in self.lines)
        return tuple(entry for entry in found if any(getattr(entry, name) for name, _text, _stretch in self._columns))

    def set_value(self, value: Any) -> None:
        for line in list(self.lines):
            self._drop(line)
        for entry in value or ():
            self.add_line(entry)

    def add_line(self, entry: Any = None, focus: bool = False) -> None:
        line = _Line(self._columns, self._switch, entry, len(self.lines) + 1)
        line.edited.connect(self.edited)
        line.left.connect(self.left_field)
        line.removed.connect(lambda: self._remove(line))
        self.lines.append(line)
        self._rows.addWidget(line)
        if focus:
            line.fields[self._columns[0][0]].setFocus()

    def _remove(self, line: "_Line") -> None:
        self._drop(line)
        self.add_button.setFocus()
        self.edited.emit()

    def _drop(self, line: "_Line") -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()


class _Line(QWidget):
    """One entry; what it has no field for, it keeps."""

    edited = Signal()
    left = Signal()
    removed = Signal()

    def __init__(self, columns: _Columns, switch: tuple[str, str] | None, entry: Any, number: int) -> None:
        super().__init__()
        self._id = entry.id if entry is not None else None
        self.fields: dict[str, TextField] = {}
        layout = row(spacing=6)
        self.setLayout(layout)
        for name, text, stretch in columns:
            field = TextField(getattr(entry, name, "") or "", text)
            field.setAccessibleName(tr("{field}, entry {n}", field=text, n=number))
            field.setCursorPosition(0)
            field.edited.connect(self.edited)
            field.left_field.connect(self.left)
            self.fields[name] = field
            layout.addWidget(field, stretch)
        self.switch = CheckBox(switch[1]) if switch else None
        self._switch_name = switch[0] if switch else ""
        if self.switch is not None:
            self.switch.setChecked(bool(getattr(entry, self._switch_name, False)))
            self.switch.toggled.connect(lambda _on: self.edited.emit())
            layout.addWidget(self.switch)
        remove = IconButton("close", tr("Remove entry {n}", n=number))
        remove.clicked.connect(lambda: self.removed.emit())
        layout.addWidget(remove)

    def entry(self, make: Callable[..., Any]) -> Any:
        values: dict[str, Any] = {name: field.value() for name, field in self.fields.items()}
        if self.switch is not None:
            values[self._switch_name] = self.switch.isChecked()
        return make(**values, id=self._id)


def contacts_edit() -> LinesEdit:
    return LinesEdit(ContactDraft, (("name", tr("Name"), 3), ("role", tr("Role"), 3), ("email", tr("E-mail"), 4),
                                    ("phone", tr("Phone"), 3)), tr("Add contact"), ("is_decider", tr("Decides")))


def competitors_edit() -> LinesEdit:
    return LinesEdit(CompetitorDraft, (("name", tr("Name"), 1), ("category", tr("Category"), 1)),
                     tr("Add competitor"))


class SwatchStrip(QWidget):
    """Colours as squares of 28 px with their codes below."""

    def __init__(self, colors: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=10)
        self.set_colors(colors)

    def set_colors(self, colors: Sequence[str]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for color in colors:
            if is_color(color):
                self._flow.addWidget(_BigSwatch(color, self))
        for place in range(self._flow.count()):
            item = self._flow.itemAt(place)
            if item is not None and (made := item.widget()) is not None:
                made.show()
        self.setVisible(bool(self._flow.count()))
        self.updateGeometry()


class _BigSwatch(QWidget):
    def __init__(self, color: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._color = color.upper()
        self.setAccessibleName(self._color)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(58, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        paint.rounded(painter, QRectF(0, 0, self.width(), 28), 4, QColor(self._color), now.line)
        painter.setFont(theme.font("caption"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(0, 31, self.width(), 16), self._color)


class ColorEdit(QWidget):
    """One colour: typed as #RRGGBB or chosen, with a square that shows it and a remark on its contrast."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, note: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = TextField(placeholder="#0B5B68")
        self._note = note
        choose = Button(tr("Choose"), "quiet")
        choose.setAccessibleName(tr("Choose a colour"))
        choose.clicked.connect(self._choose)
        self._swatch = _LiveSwatch(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._swatch)
        layout.addWidget(self.field, 1)
        layout.addWidget(choose)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(lambda _text: self._shown())
        self.field.edited.connect(self.edited)
        self.field.left_field.connect(self.left_field)

    def value(self) -> str:
        return str(self.field.value()).upper()

    def set_value(self, value: Any) -> None:
        self.field.set_value(value)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def _shown(self) -> None:
        self._swatch.update()
        if self._note is not None:
            self._note.setText(contrast_note(self.value()))
            self._note.setVisible(bool(self._note.text()))

    def _choose(self) -> None:
        chosen = QColorDialog.getColor(QColor(self.value() if is_color(self.value()) else "#0B5B68"), self)
        if chosen.isValid():
            self.field.set_value(chosen.name().upper())
            self.edited.emit()


class _LiveSwatch(QWidget):
    def __init__(self, field: TextField) -> None:
        super().__init__()
        self._field = field
        self.setFixedSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        color = str(self._field.value())
        paint.rounded(QPainter(self), QRectF(self.rect()), 5, QColor(color) if is_color(color) else None,
                      theme.current().line_strong)


def contrast_note(color: str) -> str:
    """What documents do with a colour that is faint on white (design language, section 6); empty when nothing."""
    from microinf_desktop.charts.colors import LIGHT, contrast, difference, legible

    if not is_color(color):
        return ""
    if difference(legible(color), LIGHT.danger) < 20:
        return tr("In charts this would read as the red of problems, so documents use ink there and keep the swatch.")
    ratio = contrast(color, "#FFFFFF")
    if ratio >= 3:
        return ""
    return tr("Contrast {ratio}:1 on white, under 3:1. In charts and bars documents darken it to {color} and keep the "
              "swatch.", ratio=f"{ratio:.1f}", color=legible(color))


class PaletteEdit(QWidget):
    """Colours typed as codes or chosen, shown as swatches above the field."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tags = TagEdit(None, tr("#0B5B68, Enter"))
        self.strip = SwatchStrip()
        add = Button(tr("Choose a colour"), "quiet", "plus")
        add.clicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.strip)
        layout.addWidget(self.tags)
        layout.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.tags.field)
        self.tags.edited.connect(self._changed)
        self.tags.left_field.connect(self.left_field)

    def value(self) -> tuple[str, ...]:
        return tuple(color.upper() if is_color(color) else color for color in self.tags.value())

    def set_value(self, value: Any) -> None:
        self.tags.set_value(value)
        self.strip.set_colors(self.value())

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.tags.setAccessibleName(name)

    def _changed(self) -> None:
        self.strip.set_colors(self.value())
        self.edited.emit()

    def _choose(self) -> None:
        chosen = QColorDialog.getColor(QColor("#0B5B68"), self)
        if chosen.isValid():
            self.tags.set_value((*self.tags.value(), chosen.name().upper()))
            self._changed()


class LogoEdit(QWidget):
    """A picture file for the logo; `value()` is its path, "" while the stored one stays, None when it goes away."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = TextField(placeholder=tr("PNG or JPEG file"))
        browse = Button(tr("Choose"), "quiet", "folder")
        browse.setAccessibleName(tr("Choose a logo"))
        browse.clicked.connect(self._browse)
        self.away = CheckBox(tr("Take it away"))
        self.setLayout(row(self.field, browse, self.away))
        self.setFocusProxy(self.field)
        self.field.edited.connect(self.edited)
        self.field.left_field.connect(self.left_field)
        self.away.toggled.connect(lambda _on: self.edited.emit())

    def value(self) -> str | None:
        return None if self.away.isChecked() else str(self.field.value())

    def set_value(self, value: Any) -> None:
        self.field.set_value(value)
        self.away.setChecked(False)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a logo"), str(Path.home()), tr("Pictures (*.png *.jpg *.jpeg)"))
        if chosen:
            self.field.set_value(chosen)
            self.edited.emit()
