"""How dates of a timeline change by hand: a bar moved, a boundary stretched, work planned back, a go-live moved.

Everything here answers with a `Shift` of `domain.timeline`: what gets new dates and what cannot. Nothing is written;
the window previews with the same functions that say what is stored.

Two phases of a deliverable share their boundary, because only the day a phase is due is stored. So
- moving a phase moves both its boundaries: the open phase before gives or takes the days, those after are pushed and
  keep their length;
- stretching a phase moves one boundary: its neighbour gives or takes the days, one working day at the least, and is
  pushed beyond that.
Work lies on working days; posts and milestones may fall on any day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.schedule import LeadTimes, Phase, Plan, Shortfall, Step, plan_back, shortfall, with_changes
from microinf_desktop.domain.timeline import Blocked, Moved, Shift, Task, move, move_go_lives
from microinf_desktop.domain.timeline_data import (
    PHASES,
    PUBLISH,
    STEP_WORDS,
    STEPS,
    Bar,
    TimelineData,
    TimelineItem,
    mark_key,
    split_key,
    step_key,
)

_DAY = timedelta(days=1)
Changes = dict[str, tuple[date, date]]


def moved(data: TimelineData, key: str, days: int, whole: bool = False) -> Shift:
    """What happens when a bar, diamond or milestone moves by calendar days; `whole` takes along all that follows it.

    KeyError for an unknown key.
    """
    task = data.tasks[key]
    kind, number, step = split_key(key)
    if not days:
        return Shift()
    if kind == "m" or step == PUBLISH:
        wanted = (task.start + timedelta(days=days), task.end + timedelta(days=days))
        return _settle(data, {key: wanted})
    item = data.items[number]
    changes = _moved_phase(data, item, step, days)
    if whole and key in changes:
        _take_along(data, item, step, changes)
    return _settle(data, changes)


def stretched(data: TimelineData, key: str, edge: str, days: int) -> Shift:
    """What happens when the "start" or "end" of a bar moves by calendar days.

    KnownError when that end has no day of its own: the first phase begins by its lead time, a phase whose
    predecessor is done begins where that ended. KeyError for an unknown key.
    """
    task = data.tasks[key]
    kind, number, step = split_key(key)
    if not days:
        return Shift()
    if kind == "m":
        return _settle(data, {key: _stretched_span(task, edge, days)})
    item = data.items[number]
    before, _bar, after = _neighbours(item, step)
    if edge == "start":
        if before is None or before.is_done:
            raise KnownError(*why_start_fixed(item, step))
        return stretched(data, step_key(item.id, before.step), "end", days)
    if step == PUBLISH:
        return moved(data, key, days)
    end = max(_snapped(data.calendar, task.end, days), data.calendar.on_or_after(task.start))
    changes: Changes = {key: (task.start, end)}
    if after is not None and not after.is_done:
        start = data.calendar.add(end, 1)
        changes[step_key(item.id, after.step)] = (start, max(start, after.end))
    return _settle(data, changes)


def why_start_fixed(item: TimelineItem, step: str) -> tuple[str, str]:
    """Why the start of a phase has no day of its own, and what to do instead."""
    if item.bars and item.bars[0].step == step:
        return ("The first step begins by its lead time.", "Move its end, or change the lead times of the campaign.")
    return ("The step before is done; this one began where it ended.", "Move its end instead.")


def can_stretch_start(item: TimelineItem, step: str) -> bool:
    """Whether the start of a bar is a boundary that can be moved."""
    before, bar, _after = _neighbours(item, step)
    return before is not None and not before.is_done and bar is not None and not bar.is_done


def by_working_day(data: TimelineData, key: str, steps: int) -> int:
    """Calendar days to the working day `steps` ahead; for posts and milestones simply `steps`."""
    kind, _number, step = split_key(key)
    if kind == "m" or step == PUBLISH:
        return steps
    end = data.tasks[key].end
    return (data.calendar.add(end, steps) - end).days


def refusal(data: TimelineData, shift: Shift) -> str:
    """Why a shift cannot be stored as it is, "" when it can: the order inside a deliverable must hold."""
    new = {one.key: one.new for one in shift.moved}
    for number in {split_key(one.key)[1] for one in shift.moved if one.key.startswith("d:")}:
        days = [(step, new.get(step_key(number, step), (None, data.items[number].day_of(step)))[1])
                for step in data.items[number].steps]
        for (_, before), (step, after) in pairwise(days):
            if before is not None and after is not None and after < before:
                fixed = next((one.reason for one in shift.blocked if one.key == step_key(number, step)), "")
                return fixed or f"“{data.items[number].title}”: {STEP_WORDS[step]} would lie before the step before it."
    return ""


def set_day(data: TimelineData, key: str, day: date) -> Shift:
    """A typed day: the end of a phase as by stretching, a post or milestone moved there."""
    task = data.tasks[key]
    days = (day - task.end).days
    kind, _number, step = split_key(key)
    return moved(data, key, days) if kind == "m" or step == PUBLISH else stretched(data, key, "end", days)


def placed(data: TimelineData, key: str, span: tuple[date, date]) -> Shift:
    """A milestone put on other days, with what that pushes. KeyError for an unknown key."""
    return _settle(data, {key: span}) if span != (data.tasks[key].start, data.tasks[key].end) else Shift()


def move_campaign(data: TimelineData, new_go_live: date) -> Shift:
    """Move the campaign's go-live: each post by the same calendar days, what leads to it by as many working days.

    Open milestones move too. What would have had to happen before today is reported and stays, as do locked and
    live ones. KnownError when the campaign has neither a go-live day nor a dated post.
    """
    old = go_live_of(data)
    if old is None:
        raise KnownError("The campaign has no go-live day yet.", "Set it in the campaign's dates first.")
    by = new_go_live - old
    posts = {
        step_key(item.id, PUBLISH): item.publish_on + by for item in data.items.values()
        if item.publish_on is not None and not item.is_published
    }
    first = move_go_lives(list(data.tasks.values()), posts, data.today, data.calendar)
    carried = {one.key for one in first.moved} | {one.key for one in first.blocked}
    changes = {one.key: one.new for one in first.moved}
    blocked = list(first.blocked)
    for mark in data.marks:
        key, task = mark_key(mark.id), data.tasks[mark_key(mark.id)]
        if mark.is_done or key in carried or task.end < data.today:
            continue
        wanted = (task.start + by, task.end + by)
        if mark.locked:
            reason = f"“{mark.name}” would have to move to {wanted[1]:%d %b %Y}, but it is fixed: {mark.locked}."
            blocked.append(Blocked(key, mark.name, reason))
        elif wanted[1] < data.today:
            reason = f"“{mark.name}” would have had to be on {wanted[1]:%d %b %Y}, which has passed."
            blocked.append(Blocked(key, mark.name, reason))
        else:
            changes[key] = wanted
    known = {one.key for one in blocked}
    result = move(list(data.tasks.values()), changes, data.calendar)
    return Shift(result.moved, (*blocked, *(one for one in result.blocked if one.key not in known)))


def go_live_of(data: TimelineData) -> date | None:
    """The campaign's go-live day, else the day of its first post."""
    if data.period is not None:
        return data.period[0]
    return min((item.publish_on for item in data.items.values() if item.publish_on is not None), default=None)


# Back-planning


@dataclass(frozen=True, slots=True)
class PlannedBack:
    """What back-planning makes of one deliverable.

    `days` are the dates that change, by step (None takes a date away); `problem` says why nothing was planned,
    `shortfall` that the plan would have had to begin already.
    """

    item: TimelineItem
    days: Mapping[str, date | None]
    shortfall: Shortfall | None = None
    problem: str = ""


def back_plan(
    data: TimelineData, item_ids: Iterable[int], lead_times: Mapping[str, int] | None = None
) -> tuple[PlannedBack, ...]:
    """Plan deliverables back from their publish day, undated ones from the campaign's go-live.

    `lead_times` replaces working days by step for all of them. Steps that are done keep their day, and what follows
    them begins after it. ValidationError for impossible lead times.
    """
    return tuple(_planned_back(data, data.items[number], lead_times or {}) for number in item_ids)


def _planned_back(data: TimelineData, item: TimelineItem, changes: Mapping[str, int]) -> PlannedBack:
    lead = with_changes(item.lead_times, changes)
    if item.is_published:
        return PlannedBack(item, {}, problem="It is live already.")
    go_live = item.publish_on or go_live_of(data)
    if go_live is None:
        return PlannedBack(item, {}, problem="It has no publish day, and the campaign no go-live day.")
    plan = plan_back(go_live, lead, data.calendar)
    done = [bar for bar in item.bars if bar.is_done]
    open_steps = _open_steps(plan, {PHASES[bar.step] for bar in done}, done, data.calendar)
    days: dict[str, date | None] = {}
    for name, phase in PHASES.items():
        if any(bar.step == name for bar in done):
            continue
        found = next((step.due for step in open_steps if step.phase is phase), None)
        if found != item.day_of(name):
            days[name] = found
    if go_live != item.publish_on:
        days[PUBLISH] = go_live
    last = max((step.due for step in open_steps), default=None)
    if last is not None and last >= go_live:
        return PlannedBack(item, {}, problem=f"The steps that are open no longer fit before {go_live:%d %b %Y}.")
    # Changes and the way to publishing have no day of their own, but count when the time left is too short.
    rest = with_changes(lead, {PHASES[bar.step].value: 0 for bar in done})
    short = shortfall(Plan(go_live, tuple(open_steps)), rest, data.today, data.calendar)
    return PlannedBack(item, days, short)


def _open_steps(
    plan: Plan, finished: set[Phase], done: Sequence[Bar], calendar: WorkingCalendar
) -> list[Step]:
    """The steps that are still to be done, none of them before the last one that is done."""
    steps: list[Step] = []
    after = max((bar.end for bar in done), default=None)
    for step in plan.steps:
        if step.phase in finished:
            continue
        start, due = step.start, step.due
        if after is not None and start <= after:
            start = calendar.add(after, 1)
            due = max(due, start)
        steps.append(Step(step.phase, start, due))
        after = due
    return steps


def lead_times_of(items: Iterable[TimelineItem]) -> LeadTimes | None:
    """The lead times deliverables have in common, None when they differ."""
    found = {item.lead_times for item in items}
    return found.pop() if len(found) == 1 else None


# Parts


def _settle(data: TimelineData, changes: Changes) -> Shift:
    """Push what follows; only tasks that a change can reach are looked at, so that a drag stays fluent."""
    result = move(_reach(data, changes), changes, data.calendar)
    return Shift(tuple(one for one in result.moved if one.new != one.old), result.blocked)


def _reach(data: TimelineData, changes: Mapping[str, tuple[date, date]]) -> list[Task]:
    """The changed tasks, what they wait for, and everything that waits for them."""
    tasks, followers = data.tasks, _followers(data)
    wanted: dict[str, Task] = {}
    for key in changes:
        for need in tasks[key].depends_on:
            if need in tasks:
                wanted[need] = tasks[need]
    queue = list(changes)
    for key in queue:  # grows while it is read
        wanted[key] = tasks[key]
        queue += [follower for follower in followers.get(key, ()) if follower not in queue]
    return list(wanted.values())


def _followers(data: TimelineData) -> Mapping[str, Sequence[str]]:
    """Which tasks wait for a task, kept with the data it was made of."""
    kept: dict[str, list[str]] | None = data.__dict__.get("_followers")
    if kept is None:
        kept = {}
        for task in data.tasks.values():
            for need in task.depends_on:
                kept.setdefault(need, []).append(task.key)
        data.__dict__["_followers"] = kept
    return kept


def _neighbours(item: TimelineItem, step: str) -> tuple[Bar | None, Bar | None, Bar | None]:
    """The bars before, at and after a step."""
    order = [bar.step for bar in item.bars]
    if step not in order:
        return (item.bars[-1] if item.bars else None), None, None
    place = order.index(step)
    return (item.bars[place - 1] if place else None, item.bars[place],
            item.bars[place + 1] if place + 1 < len(item.bars) else None)


def _snapped(calendar: WorkingCalendar, day: date, days: int) -> date:
    """A day moved, then on to the next working day in the direction it went."""
    target = day + timedelta(days=days)
    return calendar.on_or_after(target) if days > 0 else calendar.on_or_before(target)


def _moved_phase(data: TimelineData, item: TimelineItem, step: str, days: int) -> Changes:
    """New dates of a phase, and of the open phase before it, which gives or takes the days."""
    calendar = data.calendar
    before, bar, _after = _neighbours(item, step)
    assert bar is not None
    length = max(calendar.count(bar.start - _DAY, bar.end), 1)
    end = _snapped(calendar, bar.end, days)
    key = step_key(item.id, step)
    if before is None:
        return {key: (calendar.add(end, 1 - length), end)}
    if before.is_done or bar.is_done:
        start = min(bar.start, end) if days > 0 else bar.start
        return {key: (start, max(end, calendar.on_or_after(start)))}
    start = calendar.add(end, 1 - length)
    boundary = max(calendar.add(start, -1), calendar.on_or_after(before.start))
    start = calendar.add(boundary, 1)
    return {step_key(item.id, before.step): (before.start, boundary), key: (start, calendar.add(start, length - 1))}


def _take_along(data: TimelineData, item: TimelineItem, step: str, changes: Changes) -> None:
    """Move everything after a step by as many working days; the post by as many calendar days."""
    calendar, key = data.calendar, step_key(item.id, step)
    old, new = data.tasks[key].end, changes[key][1]
    distance = calendar.count(old, new)
    for name in item.steps[item.steps.index(step) + 1:]:
        task = data.tasks[step_key(item.id, name)]
        if task.done or task.locked:
            continue
        if name == PUBLISH:
            changes[task.key] = (task.start + (new - old), task.end + (new - old))
        else:
            end = calendar.add(task.end, distance)
            changes[task.key] = (min(calendar.add(task.start, distance), end), end)


def _stretched_span(task: Task, edge: str, days: int) -> tuple[date, date]:
    by = timedelta(days=days)
    if edge == "start":
        return min(task.start + by, task.end), task.end
    return task.start, max(task.end + by, task.start)


def stored_days(shift: Shift) -> list[Moved]:
    """The moves that change a stored date: a phase whose start alone moves is drawn, not stored."""
    return [one for one in shift.moved
            if one.new[1] != one.old[1] or (one.key.startswith("m:") and one.new != one.old)]


def ordered_steps(days: Mapping[str, date | None]) -> list[tuple[str, date | None]]:
    """Dates by step in the order of the work."""
    return [(step, days[step]) for step in STEPS if step in days]
