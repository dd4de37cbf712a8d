"""Compliance as conditions in SQL: which deliverables fail, warn undecided, lack a check or a look at the live post.

The rules are those of `queries/compliance.py`, which reads them row by row; a test holds the two to each other.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlmodel import SQLModel, col

from microinf_desktop.domain.compliance import (
    UNDISCLOSED_KINDS,
    WARNINGS,
    ComplianceFilter,
    ComplianceView,
    Phase,
)
from microinf_desktop.domain.enums import CampaignState, DeliverableState, Verdict
from microinf_desktop.domain.violations import ViolationState
from microinf_desktop.queries.compliance_looks import first_look_overdue, second_look_overdue
from microinf_desktop.queries.deals import AnySelect, deal_conditions, join_deal
from microinf_desktop.storage.tables import (
    Campaign,
    Client,
    ComplianceDecision,
    Deliverable,
    DisclosureCheck,
    Draft,
    Violation,
)
from microinf_desktop.storage.tables.types import WordList

DROPPED = (DeliverableState.CANCELLED, DeliverableState.REPLACED)


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def _check_alias() -> FromClause:
    return _table(DisclosureCheck).alias()


_VIOLATION = _table(Violation)
_OUTER = (_table(Deliverable), _table(Draft), _table(Campaign), _table(Client))
# The jurisdictions a deliverable is checked for: those of its campaign, else of its client.
AREAS = type_coerce(
    case((func.length(Campaign.jurisdictions) > 2, col(Campaign.jurisdictions)), else_=col(Client.jurisdictions)),
    WordList(),
)


def joined(statement: AnySelect) -> AnySelect:
    """Deliverables with their deal and, where there is one, their newest draft."""
    newest = (
        select(col(Draft.deliverable_id), func.max(Draft.number).label("number"))
        .group_by(col(Draft.deliverable_id)).subquery()
    )
    return (
        join_deal(statement.select_from(Deliverable), Deliverable.collaboration_id)
        .outerjoin(newest, newest.c.deliverable_id == col(Deliverable.id))
        .outerjoin(Draft, and_(
            col(Draft.deliverable_id) == col(Deliverable.id), col(Draft.number) == newest.c.number
        ))
    )


def conditions(wanted: ComplianceFilter) -> list[ColumnElement[bool]]:
    found = deal_conditions(
        campaign_id=wanted.campaign_id, client_id=wanted.client_id, influencer_id=wanted.influencer_id,
        text=wanted.text, also=(Deliverable.title,),
    )
    found += [
        col(Deliverable.state).not_in(DROPPED), col(Deliverable.kind).not_in(UNDISCLOSED_KINDS),
    ]
    if wanted.campaign_id is None:
        found.append(Campaign.state != CampaignState.ARCHIVED)  # type: ignore[arg-type]
    if wanted.jurisdiction:
        found.append(cast(AREAS, Text).contains(f'"{wanted.jurisdiction}"', autoescape=True))
    sliced = slices(wanted.now or datetime.now(UTC))
    if wanted.view is ComplianceView.OPEN:
        found.append(or_(*sliced.values()))
    elif wanted.view is not ComplianceView.ALL:
        found.append(sliced[wanted.view])
    return found


def slices(now: datetime) -> dict[ComplianceView, ColumnElement[bool]]:
    """The same verdicts as `_stand` gives, as conditions over all deliverables."""
    failing = _has_check(_newest, verdicts=(Verdict.FAIL,))
    missing = _lacks_a_check()
    return {
        ComplianceView.FAILING: failing,
        ComplianceView.UNDECIDED: and_(~failing, ~missing, _has_check(_newest_and_open, verdicts=WARNINGS)),
        ComplianceView.NOT_CHECKED: and_(col(Draft.id).is_not(None), ~failing, missing),
        ComplianceView.LIVE_OVERDUE: or_(first_look_overdue(now), second_look_overdue(now)),
        ComplianceView.VIOLATIONS: exists(
            select(_VIOLATION.c.id)
            .where(_VIOLATION.c.deliverable_id == col(Deliverable.id), _VIOLATION.c.state == ViolationState.OPEN)
            .correlate(_table(Deliverable))
        ),
    }


def _lacks_a_check() -> ColumnElement[bool]:
    """Whether one of the campaign's jurisdictions has no check of the current text."""
    areas, check = cast(AREAS, Text), _check_alias()
    # The list is JSON text: one area more than it has commas; without any, one check of whatever area will do.
    commas = func.length(areas) - func.length(func.replace(areas, ",", ""))
    wanted = case((func.length(areas) <= 2, 1), else_=commas + 1)
    listed = areas.contains('"' + check.c.jurisdiction + '"')
    found = (
        select(func.count(check.c.jurisdiction.distinct()))
        .where(check.c.deliverable_id == col(Deliverable.id), _is_current(check.c),
               or_(func.length(areas) <= 2, listed))
        .correlate(*_OUTER).scalar_subquery()
    )
    return or_(col(Deliverable.verdict) == Verdict.NOT_CHECKED, found < wanted)


def _has_check(
    condition: Callable[[FromClause], ColumnElement[bool]], verdicts: Collection[Verdict]
) -> ColumnElement[bool]:
    check = _check_alias()
    return and_(col(Deliverable.verdict) != Verdict.NOT_CHECKED, exists(
        select(check.c.id).where(
            check.c.deliverable_id == col(Deliverable.id), check.c.verdict.in_(verdicts), condition(check)
        ).correlate(*_OUTER)
    ))


def _newest(check: FromClause) -> ColumnElement[bool]:
    """Whether a check is about the current text and no later one of its jurisdiction is."""
    later = _check_alias()
    superseded = exists(select(later.c.id).where(
        later.c.deliverable_id == check.c.deliverable_id, later.c.jurisdiction == check.c.jurisdiction,
        or_(later.c.checked_at > check.c.checked_at,
            and_(later.c.checked_at == check.c.checked_at, later.c.id > check.c.id)),
        _is_current(later.c),
    ).correlate(check, *_OUTER))
    return and_(_is_current(check.c), ~superseded)


def _newest_and_open(check: FromClause) -> ColumnElement[bool]:
    """Whether a newest check has no decision on its text since."""
    decision = _table(ComplianceDecision).alias()
    settled = exists(select(decision.c.id).where(
        decision.c.deliverable_id == check.c.deliverable_id, decision.c.caption_sha256 == check.c.caption_sha256,
        decision.c.decided_at >= check.c.checked_at,
    ).correlate(check))
    return and_(_newest(check), ~settled)


def _is_current(check: Any) -> ColumnElement[bool]:
    """Whether a check is about the current text, as `current_checks` says it."""
    online = and_(check.phase == Phase.LIVE, check.checked_at >= col(Draft.received_at))
    seen = _check_alias()
    was_seen = exists(select(seen.c.id).where(
        seen.c.deliverable_id == col(Deliverable.id), seen.c.phase == Phase.LIVE,
        seen.c.checked_at >= col(Draft.received_at),
    ).correlate(*_OUTER))
    drafted = and_(
        check.phase == Phase.DRAFT, check.caption == col(Draft.caption),
        func.coalesce(check.draft_number, col(Draft.number)) == col(Draft.number), ~was_seen,
    )
    return or_(col(Draft.id).is_(None), online, drafted)
