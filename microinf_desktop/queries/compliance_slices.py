"""Compliance as conditions in SQL: which deliverables fail, warn undecided, lack a check or a look at the live post.

The rules are those of `queries/compliance.py`, which reads them row by row; a test holds the two to each other.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    CTE,
    ColumnElement,
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
from microinf_desktop.queries.compliance_looks import first_look_overdue, last_looks, second_look_overdue
from microinf_desktop.queries.deals import AnySelect, deal_conditions, join_deal
from microinf_desktop.storage.tables import (
    Campaign,
    Client,
    ComplianceDecision,
    Deliverable,
    DisclosureCheck,
    Draft,
    Influencer,
    Violation,
)
from microinf_desktop.storage.tables.types import WordList

DROPPED = (DeliverableState.CANCELLED, DeliverableState.REPLACED)


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


_VIOLATION = _table(Violation)
# The jurisdictions a deliverable is checked for: those of its campaign, else of its client.
AREAS = type_coerce(
    case((func.length(Campaign.jurisdictions) > 2, col(Campaign.jurisdictions)), else_=col(Client.jurisdictions)),
    WordList(),
)


def joined(statement: AnySelect) -> AnySelect:
    """Deliverables with their deal; what a slice asks of the record is joined by `with_record`."""
    return join_deal(statement.select_from(Deliverable), Deliverable.collaboration_id)


def with_record(statement: AnySelect) -> AnySelect:
    """Join what `slices` compares: newest draft, what the checks of the current text come to, last look online."""
    return (
        statement.outerjoin(_DRAFT, _DRAFT.c.deliverable_id == col(Deliverable.id))
        .outerjoin(_RECORD, _RECORD.c.deliverable_id == col(Deliverable.id))
        .outerjoin(_LOOK, _LOOK.c.deliverable_id == col(Deliverable.id))
    )


def conditions(wanted: ComplianceFilter) -> list[ColumnElement[bool]]:
    """What a filter asks for; `with_record` has to be joined for any view but ALL."""
    found = deal_conditions(
        campaign_id=wanted.campaign_id, client_id=wanted.client_id, influencer_id=wanted.influencer_id,
        text=wanted.text, also=(Deliverable.title,),
    )
    found += narrowed(wanted)
    found += [
        col(Deliverable.state).not_in(DROPPED), col(Deliverable.kind).not_in(UNDISCLOSED_KINDS),
    ]
    if wanted.campaign_id is None and not wanted.campaign_ids:
        found.append(Campaign.state != CampaignState.ARCHIVED)  # type: ignore[arg-type]
    sliced = slices(wanted.now or datetime.now(UTC))
    if wanted.view is ComplianceView.OPEN:
        found.append(or_(*sliced.values()))
    elif wanted.view is not ComplianceView.ALL:
        found.append(sliced[wanted.view])
    return found


def narrowed(wanted: ComplianceFilter) -> list[ColumnElement[bool]]:
    """The parts of a filter that name several campaigns, clients, creators or countries."""
    several = ((Campaign.id, wanted.campaign_ids), (Client.id, wanted.client_ids),
               (Influencer.id, wanted.influencer_ids))
    found: list[ColumnElement[bool]] = [col(column).in_(ids) for column, ids in several if ids]
    codes = (*wanted.jurisdictions, *((wanted.jurisdiction,) if wanted.jurisdiction else ()))
    if codes:
        found.append(or_(*(cast(AREAS, Text).contains(f'"{code}"', autoescape=True) for code in codes)))
    return found


def slices(now: datetime) -> dict[ComplianceView, ColumnElement[bool]]:
    """The same verdicts as `_stand` gives, as conditions over all deliverables joined by `with_record`."""
    counts = col(Deliverable.verdict) != Verdict.NOT_CHECKED
    failing = and_(counts, _recorded("fails") > 0)
    missing = or_(~counts, _recorded("areas") < _areas_wanted())
    return {
        ComplianceView.FAILING: failing,
        ComplianceView.UNDECIDED: and_(~failing, ~missing, _recorded("undecided") > 0),
        ComplianceView.NOT_CHECKED: and_(_DRAFT.c.number.is_not(None), ~failing, missing),
        ComplianceView.LIVE_OVERDUE: or_(first_look_overdue(now, _LOOK.c.at), second_look_overdue(now, _LOOK.c.at)),
        ComplianceView.VIOLATIONS: exists(
            select(_VIOLATION.c.id)
            .where(_VIOLATION.c.deliverable_id == col(Deliverable.id), _VIOLATION.c.state == ViolationState.OPEN)
            .correlate(_table(Deliverable))
        ),
    }


def _areas_wanted() -> ColumnElement[int]:
    """How many jurisdictions need a check. The list is JSON text: one area more than it has commas; without any, one
    check of whatever area will do."""
    areas = cast(AREAS, Text)
    commas = func.length(areas) - func.length(func.replace(areas, ",", ""))
    return case((func.length(areas) <= 2, 1), else_=commas + 1)


def _newest_draft() -> CTE:
    """Number, text and arrival of the newest drafts (with max(), SQLite takes the other columns from that row)."""
    draft = _table(Draft).alias()
    return select(
        draft.c.deliverable_id, func.max(draft.c.number).label("number"), draft.c.caption, draft.c.received_at,
    ).group_by(draft.c.deliverable_id).cte("newest_draft")


def _current_checks(draft: CTE) -> CTE:
    """The newest check of each jurisdiction among those about the current text, as `current_checks` says it.

    `online` is 1 for a look at the live post, which counts before any check of the draft.
    """
    check = _table(DisclosureCheck).alias()
    online = func.coalesce(and_(check.c.phase == Phase.LIVE, check.c.checked_at >= draft.c.received_at), 0)
    drafted = and_(
        check.c.phase == Phase.DRAFT, check.c.caption == draft.c.caption,
        func.coalesce(check.c.draft_number, draft.c.number) == draft.c.number,
    )
    # With max(), SQLite takes the other columns from that row; moments are texts of one length.
    newest = func.max(cast(online, Text) + cast(check.c.checked_at, Text) + func.printf("%012d", check.c.id))
    return (
        select(check.c.deliverable_id, check.c.jurisdiction, check.c.verdict, check.c.caption_sha256,
               check.c.checked_at, online.label("online"), newest.label("newest"))
        .select_from(check.outerjoin(draft, draft.c.deliverable_id == check.c.deliverable_id))
        .where(or_(draft.c.number.is_(None), online, drafted))
        .group_by(check.c.deliverable_id, check.c.jurisdiction).cte("current_check")
    )


def _record_of(check: CTE) -> CTE:
    """Per deliverable: checks that fail, warnings nobody decided on since, and jurisdictions asked for and checked.

    Each is counted apart for looks at the live post; where there is one, only those count.
    """
    decision = _table(ComplianceDecision).alias()
    settled = exists(select(decision.c.id).where(
        decision.c.deliverable_id == check.c.deliverable_id, decision.c.caption_sha256 == check.c.caption_sha256,
        decision.c.decided_at >= check.c.checked_at,
    ).correlate(check))
    areas = cast(AREAS, Text)
    parts = {
        "fails": check.c.verdict == Verdict.FAIL,
        "undecided": and_(check.c.verdict.in_(WARNINGS), ~settled),
        "areas": or_(func.length(areas) <= 2, areas.contains('"' + check.c.jurisdiction + '"')),
    }
    seen = func.max(check.c.online)
    return (
        select(check.c.deliverable_id, *(
            func.sum(case((and_(check.c.online == online, condition), 1), else_=0)).label(f"{name}_{online}")
            for name, condition in parts.items() for online in (0, 1)
        ), seen.label("seen"))
        .join(Deliverable, col(Deliverable.id) == check.c.deliverable_id)
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .group_by(check.c.deliverable_id).cte("record")
    )


def _recorded(part: str) -> ColumnElement[int]:
    """A count of `_record_of` for what is current; 0 without a check."""
    seen, drafted = _RECORD.c[f"{part}_1"], _RECORD.c[f"{part}_0"]
    return func.coalesce(case((_RECORD.c.seen == 1, seen), else_=drafted), 0)


_DRAFT = _newest_draft()
_RECORD = _record_of(_current_checks(_DRAFT))
_LOOK = last_looks()
