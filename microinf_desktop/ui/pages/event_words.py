"""How events are put into words on every page that shows them."""

from datetime import date

from microinf_desktop.domain.enums import EventState
from microinf_desktop.domain.events import EventFigures, EventTimes, RunLine
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import events as queries
from microinf_desktop.ui import formats
from microinf_desktop.ui.i18n import tr, trn


def hours(times: EventTimes) -> str:
    """ "18:00–22:00", "from 18:00", "all day"."""
    if times.starts_at is None:
        return tr("all day")
    if times.ends_at is None:
        return tr("from {time}", time=f"{times.starts_at:%H:%M}")
    return f"{times.starts_at:%H:%M}–{times.ends_at:%H:%M}"


def days(times: EventTimes) -> str:
    return formats.day(times.starts_on) if times.ends_on is None else formats.period(times.starts_on, times.ends_on)


def zone(name: str) -> str:
    """The city of a zone: "Europe/Paris" is "Paris time"."""
    return tr("{city} time", city=name.rpartition("/")[2].replace("_", " "))


def length(minutes: int) -> str:
    """ "45 min", "1 h 30 min"."""
    whole, rest = divmod(minutes, 60)
    parts = [tr("{n} h", n=whole)] if whole else []
    return " ".join([*parts, tr("{n} min", n=rest)] if rest or not whole else parts)


def guests(row: queries.EventRow) -> str:
    """ "18 of 40" expected, "18" without a limit."""
    expected = formats.count(row.figures.guests.expected)
    return expected if row.capacity is None else tr("{n} of {room}", n=expected, room=formats.count(row.capacity))


def doubts(row: queries.EventRow, lines: tuple[RunLine, ...] = (), late: bool = False) -> list[str]:
    """What to look at: too many guests, a day that passed unclosed, cost over budget, a run sheet that collides."""
    said = []
    if row.over:
        said.append(trn("{n} guest more than there is room for", "{n} guests more than there is room for", row.over))
    if late:
        said.append(tr("Its day has passed: set it to held or cancelled"))
    if row.cost is not None and row.budget is not None and row.cost.minor > row.budget.minor:
        more = Money(row.cost.minor - row.budget.minor, row.cost.currency)
        said.append(tr("{amount} over its budget", amount=formats.money(more, full=True)))
    overlaps = sum(1 for line in lines if line.overlap)
    if overlaps:
        said.append(trn("{n} slot overlaps", "{n} slots overlap", overlaps))
    return said


def can_be(row: queries.EventRow, state: EventState, today: date) -> bool | str:
    """Whether an event may be set to a state now, or why not."""
    if row.state == state:
        return tr("it is already")
    if state is EventState.HELD and row.starts_on > today:
        return tr("it was not held yet, it begins {day}", day=formats.day(row.starts_on))
    return True


def money(minor: float | None, currency: str) -> str:
    return formats.money(None if minor is None else Money(round(minor), currency))


def attendance(figures: EventFigures) -> str:
    """Where the number of people comes from."""
    if figures.counted is not None:
        return tr("as counted at the door")
    return tr("ticked on the guest list") if figures.attendance is not None else tr("not known yet")


def remarks(line: RunLine) -> list[str]:
    """What is odd about a slot."""
    said = []
    if line.overlap:
        said.append(tr("{length} at the same time as what began before", length=length(line.overlap)))
    if line.outside:
        said.append(tr("outside the hours of the event"))
    return said
