"""Tasks of a campaign with their dependencies: cycles, shifts, what may move and what cannot, the late path.

A task is any bar or diamond of the timeline: a milestone, a deliverable's step, its go-live. A task begins on
the working day after everything it depends on has ended (the usual finish-to-start link).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.errors import KnownError, ValidationError


@dataclass(frozen=True, slots=True)
class Task:
    """A bar from `start` to `end`, both included (a diamond when equal).

    `locked` says in words why the task cannot move ("live since 2026-11-20"); empty when it can. `done` tasks
    are neither late nor moved. `any_day` lets a task fall on a day nobody works, as posts do.
    """

    key: str
    name: str
    start: date
    end: date
    depends_on: tuple[str, ...] = ()
    locked: str = ""
    done: bool = False
    any_day: bool = False

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValidationError(
                "end", f"“{self.name}” would end before it starts.", "Choose an end on or after the start."
            )


@dataclass(frozen=True, slots=True)
class Moved:
    """A task that gets new dates."""

    key: str
    name: str
    old: tuple[date, date]
    new: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A task that would have to move and cannot, and why in one sentence."""

    key: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shift:
    """The outcome of a what-if: apply `moved`, show `blocked`."""

    moved: tuple[Moved, ...] = ()
    blocked: tuple[Blocked, ...] = ()


def find_cycle(tasks: Iterable[Task]) -> tuple[str, ...]:
    """Keys of one circle of dependencies, in order, or an empty tuple. Unknown dependencies are ignored."""
    by_key = {task.key: task for task in tasks}
    finished: set[str] = set()
    for root, task in by_key.items():
        if root in finished:
            continue
        path = {root: iter(task.depends_on)}  # an ordered set: the way walked, with what is left to look at
        while path:
            here = next(reversed(path))
            step = next((key for key in path[here] if key in by_key and key not in finished), None)
            if step is None:
                del path[here]
                finished.add(here)
            elif step in path:
                return tuple(path)[list(path).index(step) :]
            else:
                path[step] = iter(by_key[step].depends_on)
    return ()


def require_no_cycle(tasks: Iterable[Task]) -> None:
    """Raise KnownError that names a circle of dependencies in words."""
    known = list(tasks)
    cycle = find_cycle(known)
    if not cycle:
        return
    names = {task.key: task.name for task in known}
    if len(cycle) == 1:
        raise KnownError(f"“{names[cycle[0]]}” would wait for itself.", "Remove this dependency.")
    ring = [*cycle, cycle[0]]
    waits = ", ".join(f"“{names[a]}” waits for “{names[b]}”" for a, b in pairwise(ring))
    raise KnownError(f"These would wait for each other: {waits}.", "Remove one of these dependencies.")


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """The tasks so that each comes after those it depends on; KnownError when that is impossible."""
    known = list(tasks)
    require_no_cycle(known)
    by_key = {task.key: task for task in known}
    waiting = {task.key: {key for key in task.depends_on if key in by_key} for task in known}
    ordered: list[Task] = []
    followers: dict[str, list[str]] = {}
    for key, needed in waiting.items():
        for other in needed:
            followers.setdefault(other, []).append(key)
    ready = [key for key, needed in waiting.items() if not needed]
    for key in ready:  # grows while it is read
        ordered.append(by_key[key])
        for follower in followers.get(key, ()):
            waiting[follower].discard(key)
            if not waiting[follower]:
                ready.append(follower)
    return ordered


def move(
    tasks: Sequence[Task], changes: Mapping[str, tuple[date, date]], calendar: WorkingCalendar
) -> Shift:
    """Give some tasks new dates and push what depends on them, only as far as needed, never earlier.

    Tasks keep their length in working days. A locked or done task that would have to move is reported, stays
    where it is, and what follows it counts from there. KnownError on a cycle.
    """
    moved: list[Moved] = []
    blocked: list[Blocked] = []
    ends: dict[str, date] = {}
    pushed: set[str] = set()
    for task in in_order(tasks):
        wanted = _wanted_dates(task, changes, ends, pushed, calendar)
        ends[task.key] = task.end
        if wanted == (task.start, task.end):
            continue
        if task.locked or task.done:
            blocked.append(Blocked(task.key, task.name, _why_fixed(task, wanted)))
            continue
        ends[task.key] = wanted[1]
        pushed.add(task.key)
        moved.append(Moved(task.key, task.name, (task.start, task.end), wanted))
    return Shift(tuple(moved), tuple(blocked))


def _wanted_dates(
    task: Task,
    changes: Mapping[str, tuple[date, date]],
    ends: Mapping[str, date],
    pushed: set[str],
    calendar: WorkingCalendar,
) -> tuple[date, date]:
    """Dates a task should have: a moved one never before what it depends on, others only when pushed.

    So an overlap that was there before, and that nobody touched, is left alone.
    """
    start, end = changes.get(task.key, (task.start, task.end))
    if end < start:
        raise ValidationError(
            "end", f"“{task.name}” would end before it starts.", "Choose an end on or after the start."
        )
    binding = [ends[key] for key in task.depends_on if key in pushed or (task.key in changes and key in ends)]
    latest = max(binding, default=None)
    if latest is None or start > latest:
        return start, end
    return _placed(task, start, end, latest + timedelta(days=1), calendar)


def _placed(
    task: Task, start: date, end: date, earliest: date, calendar: WorkingCalendar
) -> tuple[date, date]:
    """The same length from the first possible day on."""
    if task.any_day:
        return earliest, earliest + (end - start)
    first = calendar.on_or_after(earliest)
    return first, calendar.add(first, max(calendar.count(start, end), 0))


def _why_fixed(task: Task, wanted: tuple[date, date]) -> str:
    reason = task.locked or "done"
    return f"“{task.name}” would have to move to {wanted[0]:%d %b %Y}, but it is fixed: {reason}."


def shift_all(tasks: Iterable[Task], days: int, calendar: WorkingCalendar) -> Shift:
    """Move every task by calendar days (a duplicated campaign, a new start), keeping lengths in working days.

    A task that lands on a day nobody works begins on the next working day, unless it may fall on any day.
    Done and locked tasks are reported.
    """
    moved: list[Moved] = []
    blocked: list[Blocked] = []
    for task in tasks:
        target = task.start + timedelta(days=days)
        wanted = _placed(task, task.start, task.end, target, calendar)
        if wanted == (task.start, task.end):
            continue
        if task.locked or task.done:
            blocked.append(Blocked(task.key, task.name, _why_fixed(task, wanted)))
        else:
            moved.append(Moved(task.key, task.name, (task.start, task.end), wanted))
    return Shift(tuple(moved), tuple(blocked))


def move_go_live(
    tasks: Sequence[Task], key: str, new_day: date, today: date, calendar: WorkingCalendar
) -> Shift:
    """Move one go-live with what leads to it; see `move_go_lives`. KeyError for an unknown key."""
    return move_go_lives(tasks, {key: new_day}, today, calendar)


def move_go_lives(
    tasks: Sequence[Task], days: Mapping[str, date], today: date, calendar: WorkingCalendar
) -> Shift:
    """Move go-lives and pull or push what leads to each by the same number of working days.

    Only tasks a go-live depends on, directly or not, move along; one that leads to several follows the first. One
    that has begun keeps its start. One that would have to begin before `today` is reported and stays, as do locked
    ones; go-live then comes as near to the wanted day as they allow. Tasks that depend on a go-live are pushed when
    needed. KeyError for an unknown key.
    """
    by_key = {task.key: task for task in tasks}
    changes: dict[str, tuple[date, date]] = {}
    blocked: dict[str, Blocked] = {}
    for key, new_day in days.items():
        target = by_key[key]
        if target.locked or target.done:
            blocked[key] = Blocked(key, target.name, _why_fixed(target, (new_day, new_day)))
            continue
        changes[key] = (new_day, new_day + (target.end - target.start))
        distance = calendar.count(target.start, new_day)
        for task in _ancestors(by_key, key):
            if task.key in days or task.key in changes or task.key in blocked or task.done:
                continue
            wanted = _carried(task, distance, today, calendar)
            if wanted == (task.start, task.end):
                continue
            if task.locked:
                blocked[task.key] = Blocked(task.key, task.name, _why_fixed(task, wanted))
            elif wanted[0] < today <= task.start:
                reason = f"“{task.name}” would have had to start on {wanted[0]:%d %b %Y}, which has passed."
                blocked[task.key] = Blocked(task.key, task.name, reason)
            else:
                changes[task.key] = wanted
    result = move(tasks, changes, calendar)
    return Shift(result.moved, (*blocked.values(), *(one for one in result.blocked if one.key not in blocked)))


def _carried(task: Task, distance: int, today: date, calendar: WorkingCalendar) -> tuple[date, date]:
    """The task's dates `distance` working days on; a task that has begun only gets another end."""
    if task.start < today:
        return task.start, max(calendar.add(task.end, distance), min(task.end, today))
    start = calendar.on_or_after(calendar.add(task.start, distance))
    return start, calendar.add(start, max(calendar.count(task.start, task.end), 0))


def _ancestors(by_key: Mapping[str, Task], key: str) -> list[Task]:
    """Everything `key` depends on, directly or not, nearest first."""
    found: dict[str, Task] = {}
    queue = list(by_key[key].depends_on)
    while queue:
        other = queue.pop(0)
        if other in by_key and other not in found:
            found[other] = by_key[other]
            queue.extend(by_key[other].depends_on)
    return list(found.values())


def late_path(tasks: Sequence[Task], today: date, calendar: WorkingCalendar) -> tuple[str, ...]:
    """Keys of the tasks that are late and of those they push, in order: what the timeline draws in danger."""
    late = {task.key for task in tasks if is_late(task, today)}
    hit = late | set(slipped(tasks, today, calendar))
    return tuple(task.key for task in in_order(tasks) if task.key in hit)


def is_late(task: Task, today: date) -> bool:
    """Whether a task is open past its last day."""
    return not task.done and task.end < today


def slipped(
    tasks: Sequence[Task], today: date, calendar: WorkingCalendar
) -> dict[str, tuple[date, date]]:
    """Where each task comes to lie when the late ones end today, at best.

    Only tasks that come to lie elsewhere, late ones included; locks are left out of account, because a locked day
    that can no longer be kept is what one wants to see.
    """
    free = [replace(task, locked="") for task in tasks]
    changes = {task.key: (min(task.start, today), today) for task in free if is_late(task, today)}
    return {moved.key: moved.new for moved in move(free, changes, calendar).moved} if changes else {}
