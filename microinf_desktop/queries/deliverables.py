"""Reads of deliverables: ids for tables and boards, rows, one in full with drafts and checklist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlmodel import Session, col

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.text import fold
from microinf_desktop.queries import checklists
from microinf_desktop.queries.checklists import ChecklistRow
from microinf_desktop.queries.progress import late_condition, was_planned
from microinf_desktop.storage.reading import in_order, ordered_ids, pick, plain_rows
from microinf_desktop.storage.tables import (
    Campaign,
    ChecklistItem,
    Client,
    Collaboration,
    Deliverable,
    Draft,
    Influencer,
)

_SORTS: dict[str, Any] = {
    "publish": Deliverable.publish_on,
    "draft_due": Deliverable.draft_due_on,
    "creator": Influencer.sort_name,
    "campaign": Campaign.name,
    "client": Client.name,
    "state": Deliverable.state,
    "kind": Deliverable.kind,
    "verdict": Deliverable.verdict,
    "holder": Deliverable.ball_holder,
    "waiting": Deliverable.ball_since,
}
SORT_KEYS = tuple(_SORTS)
CLOSED_STATES = tuple(s.value for s in DeliverableState if pipelines.is_terminal(pipelines.DELIVERABLE, s))


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """A deliverable in a table, on a board or as bars of the timeline.

    `late_days` counts calendar days past the step that is due; `waiting_days` since the ball changed hands.
    """

    id: int
    campaign_id: int
    campaign: str
    client_id: int
    client: str
    client_color: str
    collaboration_id: int
    influencer_id: int
    creator: str
    handle: str
    kind: str
    platform: str
    title: str
    quantity: int
    frames: int | None
    min_seconds: int | None
    state: str
    verdict: str
    ball_holder: str
    ball_since: date | None
    rounds_used: int
    ship_on: date | None
    draft_due_on: date | None
    internal_review_on: date | None
    client_review_on: date | None
    publish_on: date | None
    published_at: datetime | None
    checklist_done: int
    checklist_total: int
    late_days: int
    waiting_days: int | None
    is_unplanned: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A stored draft; `fields` are the columns."""

    id: int
    number: int
    received_at: datetime
    caption: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeliverableDetail:
    """One deliverable in full; drafts newest first."""

    row: DeliverableRow
    fields: dict[str, Any]
    relationship: str
    rounds_included: int
    jurisdictions: tuple[str, ...]
    audience_languages: tuple[str, ...]
    drafts: tuple[DraftRow, ...]
    checklist: tuple[ChecklistRow, ...]


def ids(
    session: Session, wanted: DeliverableFilter = DeliverableFilter(), sort: str = "publish",
    descending: bool = False, today: date | None = None,
) -> list[int]:
    """Ids of the deliverables a filter finds, in order; undated ones last."""
    key = col(_SORTS[sort])
    ordered = (key.desc() if descending else key.asc()).nulls_last()
    statement = _joined(pick(Deliverable.id)).where(*_conditions(wanted, today or date.today()))
    return ordered_ids(session, statement.order_by(ordered, col(Deliverable.id)))


def ids_by_state(
    session: Session, wanted: DeliverableFilter = DeliverableFilter(), today: date | None = None,
    columns: Mapping[str, str] = {},
) -> dict[str, list[int]]:
    """Ids for the columns of a board, each by publish day; those without any are left out.

    A column is a state, or what `columns` says for the state.
    """
    statement = _joined(pick(Deliverable.state, Deliverable.id)).where(*_conditions(wanted, today or date.today()))
    found: dict[str, list[int]] = {}
    ordered = statement.order_by(col(Deliverable.publish_on).asc().nulls_last(), col(Deliverable.id))
    for state, row_id in plain_rows(session, ordered):
        found.setdefault(columns.get(state, state), []).append(row_id)
    return found


def count(session: Session, wanted: DeliverableFilter = DeliverableFilter(), today: date | None = None) -> int:
    statement = _joined(pick(func.count(col(Deliverable.id)))).where(*_conditions(wanted, today or date.today()))
    return int(session.execute(statement).scalar_one())


def rows(session: Session, wanted_ids: Sequence[int], today: date | None = None) -> list[DeliverableRow]:
    """Rows of a block of ids, in their order."""
    today = today or date.today()
    done, total = _checklist_counts()
    statement = _joined(pick(
        Deliverable.id, Deliverable.campaign_id, col(Campaign.name).label("campaign"), Campaign.client_id,
        col(Client.name).label("client"), col(Client.color).label("client_color"),
        Deliverable.collaboration_id, Collaboration.influencer_id, col(Influencer.name).label("creator"),
        col(Influencer.primary_handle).label("handle"),
        Deliverable.kind, Deliverable.platform, Deliverable.title, Deliverable.quantity, Deliverable.frames,
        Deliverable.min_seconds, Deliverable.state, Deliverable.verdict, Deliverable.ball_holder,
        Deliverable.ball_since, Deliverable.rounds_used, Deliverable.ship_on, Deliverable.draft_due_on,
        Deliverable.internal_review_on, Deliverable.client_review_on, Deliverable.publish_on,
        Deliverable.published_at, Deliverable.is_unplanned, done.label("checklist_done"),
        total.label("checklist_total"),
    ))
    found: dict[int, DeliverableRow] = {}
    for start in range(0, len(wanted_ids), 10_000):
        part = wanted_ids[start : start + 10_000]
        for values in session.execute(statement.where(col(Deliverable.id).in_(part))):
            late = _late_days(values.state, values.draft_due_on, values.publish_on, today)
            waiting = (today - values.ball_since).days if values.ball_since else None
            found[values[0]] = DeliverableRow(**values._mapping, late_days=late, waiting_days=waiting)
    return in_order(wanted_ids, found)


def detail(session: Session, deliverable_id: int, today: date | None = None) -> DeliverableDetail | None:
    found = rows(session, [deliverable_id], today)
    if not found:
        return None
    deliverable = session.get_one(Deliverable, deliverable_id)
    deal = session.get_one(Collaboration, deliverable.collaboration_id)
    campaign = session.get_one(Campaign, deliverable.campaign_id)
    return DeliverableDetail(
        found[0], deliverable.model_dump(), deal.relationship, deal.rounds_included, tuple(campaign.jurisdictions),
        tuple(campaign.audience_languages), drafts(session, deliverable_id), checklist(session, deliverable_id),
    )


def drafts(session: Session, deliverable_id: int) -> tuple[DraftRow, ...]:
    """Drafts, newest first."""
    found = session.execute(
        pick(Draft).where(col(Draft.deliverable_id) == deliverable_id).order_by(col(Draft.number).desc())
    ).scalars()
    return tuple(DraftRow(d.id or 0, d.number, d.received_at, d.caption, d.model_dump()) for d in found)


def checklist(session: Session, deliverable_id: int) -> tuple[ChecklistRow, ...]:
    """The items of one deliverable in their order."""
    return checklists.items(session, [deliverable_id]).get(deliverable_id, ())


def exported(session: Session, wanted_ids: Sequence[int], today: date | None = None) -> list[dict[str, Any]]:
    """Deliverables as `microinf list deliverables --json` prints them."""
    return [
        {
            "id": r.id, "campaign_id": r.campaign_id, "campaign": r.campaign, "client": r.client,
            "collaboration_id": r.collaboration_id, "creator": r.creator, "kind": r.kind, "platform": r.platform,
            "state": r.state, "verdict": r.verdict, "draft_due_on": _iso(r.draft_due_on),
            "publish_on": _iso(r.publish_on), "late_days": r.late_days, "ball_holder": r.ball_holder,
            "is_unplanned": r.is_unplanned,
        }
        for r in rows(session, wanted_ids, today)
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Deliverable)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
    )


def _conditions(wanted: DeliverableFilter, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for word in fold(wanted.text).split():
        pattern = f"%{word}%"
        conditions.append(
            col(Influencer.search_text).like(pattern) | col(Campaign.name).ilike(pattern)
            | col(Client.name).ilike(pattern) | col(Deliverable.title).ilike(pattern)
        )
    chosen = (
        (Deliverable.campaign_id, wanted.campaign_ids), (Campaign.client_id, wanted.client_ids),
        (Deliverable.collaboration_id, wanted.collaboration_ids), (Deliverable.state, wanted.states),
        (Deliverable.kind, wanted.kinds), (Deliverable.platform, wanted.platforms),
        (Deliverable.ball_holder, wanted.holders), (Deliverable.verdict, wanted.verdicts),
    )
    conditions.extend(col(column).in_(values) for column, values in chosen if values)
    if wanted.published_from is not None:
        conditions.append(col(Deliverable.publish_on) >= wanted.published_from)
    if wanted.published_to is not None:
        conditions.append(col(Deliverable.publish_on) <= wanted.published_to)
    if wanted.late_only:
        conditions.append(late_condition(today))
    if wanted.open_only:
        conditions += [col(Deliverable.state).not_in(CLOSED_STATES), was_planned()]
    return conditions


def _checklist_counts() -> tuple[Any, Any]:
    own = pick(func.count(col(ChecklistItem.done_on))).where(col(ChecklistItem.deliverable_id) == col(Deliverable.id))
    every = pick(func.count(col(ChecklistItem.id))).where(col(ChecklistItem.deliverable_id) == col(Deliverable.id))
    return own.scalar_subquery(), every.scalar_subquery()


def _late_days(state: str, draft_due: date | None, publish: date | None, today: date) -> int:
    current = DeliverableState(state)
    awaiting_draft = current in (
        DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN
    )
    late = pipelines.days_late(pipelines.DELIVERABLE, current, publish, today)
    return max(late, pipelines.days_late(pipelines.DELIVERABLE, current, draft_due, today) if awaiting_draft else 0)
