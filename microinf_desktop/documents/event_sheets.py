"""Papers of an event: the run sheet for those who make it happen, and the guest list for the door, as one PDF."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from reportlab.platypus.doctemplate import PageBreak
from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.blocks import SideBySide
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.report_parts import draw_swatch
from microinf_desktop.documents.styles import (
    ATTENTION,
    BODY,
    BODY_STRONG,
    CAPTION,
    DANGER,
    FIGURE,
    INK,
    LINE,
    LINE_STRONG,
    MM,
    NOTE,
    SECTION,
    SUBTITLE,
    TABLE,
    TABLE_HEAD,
    TEXT_2,
    TITLE,
    Margins,
    client_color,
    rgb,
)
from microinf_desktop.documents.text import draw_text
from microinf_desktop.domain.enums import EventKind, EventState, GuestState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.events import EventSheet, EventTimes, RunLine, SheetGuest, count_guests

_MARGINS = Margins(18 * MM, 18 * MM, 15 * MM, 12 * MM)
_KINDS = {EventKind.EVENT: "Event", EventKind.POPUP: "Pop-up", EventKind.LIVESTREAM: "Live stream"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY_HEAD = BODY_STRONG.but(space_before=8, space_after=2, keep_with_next=True)
_TIME_WIDTH = 26 * MM
_RAIL = _TIME_WIDTH + 4 * MM
_WORDS = _RAIL + 6 * MM
_BOX = 9.5
_WALK_INS = 6  # empty lines for guests nobody invited
_SPARE_ROWS = 2  # that a page offers before a list begins on it


def render_event_sheet(sheet: EventSheet, agency: str, day: date, *, paper: str = "a4",
                       locale: str = "en_GB") -> bytes:
    """Run sheet first, guest list on a page of its own; KnownError lists characters no installed font has.

    Guests who declined are counted but not listed: the list is what somebody reads at the door.
    """
    _require_printable(sheet)
    formats = ContractFormats("en", locale, {})

    def decorate(page: PageInfo) -> None:
        base = page.margins.bottom
        page.rule(base + 2)
        page.text(page.left, base - 8, f"{agency}. {sheet.name}, as of {formats.day(day)}", NOTE, max_width=120 * MM)
        page.page_of(page.right, base - 8, NOTE.but(align="right"))

    document = Document(DocumentInfo(title=f"{sheet.name}: run sheet and guest list", author=agency), paper=paper,
                        margins=_MARGINS, footer_height=8 * MM, decorate=decorate)
    story = [*_head(sheet, "Run sheet", formats), _FactStrip(_facts(sheet, formats)), *_about(sheet),
             *_run_sheet(sheet, formats), *_posts(sheet, formats), PageBreak(), *_head(sheet, "Guest list", formats),
             *_door(sheet)]
    return document.build(story)


def _require_printable(sheet: EventSheet) -> None:
    texts = [sheet.name, sheet.client, sheet.campaign, sheet.place, sheet.address, sheet.owner, sheet.notes]
    texts += [text for line in sheet.lines for text in (line.slot.what, line.slot.who, line.slot.notes)]
    texts += [text for guest in sheet.guests for text in (guest.name, guest.handle, guest.role, guest.notes)]
    if glyphs := missing_characters(texts):
        listed = "; ".join(str(glyph) for glyph in glyphs[:10])
        raise KnownError(f"No installed font can print these characters: {listed}.",
                         "Install a font for this script, or write the name in other letters.")


# The head --------------------------------------------------------------------------------------------------


def _head(sheet: EventSheet, paper: str, formats: ContractFormats) -> Iterator[Flowable]:
    """What is printed, large the event's name, below whose it is and when."""
    yield _Kicker(f"{paper} · {_KINDS[sheet.kind]}", sheet.client_color)
    yield Para(sheet.name, TITLE.but(space_after=1), bookmark=f"{paper}: {sheet.name}", direction="auto")
    yield Para(f"{sheet.client}, {sheet.campaign}. {when_text(sheet.times, formats)}", SUBTITLE.but(space_after=6))
    if sheet.state is EventState.CANCELLED:
        yield Para("This event was cancelled.", BODY_STRONG.but(color=DANGER, space_after=4))
    elif sheet.state is EventState.PLANNED:
        yield Para("Planned, not confirmed yet.", BODY.but(color=ATTENTION, space_after=4))


class _Kicker(Flowable):  # type: ignore[misc]
    """A small line over the title, with the client's colour as a square before it."""

    def __init__(self, text: str, color: str) -> None:
        super().__init__()
        self._text, self._color = text, color
        self.spaceAfter = 3.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 12.0
        return self.width, self.height

    def draw(self) -> None:
        used = draw_swatch(self.canv, 0, 1.5, self._color, 7.5)
        draw_text(self.canv, used, 2, self._text, CAPTION.but(color=TEXT_2, weight=600))


def hours_text(times: EventTimes) -> str:
    """ "18:00–22:00", "from 18:00", "all day"."""
    if times.starts_at is None:
        return "all day"
    if times.ends_at is None:
        return f"from {times.starts_at:%H:%M}"
    return f"{times.starts_at:%H:%M}–{times.ends_at:%H:%M}"


def when_text(times: EventTimes, formats: ContractFormats) -> str:
    """The days in words, with the weekday where it is one; the month once where the language lets it."""
    first, last = formats.day(times.starts_on), formats.day(times.last_day)
    if first == last:
        return day_text(times.starts_on, formats)
    number = str(times.starts_on.day)
    same = (times.starts_on.year, times.starts_on.month) == (times.last_day.year, times.last_day.month)
    return f"{number if same and first.startswith(number) else first} to {last}"


def day_text(day: date, formats: ContractFormats) -> str:
    """ "Thursday, 3 December 2026"; the papers are in English."""
    return f"{_WEEKDAYS[day.weekday()]}, {formats.day(day)}"


def _facts(sheet: EventSheet, formats: ContractFormats) -> list[tuple[str, str, str]]:
    """(name, figure, line below) of the strip under the title."""
    count = sheet.count
    city = sheet.time_zone.rpartition("/")[2].replace("_", " ")
    over = count.over(sheet.capacity)
    room = "no limit set" if sheet.capacity is None else f"room for {sheet.capacity}"
    number = f"{sheet.times.days} days, {city} time" if sheet.times.days > 1 and not sheet.times.runs_overnight else (
        f"{city} time")
    return [
        ("Hours", hours_text(sheet.times), number),
        ("Expected", formats.number(count.expected), f"{over} over, {room}" if over else room),
        ("Still open", formats.number(count.waiting), "invited, no answer yet"),
        ("In charge", sheet.owner.split(" ")[0] if sheet.owner else "–", sheet.owner or "nobody named"),
    ]


class _FactStrip(Flowable):  # type: ignore[misc]
    """Figures side by side, each under a two point rule."""

    def __init__(self, facts: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._facts = facts
        self.spaceBefore, self.spaceAfter = 2.0, 6.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 58.0
        return self.width, self.height

    def draw(self) -> None:
        gutter = 5 * MM
        step = (self.width + gutter) / len(self._facts)
        for place, (name, figure, note) in enumerate(self._facts):
            x, width = place * step, step - gutter
            self.canv.setFillColorRGB(*rgb(INK))
            self.canv.rect(x, self.height - 2, width, 2, stroke=0, fill=1)
            draw_text(self.canv, x, self.height - 14, name, CAPTION.but(color=TEXT_2), max_width=width)
            draw_text(self.canv, x, self.height - 35, figure, FIGURE.but(size=16), max_width=width)
            style = CAPTION.but(color=ATTENTION) if " over, " in note else CAPTION
            draw_text(self.canv, x, self.height - 49, note, style, max_width=width)


def _about(sheet: EventSheet) -> Iterator[Flowable]:
    """Where it is and what to know, side by side where both are there."""
    where = "\n".join(part.strip() for part in (sheet.place, *sheet.address.splitlines()) if part.strip())
    parts = [[Para(title, SECTION), Para(text, BODY, direction="auto")]
             for title, text in (("Where", where), ("To know", sheet.notes.strip())) if text]
    if len(parts) == 2:
        yield SideBySide(parts, 8 * MM)
    else:
        yield from (flowable for part in parts for flowable in part)


# The run sheet ---------------------------------------------------------------------------------------------


def _run_sheet(sheet: EventSheet, formats: ContractFormats) -> Iterator[Flowable]:
    yield Para("What happens when", SECTION)
    if not sheet.lines:
        yield Para("Nothing is planned yet.", BODY.but(color=TEXT_2))
        return
    days = {line.slot.day for line in sheet.lines}
    shown: date | None = None
    for place, line in enumerate(sheet.lines):
        if len(days) > 1 and line.slot.day != shown:
            yield Para(day_text(line.slot.day, formats), _DAY_HEAD)
        following = sheet.lines[place + 1] if place + 1 < len(sheet.lines) else None
        last = following is None or following.slot.day != line.slot.day
        yield _RunRow(line, client_color(sheet.client_color), line.slot.day != shown, last)
        shown = line.slot.day


class _RunRow(Flowable):  # type: ignore[misc]
    """A slot: its hours, a rail with a dot in the client's colour, what happens, who does it; never broken."""

    def __init__(self, line: RunLine, color: str, first: bool, last: bool) -> None:
        super().__init__()
        self._line, self._color, self._first, self._last = line, color, first, last
        slot = line.slot
        self._parts = [Para(slot.what, BODY_STRONG.but(space_after=0), direction="auto")]
        if slot.who:
            self._parts.append(Para(slot.who, BODY.but(space_after=0), direction="auto"))
        if slot.notes:
            self._parts.append(Para(slot.notes, BODY.but(size=8.2, leading=12, color=TEXT_2, space_after=0),
                                    direction="auto"))
        self._parts += [Para(said, CAPTION.but(color=ATTENTION)) for said in remarks(line)]
        self._gap = f"{minutes_text(line.gap)} free" if line.gap else ""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        inner = available_width - _WORDS
        used = sum(part.wrap(inner, 1e6)[1] for part in self._parts)
        self.width, self.height = available_width, max(used, 26.0) + 9 + (16 if self._gap else 0)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        return []

    def draw(self) -> None:
        canvas, slot, top = self.canv, self._line.slot, self.height
        canvas.setStrokeColorRGB(*rgb(LINE_STRONG))
        canvas.setLineWidth(0.7)
        canvas.line(_RAIL, 0 if not self._last else top - 10 - (16 if self._gap else 0), _RAIL,
                    top if not self._first else top - 10)
        if self._gap:
            draw_text(canvas, _WORDS, top - 11, self._gap, CAPTION)
            top -= 16
        canvas.setFillColorRGB(*rgb(self._color))
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.setLineWidth(1.5)
        canvas.circle(_RAIL, top - 10, 3.6, stroke=1, fill=1)
        draw_text(canvas, 0, top - 13, f"{slot.starts_at:%H:%M}–{slot.ends:%H:%M}", BODY.but(weight=600))
        draw_text(canvas, 0, top - 24, minutes_text(slot.minutes), CAPTION)
        top -= 3
        for part in self._parts:
            _, height = part.wrap(self.width - _WORDS, 1e6)
            part.drawOn(canvas, _WORDS, top - height)
            top -= height


def minutes_text(minutes: int) -> str:
    """ "45 min", "2 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)


def remarks(line: RunLine) -> list[str]:
    """What is odd about a slot, in words."""
    said = [f"{minutes_text(line.overlap)} at the same time as what began before"] if line.overlap else []
    return [*said, "Outside the hours of the event"] if line.outside else said


def _posts(sheet: EventSheet, formats: ContractFormats) -> Iterator[Flowable]:
    from microinf_desktop.documents.tables import Column, data_table

    if not sheet.posts:
        return
    yield Para("Posts from the event", SECTION)
    columns = (Column("Creator", share=0.34), Column("What", share=0.44), Column("Day", share=0.22))
    rows = [(creator, what, formats.day(day) if day else "–") for creator, what, day in sheet.posts]
    yield data_table(columns, rows, 174 * MM, style=TABLE)


# The door --------------------------------------------------------------------------------------------------


def _door(sheet: EventSheet) -> Iterator[Flowable]:
    coming = [guest for guest in sheet.guests if guest.state is not GuestState.DECLINED]
    heads = count_guests((guest.state, guest.companions) for guest in coming).invited
    away = len(sheet.guests) - len(coming)
    said = [f"{len(coming)} {'name' if len(coming) == 1 else 'names'}, {heads} with companions"]
    said += [f"{away} declined and {'is' if away == 1 else 'are'} left out"] if away else []
    yield Para(". ".join(said) + ".", BODY.but(color=TEXT_2, space_after=8))
    if not coming:
        yield Para("Nobody is on the guest list yet.", BODY.but(color=TEXT_2))
    yield _DoorList(coming, _WALK_INS)


class _DoorList(Flowable):  # type: ignore[misc]
    """Lines to tick at the door, by name; the head is repeated on each page, then come empty lines for walk-ins."""

    _ROW, _HEAD = 24.0, 16.0

    def __init__(self, guests: Sequence[SheetGuest], blank: int) -> None:
        super().__init__()
        self._guests, self._blank = list(guests), blank

    @property
    def _rows(self) -> int:
        return len(self._guests) + self._blank

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self._HEAD + self._rows * self._ROW
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        fitting = int((available_height - self._HEAD) // self._ROW)
        if fitting >= self._rows:
            return [self]
        if fitting < _SPARE_ROWS:
            return []
        if fitting >= len(self._guests):  # empty lines may be fewer, they need no page of their own
            return [_DoorList(self._guests, fitting - len(self._guests))]
        return [_DoorList(self._guests[:fitting], 0), _DoorList(self._guests[fitting:], self._blank)]

    def draw(self) -> None:
        columns = self._columns()
        head = self.height - 10
        for title, (x, width) in zip(("", "Name", "Role", "With", "Note"), columns, strict=True):
            draw_text(self.canv, x, head, title, TABLE_HEAD, max_width=width)
        self._rule(self.height - self._HEAD, INK, 0.8)
        for row in range(self._rows):
            top = self.height - self._HEAD - row * self._ROW
            self.canv.setStrokeColorRGB(*rgb(LINE_STRONG))
            self.canv.setLineWidth(0.9)
            self.canv.rect(0, top - self._ROW / 2 - _BOX / 2, _BOX, _BOX)
            if row < len(self._guests):
                self._draw_guest(self._guests[row], top, columns)
            self._rule(top - self._ROW, LINE, 0.5)

    def _columns(self) -> list[tuple[float, float]]:
        """(x, width) of box, name, role, companions and note."""
        shares = (0.05, 0.35, 0.17, 0.08, 0.35)
        found, x = [], 0.0
        for share in shares:
            found.append((x, share * self.width - 6))
            x += share * self.width
        return found

    def _draw_guest(self, guest: SheetGuest, top: float, columns: list[tuple[float, float]]) -> None:
        if guest.state is GuestState.ATTENDED:
            middle = top - self._ROW / 2
            self.canv.setLineWidth(1.3)
            self.canv.lines([(2, middle, 4.2, middle - 2.6), (4.2, middle - 2.6, 7.8, middle + 2.8)])
        base = top - self._ROW / 2 - 3
        x, width = columns[1]
        named = draw_text(self.canv, x, base, guest.name, BODY_STRONG, max_width=width)
        if guest.handle and width - named > 30:
            draw_text(self.canv, x + named + 5, base, f"@{guest.handle}", CAPTION, max_width=width - named - 5)
        unsure = "no answer" if guest.state is GuestState.INVITED else (
            "did not come" if guest.state is GuestState.NO_SHOW else "")
        note = ", ".join(part for part in (guest.notes, unsure) if part)
        for text, (left, room) in zip((guest.role, f"+{guest.companions}" if guest.companions else "", note),
                                      columns[2:], strict=True):
            if text:
                draw_text(self.canv, left, base, text, TABLE, max_width=room)

    def _rule(self, y: float, color: str, thickness: float) -> None:
        self.canv.setStrokeColorRGB(*rgb(color))
        self.canv.setLineWidth(thickness)
        self.canv.line(0, y, self.width, y)
