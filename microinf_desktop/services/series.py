"""Changes to series: sequences and recurring deliverables made in one step, shifted and edited together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.sequences import PlannedSeries, SequenceTemplate, SeriesKind, shifted
from microinf_desktop.queries.series import SEQUENCE
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.services.dates import DATE_FIELDS, put_dates
from microinf_desktop.services.deliverables import store
from microinf_desktop.services.reviews import stored
from microinf_desktop.services.timeline import pushed_by, store_shift
from microinf_desktop.storage.tables import Collaboration, Deliverable, Series, WorkTemplate
from microinf_desktop.storage.workspace import Workspace

# What the pieces of a recurring series share; the days are each piece's own.
_SHARED = tuple(
    name for name in DeliverableDraft.__dataclass_fields__
    if name not in (*DATE_FIELDS, "collaboration_id", "locked_reason")
)


@dataclass(frozen=True, slots=True)
class Followed:
    """What a change did to the later pieces: how many followed, and why the others stayed."""

    moved: int
    stayed: tuple[str, ...]


def add_series(workspace: Workspace, planned: Sequence[PlannedSeries], today: date | None = None) -> list[int]:
    """Add the pieces of series with their checklists as one step; the ids of the deliverables."""
    pieces = [piece for series in planned for piece in series.pieces]
    if not pieces:
        raise KnownError("Nothing would be added.", "Choose at least one creator and one day.")
    for piece in pieces:
        for problem in piece.draft.problems():
            raise problem
    name, number = planned[0].name, len(pieces)
    with workspace.writing(f"Add {name}, {number} deliverables" if number > 1 else f"Add {name}") as session:
        added = []
        for series in planned:
            if session.get(Collaboration, series.collaboration_id) is None:
                raise KnownError("The creator is no longer part of this campaign.", "Undo the removal first.")
            row = Series(
                collaboration_id=series.collaboration_id, name=series.name, kind=series.kind, rule=series.rule
            )
            session.add(row)
            session.flush()
            for position, piece in enumerate(series.pieces):
                deliverable_id = store(session, piece.draft, None, piece.items, today or date.today())
                made = stored(session, deliverable_id)
                made.series_id, made.series_position = row.id, position
                added.append(deliverable_id)
        follow_deal(session, {series.collaboration_id for series in planned}, today)
        return added


def save_with_following(
    workspace: Workspace, draft: DeliverableDraft, deliverable_id: int, today: date | None = None
) -> Followed:
    """Store the changed form of a piece and let the later ones of its series follow, as one step.

    Their days move by as many days as the publish day did. In a recurring series what was changed in the form is
    changed in them too. What is live or locked stays where it is.
    """
    for problem in draft.problems():
        raise problem
    with workspace.writing("Edit this and the following") as session:
        row = stored(session, deliverable_id)
        before = {name: getattr(row, name) for name in DeliverableDraft.__dataclass_fields__}
        series = session.get(Series, row.series_id) if row.series_id is not None else None
        if series is None:
            raise KnownError("This deliverable is in no series.", "Save it alone.")
        later = [(other, _days(other)) for other in _later(session, row)]
        store(session, draft, deliverable_id, (), today or date.today())
        by = (draft.publish_on - before["publish_on"]).days if draft.publish_on and before["publish_on"] else 0
        changed = {
            name: list(value) if isinstance(value := getattr(draft, name), tuple) else value
            for name in _SHARED if series.kind == SeriesKind.RECURRING and _differs(getattr(draft, name), before[name])
        }
        for other, _old in later:
            for name, value in changed.items():
                setattr(other, name, value)
        stayed = _shift(session, later, by, today)
        follow_deal(session, [draft.collaboration_id], today)
        return Followed(len(later) - len(stayed), tuple(stayed))


def shift_following(workspace: Workspace, deliverable_id: int, by: int, today: date | None = None) -> Followed:
    """Move the later pieces of a series by calendar days; what is live or locked stays."""
    with workspace.writing("Move the rest of the series") as session:
        row = stored(session, deliverable_id)
        later = [(other, _days(other)) for other in _later(session, row)]
        stayed = _shift(session, later, by, today)
        follow_deal(session, [row.collaboration_id], today)
        return Followed(len(later) - len(stayed), tuple(stayed))


def move_with_following(
    workspace: Workspace, deliverable_id: int, day: date, today: date | None = None
) -> Followed:
    """Move a publish day, and the later pieces of its series by as many days, as one step."""
    with workspace.writing("Move this and the following") as session:
        row = stored(session, deliverable_id)
        by = (day - row.publish_on).days if row.publish_on is not None else 0
        later = [(other, _days(other)) for other in _later(session, row)]
        pushed = pushed_by(session, row, day, today)
        put_dates(session, row, {"publish_on": day})
        store_shift(session, pushed)
        stayed = _shift(session, later, by, today)
        follow_deal(session, [row.collaboration_id], today)
        return Followed(len(later) - len(stayed), tuple(stayed))


def _days(row: Deliverable) -> dict[str, date | None]:
    return {name: getattr(row, name) for name in DATE_FIELDS}


def _shift(
    session: Session, later: Sequence[tuple[Deliverable, dict[str, date | None]]], by: int, today: date | None
) -> list[str]:
    """Move pieces by calendar days from the days they had, with what waits for them; why some of them stayed.

    The days are those before the first piece moved: one that also waits for it would else move twice.
    """
    stayed = []
    for row, had in later if by else ():
        if reason := _why_it_stays(row):
            stayed.append(reason)
            continue
        days = shifted(had, by)
        session.flush()
        pushed = pushed_by(session, row, days.get("publish_on"), today)
        for name, day in days.items():
            setattr(row, name, day)
        store_shift(session, pushed)
    return stayed


def save_sequence(workspace: Workspace, template: SequenceTemplate, template_id: int | None = None) -> int:
    """Add a sequence of the agency's own or store the changed one; its id."""
    for problem in template.problems():
        raise problem
    try:
        with workspace.writing(f"Save sequence {template.name.strip()}") as session:
            row = WorkTemplate(kind=SEQUENCE, name="", data="") if template_id is None else _template(
                session, template_id)
            row.name, row.data = template.name.strip(), template.to_text()
            session.add(row)
            session.flush()
            assert row.id is not None
            return row.id
    except IntegrityError as error:
        raise ValidationError(
            "name", f"There already is a sequence “{template.name.strip()}”.", "Choose another name."
        ) from error


def delete_sequence(workspace: Workspace, template_id: int) -> None:
    """Delete a sequence of the agency's own; deliverables made from it stay."""
    with workspace.writing("Delete sequence") as session:
        session.delete(_template(session, template_id))


def _template(session: Session, template_id: int) -> WorkTemplate:
    row = session.get(WorkTemplate, template_id)
    if row is None:
        raise KnownError("This sequence was deleted meanwhile.", "Undo the deletion first.")
    return row


def _later(session: Session, row: Deliverable) -> list[Deliverable]:
    return list(session.exec(
        select(Deliverable)
        .where(Deliverable.series_id == row.series_id, col(Deliverable.series_position) > (row.series_position or 0))
        .order_by(col(Deliverable.series_position))
    )) if row.series_id is not None else []


def _why_it_stays(row: Deliverable) -> str:
    name = row.title or row.kind.replace("_", " ")
    if row.published_at is not None:
        return f"{name} is live since {row.published_at:%d %b %Y}"
    return f"{name} is locked: {row.locked_reason}" if row.locked_reason else ""


def _differs(new: object, old: object) -> bool:
    return list(new) != old if isinstance(new, tuple) else new != old
