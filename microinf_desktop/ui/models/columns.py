"""Columns of a table as data: what is shown, how it is drawn, what it sorts by."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any


class Kind(StrEnum):
    """How a column is drawn, and what its `value` gives (None is "–" in each; a Cell is taken by each)."""

    TEXT = "text"  # str
    NAME = "name"  # str: weight 500 with initials before it
    NUMBER = "number"  # int or float: "38.6 K", full in the tooltip
    COUNT = "count"  # int in full: "38,910"
    PERCENT = "percent"  # float that counts percent: "4.8 %"
    MONEY = "money"  # domain.money.Money
    PLATFORMS = "platforms"  # sequence of Platform members, their values, or two-letter tags
    SPARKLINE = "sparkline"  # sequence of numbers, oldest first
    STATUS = "status"  # a state of a pipeline, or (state, late, text)
    DATE = "date"  # date: "Fri 27 Nov"
    DUE = "due"  # date: "Today", "Tomorrow", "3 d late"
    PROGRESS = "progress"  # (done, total): bar and "4/9"
    LINK = "link"  # str: a click on it emits `DataTable.link_clicked(key, id)`
    VERDICT = "verdict"  # Verdict, or (Verdict, text)
    SIGN = "sign"  # (Verdict, number): the glyph alone, the number above one; None is blank, nobody asks
    BALL = "ball"  # BallHolder: who has to act


# How far a kind may be narrowed: words end in "…" early, a state's word should stay, figures must.
_GIVES = {Kind.TEXT: 0.65, Kind.NAME: 0.75, Kind.SPARKLINE: 0.75, Kind.PROGRESS: 0.8, Kind.STATUS: 0.85,
          Kind.VERDICT: 0.85}
_RIGHT = {Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.DUE}


@dataclass(frozen=True)
class Cell:
    """A cell that says more than its kind: text, lighter note, colour, weight, glyph before it."""

    text: str
    note: str = ""
    ink: str = ""
    weight: int = 0
    state: StrEnum | None = None
    late: bool = False
    icon: str = ""
    swatch: str = ""
    avatar: str = ""


@dataclass(frozen=True)
class Column:
    """One column; `value` takes the row and defaults to its attribute `key`.

    `sort_key` is what `DataTable.sorted` names; None takes `key`, "" makes the column unsortable. `stretch` takes
    the width that is left over. `tooltip` takes the row; without one a cut text is its own tooltip.
    """

    key: str
    title: str
    width: int = 120
    kind: Kind = Kind.TEXT
    value: Callable[[Any], Any] | None = None
    align: str = ""  # "left" or "right"; by kind when empty
    tooltip: Callable[[Any], str] | None = None
    sort_key: str | None = None
    stretch: bool = False
    hidden: bool = False

    @property
    def right(self) -> bool:
        return self.align == "right" if self.align else self.kind in _RIGHT

    @property
    def sorts_by(self) -> str:
        return self.key if self.sort_key is None else self.sort_key

    @property
    def least(self) -> int:
        """How narrow the column may become before the table scrolls sideways; what names the row keeps most."""
        share = 0.9 if self.stretch else _GIVES.get(self.kind, 0.95)
        return max(round(self.width * share), 40)

    def getter(self) -> Callable[[Any], Any]:
        return self.value or attrgetter(self.key)


@dataclass(frozen=True)
class Group:
    """A heading row over the rows that follow; `key` keeps it folded over a refresh."""

    key: str
    title: str
    count: str = ""
    note: str = ""
    swatch: str = ""
    avatar: str = ""
    note_ink: str = "text3"
