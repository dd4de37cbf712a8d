"""What a timeline says: names of steps, notes of lines, tooltips, the sentence about what is chosen."""

from datetime import date

from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.schedule import Plan, Step, slip
from microinf_desktop.domain.timeline import Moved
from microinf_desktop.domain.timeline_data import (
    PHASES,
    PUBLISH,
    STEP_WORDS,
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineMark,
    split_key,
)
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.i18n import tr, trn

_WAITS_FOR_DRAFT = (DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN)


def step_word(step: str) -> str:
    """The word for a step of the work."""
    return tr(STEP_WORDS[step])


def sentence(line: TimelineItem | TimelineMark | None, step: str) -> str:
    """What is chosen, in words."""
    if line is None:
        return ""
    if isinstance(line, TimelineMark):
        return tr("{name}, {day}", name=line.name, day=formats.day(line.due_on))
    if not step:
        return line.title
    return tr("{title}: {step} {day}", title=line.title, step=step_word(step), day=formats.day(line.day_of(step)))


def note(item: TimelineItem, today: date) -> tuple[str, str]:
    """Who has to do what by when, in the width of a list, and its ink."""
    state, draft = item.state, item.day_of("draft_due_on")
    if item.late_days:
        return tr("{n} d late", n=item.late_days), "danger"
    if item.over_days:
        return tr("{n} d over", n=item.over_days), "attention"
    if not item.steps:
        return tr("No dates yet"), "text3"
    if state in _WAITS_FOR_DRAFT and draft is not None:
        return tr("Draft {day}", day=_near(draft, today)), "text2"
    if state in (DeliverableState.APPROVED, DeliverableState.SCHEDULED) and item.publish_on is not None:
        return tr("Out {day}", day=_near(item.publish_on, today)), "text2"
    return labels.label(state), "text2"


def group_note(group: TimelineGroup) -> tuple[str, str]:
    """What is late with a creator, and its ink."""
    late = sum(1 for item in group.items if item.late_days)
    over = sum(1 for item in group.items if item.over_days and not item.late_days)
    words = [trn("{n} late", "{n} late", late) if late else "",
             trn("{n} review over", "{n} reviews over", over) if over else ""]
    ink = "danger" if late else "attention" if over else "text3"
    return ", ".join(word for word in words if word) or tr("On time"), ink


def _near(day: date, today: date) -> str:
    """A day inside a sentence: "tomorrow", "Fri 27 Nov"."""
    words = formats.relative(day, today)
    return words.lower() if 0 <= (day - today).days <= 1 else words


def tip(data: TimelineData, key: str) -> str:
    """Dates, holder, state and what it waits for, one a line."""
    kind, number, step = split_key(key)
    if kind == "m":
        return _mark_tip(data, data.marks_by_id[number])
    item = data.items[number]
    bar = item.bar(step)
    day = formats.day(item.publish_on) if bar is None else formats.period(bar.start, bar.end)
    lines = [tr("{step}: {day}", step=step_word(step).capitalize(), day=day),
             " · ".join((item.title, item.creator, labels.label(item.state)))]
    if item.holder is not None:
        lines.append(tr("Holds the ball: {who}", who=labels.label(item.holder)))
    if step == PUBLISH and item.locked:
        lines.append(tr("Fixed: {reason}", reason=item.locked))
    return "\n".join([*lines, *_waits(data, f"d:{number}", key)])


def _mark_tip(data: TimelineData, mark: TimelineMark) -> str:
    day = formats.period(mark.start, mark.due_on) if mark.starts_on is not None else formats.day(mark.due_on)
    lines = [f"{mark.name}: {day}", labels.label(mark.kind)]
    if mark.done_on is not None:
        lines.append(tr("Done {day}", day=formats.day(mark.done_on)))
    if mark.locked:
        lines.append(tr("Fixed: {reason}", reason=mark.locked))
    return "\n".join([*lines, *_waits(data, f"m:{mark.id}", f"m:{mark.id}")])


def _waits(data: TimelineData, owner: str, key: str) -> list[str]:
    names = [data.name(link.before) for link in data.waits_for(owner)]
    lines = [tr("Waits for {names}", names="; ".join(names))] if names else []
    if key in data.waiting:
        lines.append(tr("Something before it is late: moves to {day}", day=formats.day(data.slip[key][1])))
    return lines


def outlook(data: TimelineData, item: TimelineItem) -> str:
    """What an overdue step does to the publish day when it is done on the next working day."""
    late = next((bar for bar in item.bars if bar.late_to is not None), None)
    if late is None or item.publish_on is None:
        return ""
    steps = tuple(Step(PHASES[bar.step], bar.start, bar.end) for bar in item.bars)
    done_on = data.calendar.add(data.today, 1)
    found = slip(Plan(item.publish_on, steps), PHASES[late.step], done_on, data.calendar)
    if found.working_days <= 0:
        return tr("Done by {day}, publishing still holds", day=formats.day(done_on))
    return tr("Done by {day}, publishing moves from {old} to {new}", day=formats.day(done_on),
              old=formats.day(item.publish_on), new=formats.day(found.after.go_live))


def change(data: TimelineData, one: Moved) -> tuple[str, str, str]:
    """A moved task in words: what, from when, to when."""
    kind, number, step = split_key(one.key)
    if kind == "m":
        return data.marks_by_id[number].name, formats.day(one.old[1]), formats.day(one.new[1])
    item = data.items[number]
    return f"{item.title}, {item.creator}: {step_word(step)}", formats.day(one.old[1]), formats.day(one.new[1])
