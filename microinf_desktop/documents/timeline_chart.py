"""The chart of one page of a printed timeline: scale, shaded days, lines with bars and signs, dependencies."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from microinf_desktop.documents import timeline_ink as ink
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.styles import (
    ACCENT,
    ATTENTION,
    ATTENTION_TINT,
    BODY,
    DANGER,
    DONE,
    INK,
    LINE,
    LINE_STRONG,
    NEUTRAL_TINT,
    NOTE,
    SUNKEN,
    TEXT_2,
    TEXT_3,
    WHITE,
    client_color,
    rgb,
)
from microinf_desktop.documents.text import draw_text, text_width
from microinf_desktop.documents.timeline_sheets import PaperLine, PaperSheet
from microinf_desktop.domain.timeline_data import (
    PUBLISH,
    Bar,
    TimelineData,
    TimelineItem,
    TimelineMark,
    mark_key,
    split_key,
    step_key,
)
from microinf_desktop.domain.timeline_scale import cells, place_names

NAMES = 68 * 72 / 25.4  # width of the names at the left
HEAD, MARKS = 26.0, 42.0
FOOT = 22.0  # under the last line, for the names of holidays
_LANES = 3
_SMALL = NOTE.but(size=6.2, leading=8, color=TEXT_2)
_BAR_WORDS = {"ship_on": "Ship", "draft_due_on": "Draft", "internal_review_on": "Review", "client_review_on": "Client"}


class Chart:
    """Draws pages of one timeline; lengths in points, a day `day_width` wide and a line `line_height` high."""

    def __init__(self, data: TimelineData, formats: ContractFormats, day_width: float, line_height: float) -> None:
        self._data, self._formats, self._day, self._line = data, formats, day_width, line_height

    def draw(self, canvas: Any, sheet: PaperSheet, width: float, height: float) -> None:
        """Fill the box from (0, 0) to (width, height)."""
        self._canvas, self._sheet = canvas, sheet
        self._right, self._top = min(NAMES + sheet.days * self._day, width), height
        self._bottom = height - HEAD - MARKS - len(sheet.lines) * self._line
        self._ys = {f"d:{line.item.id}": self._y(place) for place, line in enumerate(sheet.lines) if line.item}
        self._draw_ground()
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(NAMES, self._bottom - FOOT, self._right - NAMES, self._top - self._bottom + FOOT)
        canvas.clipPath(path, stroke=0, fill=0)
        self._draw_today()
        self._draw_links()
        for item in (line.item for line in sheet.lines if line.item is not None):
            self._draw_item(item)
        self._draw_marks()
        self._draw_holidays()
        canvas.restoreState()
        self._draw_head()
        for place, line in enumerate(sheet.lines):
            self._draw_name(line, self._y(place))

    # where things lie

    def _x(self, day: date) -> float:
        return NAMES + (day - self._sheet.first).days * self._day

    def _y(self, place: int) -> float:
        """Middle of a line."""
        return self._top - HEAD - MARKS - (place + 0.5) * self._line

    def _shows(self, start: date, end: date) -> bool:
        return start < self._sheet.first + timedelta(days=self._sheet.days) and end >= self._sheet.first

    def _days(self) -> Iterator[date]:
        return (self._sheet.first + timedelta(days=n) for n in range(self._sheet.days))

    def _fill(self, color: str, x: float, y: float, width: float, height: float) -> None:
        self._canvas.setFillColorRGB(*rgb(color))
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    # ground and scale

    def _draw_ground(self) -> None:
        calendar, high = self._data.calendar, self._top - HEAD
        for day in self._days():
            if not calendar.is_working(day):
                weekend = day.weekday() in calendar.weekend
                self._fill(SUNKEN if weekend else NEUTRAL_TINT, self._x(day), self._bottom, self._day,
                           high - self._bottom)
        for place, line in enumerate(self._sheet.lines):
            y = self._y(place) - self._line / 2
            if line.item is None:
                self._fill(SUNKEN, 0, y, NAMES, self._line)
            self._fill(LINE, 0, y, self._right, 0.35)
        self._fill(LINE, 0, high - MARKS, self._right, 0.5)
        for start, _end in cells(self._tiers()[0], self._sheet.first, self._sheet.first
                                 + timedelta(days=self._sheet.days - 1)):
            if self._x(start) >= NAMES:
                self._fill(LINE, self._x(start), self._bottom, 0.5, self._top - self._bottom)

    def _tiers(self) -> tuple[str, str]:
        return ("week", "day") if self._day >= 11 else ("month", "week")

    def _draw_head(self) -> None:
        canvas, top = self._canvas, self._top
        self._fill(LINE_STRONG, 0, top - HEAD, self._right, 0.7)
        self._fill(LINE, NAMES, self._bottom, 0.5, top - self._bottom)
        draw_text(canvas, 0, top - HEAD + 4.5, "Creator, deliverable", _SMALL.but(weight=600))
        draw_text(canvas, NAMES - 6, top - HEAD + 4.5, "Publish", _SMALL.but(weight=600, align="right"))
        draw_text(canvas, 0, top - HEAD - 12, "Milestones", _SMALL.but(color=TEXT_3))
        upper, lower = self._tiers()
        self._draw_units(upper, top - 9, strong=True)
        self._draw_units(lower, top - HEAD + 4.5, strong=False)

    def _draw_units(self, unit: str, y: float, *, strong: bool) -> None:
        style = _SMALL.but(size=7.2 if strong else 6.2, weight=600 if strong else 400,
                           color=INK if strong else TEXT_2)
        last, today = self._sheet.first + timedelta(days=self._sheet.days - 1), self._data.today
        for start, end in cells(unit, self._sheet.first, last):
            x, right = max(self._x(start), NAMES), min(self._x(end), self._right)
            room = right - x - 4
            word = next((word for word in self._captions(unit, start) if text_width(word, style) <= room + 3), "")
            if unit == "day":
                middle = (x + right) / 2
                now = start == today
                if now:
                    self._fill(ACCENT, middle - 5.5, y - 2.6, 11, 9.4)
                muted = TEXT_3 if not self._data.calendar.is_working(start) else TEXT_2
                draw_text(self._canvas, middle, y, word, style.but(align="center", color=WHITE if now else muted,
                                                                  weight=600 if now else 400))
            elif word:
                draw_text(self._canvas, x + 2, y, word, style)

    def _captions(self, unit: str, start: date) -> tuple[str, ...]:
        if unit == "day":
            return (str(start.day),)
        if unit == "month":
            return tuple(self._formats.named(start, pattern) for pattern in ("yMMMM", "yMMM", "MMM"))
        # All weeks alike: with the month where the longest name has room, else the day alone.
        return (self._formats.named(start, "MMMd") if self._day >= 4.4 else str(start.day),)

    def _draw_today(self) -> None:
        x = self._x(self._data.today) + self._day / 2
        self._fill(ACCENT, x - 0.6, self._bottom, 1.2, self._top - HEAD - self._bottom)

    def _draw_holidays(self) -> None:
        """Their names under the last line of a page."""
        last = self._sheet.first + timedelta(days=self._sheet.days - 1)
        names = []
        for day, name in self._data.calendar.closed_days(self._sheet.first, last):
            x = self._x(day) + self._day / 2
            self._fill(TEXT_3, x - 0.25, self._bottom - 4, 0.5, 4)
            names.append((f"{name}, {self._formats.named(day, 'MMMd')}", x))
        for placed in place_names(names, NAMES, self._right, lambda text: text_width(text, _SMALL), 2):
            base = self._bottom - 10.5 - placed.lane * 7.6
            draw_text(self._canvas, placed.left, base, placed.text, _SMALL.but(color=TEXT_3))

    # lines

    def _draw_name(self, line: PaperLine, y: float) -> None:
        canvas, base = self._canvas, y - 2.6
        if line.item is None:
            name = f"{line.group.title}, continued" if line.again else line.group.title
            draw_text(canvas, 0, base, name, BODY.but(size=7.8, weight=600), max_width=NAMES - 8)
            return
        said, color = self._publish_words(line.item)
        taken = draw_text(canvas, NAMES - 6, base, said, _SMALL.but(size=6.8, color=color, align="right"))
        draw_text(canvas, 8, base, line.item.title, BODY.but(size=7.6), max_width=NAMES - taken - 20)

    def _publish_words(self, item: TimelineItem) -> tuple[str, str]:
        """The publish day, and where it comes to lie when something is late."""
        if item.publish_on is None:
            return "–", TEXT_3
        day, slip = self._formats.named(item.publish_on, "MMMEd"), self._data.slip.get(step_key(item.id, PUBLISH))
        if item.is_published:
            return f"live {self._formats.named(item.publish_on, 'MMMd')}", DONE
        if slip is not None and slip[1] > item.publish_on:
            short = self._formats.named
            return f"{short(item.publish_on, 'MMMd')} → {short(slip[1], 'MMMd')}", DANGER
        return day, TEXT_2

    def _draw_item(self, item: TimelineItem) -> None:
        y = self._ys[f"d:{item.id}"]
        for bar in item.bars:
            if self._shows(bar.start, bar.end):
                self._draw_bar(bar, y, step_key(item.id, bar.step) in self._data.waiting)
        for bar in item.bars:
            if bar.late_to is not None and self._shows(bar.end, bar.late_to):
                self._draw_late(bar, y, item.publish_on)
        if item.publish_on is not None:
            self._draw_publish(item, item.publish_on, y)

    def _draw_bar(self, bar: Bar, y: float, waiting: bool) -> None:
        x, right = self._x(bar.start) + 0.4, self._x(bar.end) + self._day - 0.4
        ground, edge, color = ink.DONE_INKS if bar.is_done else ink.BAR_INKS[bar.step]
        ink.box(self._canvas, x, y - ink.BAR / 2, right - x, ground, DANGER if waiting else edge, dashed=waiting)
        words, style = _BAR_WORDS[bar.step], _SMALL.but(size=5.8, color=color, align="center")
        if text_width(words, style) + 3 <= right - x:
            draw_text(self._canvas, (x + right) / 2, y - 2.1, words, style)

    def _draw_late(self, bar: Bar, y: float, publish_on: date | None) -> None:
        """The hatch with its words, left of a publish day that has passed as well."""
        assert bar.late_to is not None
        alarm = bar.step == "draft_due_on"
        x, right = self._x(bar.end) + self._day, self._x(bar.late_to) + self._day - 0.4
        ink.hatch(self._canvas, x, y - ink.BAR / 2, right - x, alarm=alarm)
        words = f"{(bar.late_to - bar.end).days} d {'late' if alarm else 'over'}"
        style = _SMALL.but(size=5.8, weight=600, align="center", color=DANGER if alarm else ATTENTION)
        room = text_width(words, style)
        if publish_on is not None and bar.end < publish_on <= bar.late_to:
            right = self._x(publish_on) + self._day / 2 - 5
        if room + 5 <= right - x:
            tint = ink.DANGER_TINT if alarm else ATTENTION_TINT
            self._fill(tint, (x + right - room) / 2 - 1.5, y - 3.4, room + 3, 6.8)
            draw_text(self._canvas, (x + right) / 2, y - 2.1, words, style)

    def _draw_publish(self, item: TimelineItem, day: date, y: float) -> None:
        key, x = step_key(item.id, PUBLISH), self._x(day) + self._day / 2
        color = DONE if item.is_published else DANGER if key in self._data.late else INK
        new = self._data.slip.get(key, (day, day))[1]
        if new > day:
            ink.sign(self._canvas, x, y, None, WHITE, DANGER, dashed=True)
            target = self._x(new) + self._day / 2
            if target - x > 14:
                ink.arrow(self._canvas, [(x + 5.5, y), (target - 5.5, y)], DANGER)
            ink.sign(self._canvas, target, y, None, DANGER, DANGER)
        else:
            ink.sign(self._canvas, x, y, None, color, color)
        if item.locked and not item.is_published:
            ink.lock(self._canvas, x + 2.8, y + 4.4, color)

    # milestones and dependencies

    def _draw_marks(self) -> None:
        data, y = self._data, self._top - HEAD - 9
        if data.period is not None:
            start, end = self._x(data.period[0]), self._x(data.period[1]) + self._day
            self._fill(client_color(data.client_color), start, self._top - HEAD - MARKS + 2.5, end - start, 2.4)
        shown = [mark for mark in data.marks if self._shows(mark.start, mark.due_on)]
        for mark in shown:
            self._draw_mark(mark, y)
        names = [(mark.name, self._x(mark.due_on) + self._day / 2) for mark in shown
                 if self._shows(mark.due_on, mark.due_on)]
        for placed in place_names(names, NAMES, self._right, lambda text: text_width(text, _SMALL), _LANES):
            base = y - 10.5 - placed.lane * 7.6
            self._fill(WHITE, placed.left - 1, base - 1.6, text_width(placed.text, _SMALL) + 2, 7)
            draw_text(self._canvas, placed.left, base, placed.text, _SMALL.but(color=INK))

    def _draw_mark(self, mark: TimelineMark, y: float) -> None:
        late = mark_key(mark.id) in self._data.late
        color = DANGER if late else TEXT_3 if mark.is_done else INK
        x = self._x(mark.due_on) + self._day / 2
        if mark.starts_on is not None:
            self._fill(color, self._x(mark.start), y - 1, x - self._x(mark.start), 2)
        ink.sign(self._canvas, x, y, mark.kind, color if mark.is_done or late else WHITE, color)
        if mark.locked:
            ink.lock(self._canvas, x + 3.2, y + 3.6, color)

    def _draw_links(self) -> None:
        """An arrow where both ends, or one of them and a milestone, are on this page."""
        data = self._data
        for before, after in data.joined:
            y1, y2 = self._end_y(before), self._end_y(after)
            if y1 is None or y2 is None:
                continue
            end, start = data.tasks[before].end, data.tasks[after].start
            x1 = self._x(end) + self._day / 2 + 4.8
            is_bar = after.startswith("d:") and split_key(after)[2] != PUBLISH
            x2 = self._x(start) + (0 if is_bar else self._day / 2 - 5)
            broken = start <= end
            if x2 - x1 >= 8:
                turn = max(x1 + 3, x2 - 5)
                points = [(x1, y1), (turn, y1), (turn, y2), (x2, y2)]
            else:
                half = y2 + 5.6 if y2 < y1 else y2 - 5.6
                points = [(x1, y1), (x1 + 3, y1), (x1 + 3, half), (x2 - 5, half), (x2 - 5, y2), (x2, y2)]
            ink.arrow(self._canvas, points, DANGER if broken else LINE_STRONG, dashed=broken)

    def _end_y(self, key: str) -> float | None:
        kind, number, _step = split_key(key)
        return self._top - HEAD - 9 if kind == "m" else self._ys.get(f"d:{number}")
