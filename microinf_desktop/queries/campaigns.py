"""Reads of campaigns: list, overview, milestones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col

from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.enums import CampaignState, Objective, TargetMetric
from microinf_desktop.domain.money import Money
from microinf_desktop.queries.progress import Work, work_by
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    CampaignPersona,
    CampaignTarget,
    Client,
    Collaboration,
    Deliverable,
    Milestone,
    Payment,
    Person,
)


@dataclass(frozen=True, slots=True)
class CampaignFilter:
    text: str = ""
    client_ids: tuple[int, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in a list; `progress` is the mean over its deliverables in per cent, None without any."""

    id: int
    name: str
    client_id: int
    client: str
    client_color: str
    state: str
    is_pilot: bool
    starts_on: date | None
    go_live_on: date | None
    ends_on: date | None
    creators: int
    deliverables: int
    late: int
    progress: int | None
    budget: Money | None
    committed: Money | None
    setup_step: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    id: int
    name: str
    kind: str
    due_on: date
    done_on: date | None
    starts_on: date | None = None
    locked_reason: str = ""


@dataclass(frozen=True, slots=True)
class CampaignDetail:
    """`fields` are the columns as stored; money in the campaign's currency."""

    id: int
    fields: dict[str, Any]
    client: str
    client_color: str
    owner: str
    targets: tuple[tuple[TargetMetric, Decimal], ...]
    persona_ids: tuple[int, ...]
    milestones: tuple[MilestoneRow, ...]
    committed: Money
    paid: Money
    creators: int
    deliverables: int
    late: int
    progress: int | None

    @property
    def draft(self) -> CampaignDraft:
        """The campaign as its forms fill it in; change it with `dataclasses.replace`, so that nothing gets lost."""
        plain = CampaignDraft.__dataclass_fields__.keys() - {"targets", "persona_ids", "state", "objectives"}
        values: dict[str, Any] = {name: self.fields[name] for name in plain}
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        return CampaignDraft(
            **values,
            state=CampaignState(self.fields["state"]),
            objectives=tuple(Objective(word) for word in self.fields["objectives"]),
            targets=self.targets, persona_ids=self.persona_ids,
        )


def rows(session: Session, wanted: CampaignFilter = CampaignFilter(), today: date | None = None) -> list[CampaignRow]:
    """Campaigns, running first, then by go-live."""
    today = today or date.today()
    found = session.execute(
        pick(Campaign, Client.name, Client.color)
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(*_conditions(wanted))
        .order_by(_state_order(), col(Campaign.go_live_on).nulls_last(), col(Campaign.id))
    ).all()
    ids = [campaign.id for campaign, _, _ in found]
    states, creators, sums = _work(session, ids, today), _creators(session, ids), _committed(session, ids)
    result = []
    for campaign, client, color in found:
        work = states.get(campaign.id, Work())
        result.append(CampaignRow(
            campaign.id, campaign.name, campaign.client_id, client, color, campaign.state, campaign.is_pilot,
            campaign.starts_on, campaign.go_live_on, campaign.ends_on, creators.get(campaign.id, 0), work.count,
            work.late, work.progress,
            None if campaign.budget_minor is None else Money(campaign.budget_minor, campaign.currency),
            Money(sums.get(campaign.id, 0), campaign.currency), campaign.setup_step,
        ))
    return result


def detail(session: Session, campaign_id: int, today: date | None = None) -> CampaignDetail | None:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        return None
    client = session.get_one(Client, campaign.client_id)
    owner = session.get(Person, campaign.owner_id) if campaign.owner_id else None
    targets = session.execute(
        pick(CampaignTarget).where(col(CampaignTarget.campaign_id) == campaign_id).order_by(col(CampaignTarget.id))
    ).scalars()
    personas = session.execute(
        pick(CampaignPersona.persona_id).where(col(CampaignPersona.campaign_id) == campaign_id)
        .order_by(col(CampaignPersona.id))
    ).scalars()
    work = _work(session, [campaign_id], today or date.today()).get(campaign_id, Work())
    paid = session.execute(
        pick(func.coalesce(func.sum(Payment.paid_minor), 0))
        .join(Collaboration, col(Collaboration.id) == col(Payment.collaboration_id))
        .where(col(Collaboration.campaign_id) == campaign_id)
    ).scalar_one()
    return CampaignDetail(
        campaign_id, campaign.model_dump(), client.name, client.color, owner.name if owner else "",
        tuple((TargetMetric(t.metric), t.value) for t in targets), tuple(personas), milestones(session, campaign_id),
        committed(session, campaign_id), Money(paid, campaign.currency),
        _creators(session, [campaign_id]).get(campaign_id, 0), work.count, work.late, work.progress,
    )


def committed(session: Session, campaign_id: int) -> Money:
    """Fees and product values of the creators the client did not reject; commissions depend on sales, so not those."""
    campaign = session.get_one(Campaign, campaign_id)
    return Money(_committed(session, [campaign_id]).get(campaign_id, 0), campaign.currency)


def milestones(session: Session, campaign_id: int) -> tuple[MilestoneRow, ...]:
    found = session.execute(
        pick(Milestone).where(col(Milestone.campaign_id) == campaign_id).order_by(col(Milestone.due_on))
    ).scalars()
    return tuple(MilestoneRow(m.id or 0, m.name, m.kind, m.due_on, m.done_on, m.starts_on, m.locked_reason)
                 for m in found)


def exported(session: Session, today: date | None = None) -> list[dict[str, Any]]:
    """Campaigns as `microinf list campaigns --json` prints them; money in minor units."""
    return [
        {
            "id": r.id, "name": r.name, "client_id": r.client_id, "client": r.client, "state": r.state,
            "is_pilot": r.is_pilot, "starts_on": _iso(r.starts_on), "go_live_on": _iso(r.go_live_on),
            "ends_on": _iso(r.ends_on), "creators": r.creators, "deliverables": r.deliverables, "late": r.late,
            "progress": r.progress, "budget_minor": r.budget.minor if r.budget else None,
            "committed_minor": r.committed.minor if r.committed else None,
            "currency": r.committed.currency if r.committed else None,
        }
        for r in rows(session, today=today)
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _work(session: Session, campaign_ids: Sequence[int | None], today: date) -> dict[int, Work]:
    return work_by(session, Deliverable.campaign_id, [col(Deliverable.campaign_id).in_(campaign_ids)], today)


def _creators(session: Session, campaign_ids: Sequence[int | None]) -> dict[int, int]:
    found = session.execute(
        pick(Collaboration.campaign_id, func.count())
        .where(col(Collaboration.campaign_id).in_(campaign_ids)).group_by(col(Collaboration.campaign_id))
    )
    return {row[0]: row[1] for row in found}


def _committed(session: Session, campaign_ids: Sequence[int | None]) -> dict[int, int]:
    """Fees and product values of creators the client has not rejected, minor units."""
    found = session.execute(
        pick(
            Collaboration.campaign_id,
            func.sum(func.coalesce(Collaboration.fee_minor, 0) + func.coalesce(Collaboration.product_value_minor, 0)),
        )
        .where(col(Collaboration.campaign_id).in_(campaign_ids), col(Collaboration.client_decision) != "rejected")
        .group_by(col(Collaboration.campaign_id))
    )
    return {campaign_id: number or 0 for campaign_id, number in found}


def _conditions(wanted: CampaignFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text.strip():
        pattern = f"%{wanted.text.strip()}%"
        conditions.append(col(Campaign.name).ilike(pattern) | col(Client.name).ilike(pattern))
    if wanted.client_ids:
        conditions.append(col(Campaign.client_id).in_(wanted.client_ids))
    if wanted.states:
        conditions.append(col(Campaign.state).in_(wanted.states))
    return conditions


def _state_order() -> ColumnElement[int]:
    from sqlalchemy import case

    order = {"running": 0, "planning": 1, "finished": 2, "archived": 3}
    return case(order, value=col(Campaign.state), else_=4)
