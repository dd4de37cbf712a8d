"""All widgets of the kit on one picture per theme: `python tests/ui/gallery.py FOLDER [SCALE]` to look at them."""

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 2:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[2]

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import (
    BallHolder,
    ContractState,
    DeliverableState,
    PaymentState,
    Platform,
    RelationshipStage,
    Verdict,
)
from microinf_desktop.domain.money import Money
from microinf_desktop.ui import formats, theme
from microinf_desktop.ui.labels import choices, label
from microinf_desktop.ui.models.columns import Cell, Column, Group, Kind
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card
from microinf_desktop.ui.widgets.buttons import Button, CheckBox, IconButton, LinkButton, SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.date_edit import DateEdit, MonthPopup
from microinf_desktop.ui.widgets.feedback import Banner, EmptyState, InlineError
from microinf_desktop.ui.widgets.filter_bar import Chip
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.header import Tabs
from microinf_desktop.ui.widgets.history_list import HistoryItem, HistoryList
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.kpi import Kpi
from microinf_desktop.ui.widgets.labels import Avatar, Label, Pill, PlatformTags, Tag
from microinf_desktop.ui.widgets.money_edit import MoneyEdit
from microinf_desktop.ui.widgets.option_list import CheckItem, CheckList
from microinf_desktop.ui.widgets.panel import FactList

TODAY = date(2026, 11, 24)


class Row(NamedTuple):
    """A row of the example table."""

    id: int
    what: Cell
    creator: str
    platforms: tuple[str, ...]
    followers: int | None
    growth: tuple[float, ...]
    rate: float | None
    stage: RelationshipStage
    fee: Money | None
    due: date
    done: tuple[int, int]
    verdict: Verdict
    ball: BallHolder
    link: str


NAMES = ("Cosima Dellamare", "Mirela Tarhune", "Tomke Ellerkamp", "Jorun Brandvik", "Ilka Osterholt", "Łucja Żak")
COLUMNS = (
    Column("what", "What", 190, stretch=True), Column("creator", "Creator", 160, Kind.NAME),
    Column("platforms", "On", 74, Kind.PLATFORMS), Column("followers", "Followers", 86, Kind.NUMBER),
    Column("growth", "12 months", 92, Kind.SPARKLINE), Column("rate", "ERF", 66, Kind.PERCENT),
    Column("stage", "Stage", 130, Kind.STATUS), Column("fee", "Fee", 74, Kind.MONEY),
    Column("due", "Due", 92, Kind.DUE), Column("done", "Checks", 96, Kind.PROGRESS),
    Column("verdict", "Verdict", 96, Kind.VERDICT), Column("ball", "Holds the ball", 104, Kind.BALL),
    Column("link", "", 72, Kind.LINK, sort_key=""),
)


def rows(ids: Sequence[int]) -> list[Row]:
    """Example rows; the same id gives the same row."""
    stages, verdicts = list(RelationshipStage), list(Verdict)
    return [
        Row(
            n, Cell("Carousel draft", "Winter Blend", "", 500, list(DeliverableState)[n % 15], late=n % 5 == 1),
            NAMES[n % len(NAMES)], (Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE, Platform.BLOG)[: n % 4 + 1],
            None if n % 7 == 3 else 3_100 * (n % 30 + 1), tuple((n * k * 7) % 11 + k for k in range(12)),
            None if n % 6 == 5 else n % 90 / 10, stages[n % 13], Money(54_000 + n * 100, "EUR") if n % 3 else None,
            date.fromordinal(TODAY.toordinal() + n % 9 - 3), (n % 10, 9), verdicts[n % 5],
            list(BallHolder)[n % 3], "Nudge" if n % 2 else "Review",
        )
        for n in ids
    ]


def make_table() -> DataTable:
    table = DataTable("gallery", COLUMNS, rows)
    table.setAccessibleName("Example")
    table.set_ids(range(1, 15), [(0, Group("t", "Tarnwick Tea", "5", "Winter Blend, go-live in 6 days", "#7E4A12")),
                                 (5, Group("q", "Quillmoor Outdoor", "9", "Ridge Season, week 3 of 6", "#2A5B38"))])
    table.set_sort("rate", True)
    table.select(3)
    table.model.set_checked([3, 4])
    return table


def make_buttons() -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
    blocked = Button("Approve", "secondary")
    blocked.set_blocked("2 fails in Germany")
    for button in (Button("Add person", "primary", "plus"), Button("Request changes", keys="R"),
                   Button("Import", "quiet"), Button("Erase person", "danger"), blocked, IconButton("more", "More"),
                   LinkButton("Use again")):
        first.addWidget(button)
    ticked = CheckBox("Product was received")
    ticked.setChecked(True)
    for widget in (SegmentedControl([("list", "List"), ("board", "Board")], "View"), Chip("Niche", "tea, food"),
                   Chip("Followers", "5–100 K"), Tag("herbal tea"), Tag("Leipzig"), ticked, CheckBox("Gifted")):
        second.addWidget(widget)
    for widget in (Pill(RelationshipStage.NEGOTIATING), Pill(DeliverableState.DRAFT_IN, "3 d late", late=True),
                   Pill(ContractState.SIGNED), Pill(PaymentState.DUE), Pill(Verdict.FAIL), Avatar("Ida Lund"),
                   Avatar("Klara Vossbeck", 40), PlatformTags(("IG", "TT"))):
        third.addWidget(widget)
    for line in (first, second, third):
        line.setSpacing(10)
        line.addStretch(1)
        layout.addLayout(line)
    return box


def make_form() -> Form:
    form = Form(2)
    form.add_field("name", "Legal name", TextField("Wanja Kroskova"))
    form.add_field("vat", "VAT number", TextField(placeholder="e.g. DE123456789"), required=True)
    form.add_field("fee", "Fee, net", MoneyEdit("EUR"), help="What the creator invoices")
    form.add_field("draft", "Draft due", DateEdit())
    form.add_field("terms", "Terms", ComboBox([(30, "Net 30"), (14, "Net 14")]))
    form.add_field("followers", "Followers", NumberEdit("e.g. 38.6 K"))
    form.add_field("country", "Territory", Picker(lambda _text: [("DE", "Germany")], "Type a country"))
    form.add_field("tags", "Tags", TagEdit(placeholder="Add a tag"))
    form.add_field("gifted", "Product is a gift", CheckBox())
    form.add_field("note", "Note", TextArea(placeholder="What should be known", rows=2), span=2)
    form.set_values({"fee": Money(90_000, "EUR"), "draft": date(2026, 11, 27), "terms": 30, "tags": ("tea", "slow")})
    form.set_error("vat", "Empty. Ask Wanja, or choose “small business”.")
    return form


def make_small() -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.addWidget(Tabs([("o", "Overview"), ("a", "Accounts"), ("c", "Checklist")], "Person", margin=0))
    facts = FactList()
    facts.add("By followers", formats.percent(4.8), "on posting day")
    facts.add("By reach", formats.percent(7.9), "9 of 12 with insights")
    layout.addWidget(facts)
    checks = CheckList([
        CheckItem(1, "Brief sent", True, "Mon 16 Nov"), CheckItem(2, "Product delivered", False, "line 1"),
        CheckItem(3, "Disclosure passes", False, "2 fails", "danger", "The engine ticks this")])
    checks.setAccessibleName("Checklist")
    checks.fit_height()
    layout.addWidget(checks)
    layout.addWidget(HistoryList([
        HistoryItem("Brief version 2 sent", "Mon 16 Nov · Ida Lund", "2 d"),
        HistoryItem("Product delivered", "Wed 18 Nov · Tracking read by hand", "3 d"),
        HistoryItem("Draft due, not received", "Sat 21 Nov · Reminder sent Sun 22 Nov, no reply", "3 d", "danger")]))
    return box


def make_kpis() -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setSpacing(20)
    for name, figure, target, difference, value, aim, good in (
        ("Gross reach", "418,200", "Target 374,000", "+12 %", 418_200, 374_000, True),
        ("ER by reach", "6.4 %", "Target 5.5 %", "+0.9 points", 6.4, 5.5, True),
        ("Orders by code", "312", "Target 360", "−13 %", 312, 360, False),
    ):
        kpi = Kpi(name, figure)
        kpi.set_target(target, difference, value, aim, good)
        kpi.set_formula("Sum over posts, not unique")
        layout.addWidget(kpi)
    return box


def make_board() -> BoardView:
    def cards(ids: Sequence[int]) -> list[Card]:
        return [Card(n, NAMES[n % 6], "Reel, 30 s", NAMES[n % 6], "3 d late" if n % 4 == 1 else "Fri 27 Nov",
                     "danger" if n % 4 == 1 else "text3") for n in ids]

    stages = (RelationshipStage.CONTACTED, RelationshipStage.NEGOTIATING, RelationshipStage.CONTRACTED)
    board = BoardView([BoardColumn(stage.value, label(stage), stage) for stage in stages], cards)
    board.set_ids({"contacted": [1, 2, 3], "negotiating": [4, 5], "contracted": [6, 7, 8, 9]})
    board.setFixedHeight(250)
    return board


def make_gallery() -> QWidget:
    """Everything on one widget of 1280 × 1240."""
    formats.set_today(lambda: TODAY)
    page = QWidget()
    theme.set_background(page, "surface")
    grid = QGridLayout(page)
    grid.setContentsMargins(16, 16, 16, 16)
    grid.setSpacing(14)
    grid.addWidget(make_buttons(), 0, 0, 1, 3)
    table = make_table()
    table.setFixedHeight(280)
    grid.addWidget(table, 1, 0, 1, 3)
    grid.addWidget(make_form(), 2, 0, 2, 1)
    grid.addWidget(make_small(), 2, 1)
    month = MonthPopup(date(2026, 11, 27), lambda day: "Buß- und Bettag" if day.day == 18 else "", page)
    month.setWindowFlags(Qt.WindowType.Widget)
    grid.addWidget(month, 2, 2)
    grid.addWidget(make_kpis(), 3, 1, 1, 2)
    grid.addWidget(make_board(), 4, 0, 1, 2)
    side = QVBoxLayout()
    side.addWidget(Banner(Tone.DANGER, "Draft is 3 days late", "Due Sat 21 Nov. Publish date holds until Wed 25 Nov."))
    side.addWidget(Banner(Tone.ATTENTION, "Check before relying: packs are researched guidance, not legal advice."))
    side.addWidget(InlineError("Row 214 was not imported: followers “12..5K” is not a number."))
    side.addWidget(EmptyState("No campaign matches these filters.", "Clear filters"))
    side.addWidget(Label(", ".join(text for _, text in choices(RelationshipStage)), "caption", "text3", wrap=True))
    grid.addLayout(side, 4, 2)
    for column, stretch in enumerate((5, 4, 4)):
        grid.setColumnStretch(column, stretch)
    page.resize(1280, 1240)
    return page


def main(folder: Path) -> None:
    app = theme.make_application([])
    for mode in (theme.Mode.LIGHT, theme.Mode.DARK):
        theme.apply(app, mode)
        page = make_gallery()
        page.show()
        for _ in range(4):
            QApplication.processEvents()
        page.grab().save(str(folder / f"gallery-{mode.value}.png"))
        page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
