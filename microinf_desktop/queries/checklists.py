"""Reads of checklists: items, the agency's templates, progress rolled up, the terms that contract checks follow."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func
from sqlmodel import Session, col

from microinf_desktop.domain.checklists import ChecklistTemplate, DealTerms, Progress, item_from_text
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState
from microinf_desktop.interchange.templates import shipped_checklists
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    ChecklistItem,
    Collaboration,
    Contract,
    ContractVersion,
    Deliverable,
    Person,
)
from microinf_desktop.storage.tables import ChecklistTemplate as StoredTemplate

_SIGNED = ("signed", "countersigned", "active")
_INSIGHT_DAYS = 7  # where the contract sets no other number, as the clause library has it


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """An item; `holder` has to do it, `source` is typed, template or contract."""

    id: int
    position: int
    text: str
    due_on: date | None
    done_on: date | None
    done_by: str
    holder: str
    source: str
    deliverable_id: int


def items(session: Session, deliverable_ids: Sequence[int]) -> dict[int, tuple[ChecklistRow, ...]]:
    """The items of deliverables in their order, by deliverable; those without any are left out."""
    found = session.execute(
        pick(
            ChecklistItem.id, ChecklistItem.position, ChecklistItem.text, ChecklistItem.due_on, ChecklistItem.done_on,
            func.coalesce(Person.name, ""), ChecklistItem.holder, ChecklistItem.source, ChecklistItem.deliverable_id,
        )
        .outerjoin(Person, col(Person.id) == col(ChecklistItem.done_by_id))
        .where(col(ChecklistItem.deliverable_id).in_(deliverable_ids))
        .order_by(col(ChecklistItem.deliverable_id), col(ChecklistItem.position), col(ChecklistItem.id))
    )
    lists: dict[int, list[ChecklistRow]] = {}
    for values in found:
        lists.setdefault(values[8], []).append(ChecklistRow(*values))
    return {deliverable_id: tuple(rows) for deliverable_id, rows in lists.items()}


def item_counts(session: Session, deliverable_ids: Sequence[int], with_done: bool = True) -> dict[int, int]:
    """How many items (open ones only without `with_done`) each deliverable has; those without any are left out."""
    counted = pick(ChecklistItem.deliverable_id, func.count()).group_by(col(ChecklistItem.deliverable_id))
    if not with_done:
        counted = counted.where(col(ChecklistItem.done_on).is_(None))
    found: dict[int, int] = {}
    for start in range(0, len(deliverable_ids), 10_000):
        part = deliverable_ids[start : start + 10_000]
        found |= {row[0]: row[1] for row in session.execute(counted.where(col(ChecklistItem.deliverable_id).in_(part)))}
    return found


# progress


def progress_by_deliverable(session: Session, ids: Collection[int], today: date) -> dict[int, Progress]:
    """Progress of each deliverable that has items."""
    return _progress(session, col(Deliverable.id), ids, today)


def progress_by_collaboration(session: Session, ids: Collection[int], today: date) -> dict[int, Progress]:
    """Progress over the deliverables of each collaboration that has items; cancelled work is left out."""
    return _progress(session, col(Deliverable.collaboration_id), ids, today, _not_void())


def progress_by_campaign(session: Session, ids: Collection[int], today: date) -> dict[int, Progress]:
    """Progress over the deliverables of each campaign that has items; cancelled work is left out."""
    return _progress(session, col(Deliverable.campaign_id), ids, today, _not_void())


def progress_by_client(session: Session, ids: Collection[int], today: date) -> dict[int, Progress]:
    """Progress over the campaigns of each client that has items, archived ones left out."""
    return _progress(
        session, col(Campaign.client_id), ids, today, _not_void(), col(Campaign.state) != "archived"
    )


def _not_void() -> ColumnElement[bool]:
    return col(Deliverable.state).not_in([state.value for state in VOID_STATES]) & was_planned()


def _progress(
    session: Session, key: Any, ids: Collection[int], today: date, *conditions: ColumnElement[bool]
) -> dict[int, Progress]:
    """Items counted in one statement: done, all, and open ones whose day has passed."""
    overdue = col(ChecklistItem.done_on).is_(None) & (col(ChecklistItem.due_on) < today)
    statement = (
        pick(key, func.count(col(ChecklistItem.done_on)), func.count(),
             func.coalesce(func.sum(cast(overdue, Integer)), 0))
        .select_from(Deliverable).join(ChecklistItem, col(ChecklistItem.deliverable_id) == col(Deliverable.id))
    )
    if key.table.name == "campaign":
        statement = statement.join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
    found = session.execute(statement.where(key.in_(ids), *conditions).group_by(key))
    return {row[0]: Progress(row[1], row[2], row[3]) for row in found}


# templates


def template(session: Session, kind: DeliverableKind) -> ChecklistTemplate:
    """The checklist a new deliverable of this kind gets: the agency's own, else the shipped one."""
    own = own_templates(session)
    return own.get(kind) or shipped_checklists()[kind]


def own_templates(session: Session) -> Mapping[DeliverableKind, ChecklistTemplate]:
    """The templates the agency changed."""
    found = session.execute(pick(StoredTemplate.kind, StoredTemplate.items))
    return {
        DeliverableKind(kind): ChecklistTemplate(DeliverableKind(kind), tuple(item_from_text(line) for line in lines))
        for kind, lines in found
    }


# terms


def _agreed(session: Session, collaboration_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Days until insights are due and the cycle of commission statements, by collaboration with a signed contract."""
    stored = session.execute(
        pick(Contract.collaboration_id, ContractVersion.data)
        .join(ContractVersion, col(ContractVersion.contract_id) == col(Contract.id))
        .where(col(Contract.collaboration_id).in_(collaboration_ids), col(Contract.state).in_(_SIGNED))
        .order_by(col(ContractVersion.issued_at), col(ContractVersion.id))
    )
    found = {}
    for collaboration_id, data in stored:
        plain = json.loads(data)
        commission = plain["compensation"]["commission"] or {}
        days = dict(plain["parameters"]).get("insight_days", _INSIGHT_DAYS)
        found[collaboration_id] = (int(days), commission.get("statement_cycle", ""))
    return found


def deal_terms(session: Session, deliverable_ids: Collection[int]) -> dict[int, DealTerms]:
    """What contract checks of deliverables follow from, by deliverable; a post that is live counts from that day.

    Unplanned posts are in no contract and left out.
    """
    wanted = pick(Deliverable.collaboration_id).where(col(Deliverable.id).in_(deliverable_ids))
    found = session.execute(
        pick(
            Deliverable.id, Deliverable.collaboration_id, Deliverable.kind, Deliverable.state, Deliverable.publish_on,
            Deliverable.published_at, col(Deliverable.keep_live_days).label("own_days"),
            col(Collaboration.keep_live_days).label("deal_days"), Collaboration.usage_rights,
            Collaboration.usage_months, Collaboration.exclusivity_days_after,
        )
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .where(col(Deliverable.collaboration_id).in_(wanted), was_planned())
        .order_by(col(Deliverable.id))
    ).all()
    days = {row.id: row.published_at.date() if row.published_at else row.publish_on for row in found}
    last: dict[int, tuple[date, int]] = {}
    for row in found:
        if days[row.id] is not None and row.state not in VOID_STATES:
            last[row.collaboration_id] = max(last.get(row.collaboration_id, (date.min, 0)), (days[row.id], row.id))
    chosen = set(deliverable_ids)
    agreed = _agreed(session, {row.collaboration_id for row in found if row.id in chosen})
    return {
        row.id: DealTerms(
            DeliverableKind(row.kind), DeliverableState(row.state), days[row.id], row.own_days, row.deal_days,
            row.usage_months if row.usage_rights != "none" else None, row.exclusivity_days_after,
            last.get(row.collaboration_id, (date.min, row.id))[1] == row.id,
            *agreed.get(row.collaboration_id, (None, "")),
        )
        for row in found if row.id in chosen
    }
