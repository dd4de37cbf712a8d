"""What a state machine is: states, moves, conditions, and in words why a move is refused.

A `Pipeline` is data: its states with holder and progress, the moves between them, and the conditions on the
state that is entered. Services ask `can_move` before every change of state and screens ask `moves` for their
menus, so the rules live in one place.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.errors import KnownError

S = TypeVar("S", bound=StrEnum)
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move is not allowed and what would allow it, both one sentence."""

    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.reason} {self.remedy}"

    def as_error(self) -> KnownError:
        """The refusal as the error a service raises."""
        return KnownError(self.reason, self.remedy)


@dataclass(frozen=True, slots=True)
class State(Generic[S]):
    """One state: who has to act while in it, its share of the way in percent, whether the way ends there.

    `can_be_late` is False once what was due has been delivered.
    """

    value: S
    holder: BallHolder | None
    progress: int
    terminal: bool = False
    can_be_late: bool = True


@dataclass(frozen=True, slots=True)
class Guard(Generic[S, F]):
    """A condition on entering one of `targets` (from one of `starts` only, when given)."""

    targets: frozenset[S]
    check: Callable[[F], Refusal | None]
    starts: frozenset[S] = frozenset()

    def refuse(self, start: S, to: S, facts: F) -> Refusal | None:
        """The refusal when the condition applies to this move and does not hold."""
        applies = to in self.targets and (not self.starts or start in self.starts)
        return self.check(facts) if applies else None


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """A state that can be chosen next; `refusal` is None when it is allowed now."""

    to: S
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Pipeline(Generic[S, F]):
    """A state machine as data; `noun` is the word used in sentences, `edges` maps a state to its next ones.

    Moves in `backward` only correct a mistake: they ask for no conditions.
    """

    name: str
    noun: str
    states: Mapping[S, State[S]]
    edges: Mapping[S, tuple[S, ...]]
    backward: Mapping[S, tuple[S, ...]]
    guards: tuple[Guard[S, F], ...]


def label(state: StrEnum) -> str:
    """The state in plain English, sentence case: `do_not_contact` is "Do not contact"."""
    return state.value.replace("_", " ").capitalize()


def can_move(pipeline: Pipeline[S, F], start: S, to: S, facts: F) -> Refusal | None:
    """None when a record may go from `start` to `to`, else the reason and the way out."""
    if start == to:
        return Refusal(f"The {pipeline.noun} is already “{label(to)}”.", "Choose another state.")
    if to in pipeline.backward.get(start, ()):
        return None
    if to not in pipeline.edges.get(start, ()):
        return _no_such_move(pipeline, start, to)
    for guard in pipeline.guards:
        if refusal := guard.refuse(start, to, facts):
            return refusal
    return None


def require_move(pipeline: Pipeline[S, F], start: S, to: S, facts: F) -> None:
    """Raise the refusal of `can_move` as KnownError."""
    if refusal := can_move(pipeline, start, to, facts):
        raise refusal.as_error()


def moves(pipeline: Pipeline[S, F], start: S, facts: F) -> tuple[Move[S], ...]:
    """Every state that can follow `start`, forward ones first, each with its refusal under these facts."""
    targets = (*pipeline.edges.get(start, ()), *pipeline.backward.get(start, ()))
    return tuple(Move(to, can_move(pipeline, start, to, facts)) for to in dict.fromkeys(targets))


def next_state(pipeline: Pipeline[S, F], start: S) -> S | None:
    """The usual next state, the first one listed; None at the end of the way."""
    following = pipeline.edges.get(start, ())
    return following[0] if following else None


def route(pipeline: Pipeline[S, F], start: S, to: S) -> tuple[S, ...]:
    """The shortest way of forward moves from `start` (left out) to `to` (included), empty when none."""
    came_from: dict[S, S] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for following in pipeline.edges.get(here, ()):
            if following == start or following in came_from:
                continue
            came_from[following] = here
            if following == to:
                return _trace(came_from, start, to)
            queue.append(following)
    return ()


def _trace(came_from: Mapping[S, S], start: S, to: S) -> tuple[S, ...]:
    way = [to]
    while came_from[way[-1]] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def _no_such_move(pipeline: Pipeline[S, F], start: S, to: S) -> Refusal:
    reason = f"A {pipeline.noun} cannot go from “{label(start)}” to “{label(to)}”."
    way = route(pipeline, start, to)
    if way:
        steps = ", ".join(f"“{label(step)}”" for step in way[:-1])
        return Refusal(reason, f"Go through {steps} first.")
    options = (*pipeline.edges.get(start, ()), *pipeline.backward.get(start, ()))
    if options:
        return Refusal(reason, f"From here it can become {_any_of(options)}.")
    remedy = f"“{label(start)}” is final; undo the step that led here or add a new {pipeline.noun}."
    return Refusal(reason, remedy)


def _any_of(states: Iterable[StrEnum]) -> str:
    names = [f"“{label(state)}”" for state in states]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def holder(pipeline: Pipeline[S, F], state: S) -> BallHolder | None:
    """Who has to act next; None when nobody does."""
    return pipeline.states[state].holder


def progress(pipeline: Pipeline[S, F], state: S) -> int:
    """Share of the way in percent, 0 to 100."""
    return pipeline.states[state].progress


def is_terminal(pipeline: Pipeline[S, F], state: S) -> bool:
    """True when the way ends here."""
    return pipeline.states[state].terminal


def days_late(pipeline: Pipeline[S, F], state: S, due: date | None, today: date) -> int:
    """Calendar days past `due`, 0 when not late, without a due date, or once delivered."""
    if due is None or not pipeline.states[state].can_be_late:
        return 0
    return max((today - due).days, 0)


def rolled_up_progress(pipeline: Pipeline[S, F], states: Iterable[S], void: Iterable[S] = ()) -> int | None:
    """Mean progress in percent, rounded down, leaving out states in `void`; None when nothing is left."""
    left_out = frozenset(void)
    shares = [pipeline.states[state].progress for state in states if state not in left_out]
    return sum(shares) // len(shares) if shares else None


def states(
    rows: Mapping[S, tuple[BallHolder | None, int]], ends: Collection[S] = (), delivered: Collection[S] = ()
) -> dict[S, State[S]]:
    """States from (who acts, percent of the way); those in `ends` or `delivered` can no longer be late."""
    return {
        value: State(value, holder, share, value in ends, not (value in ends or value in delivered))
        for value, (holder, share) in rows.items()
    }


def guard(check: Callable[[F], Refusal | None], *targets: S, starts: Iterable[S] = ()) -> Guard[S, F]:
    """A condition on entering `targets`, checked only for moves from `starts` when these are given."""
    return Guard(frozenset(targets), check, frozenset(starts))
