"""Reads of reviews: what the pipeline asks, who can decide until when, what was asked, and what waits for us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Verdict
from microinf_desktop.domain.pipelines import DELIVERABLE, DeliverableFacts
from microinf_desktop.domain.reviews import ReviewDecision, ReviewDraft, ReviewStep
from microinf_desktop.queries import compliance
from microinf_desktop.queries.lead_times import lead_times
from microinf_desktop.queries.waiting import calendar_of
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Agency,
    Attachment,
    Campaign,
    ChecklistItem,
    Client,
    ClientContact,
    Collaboration,
    Deliverable,
    DeliverableMove,
    Draft,
    DraftFile,
    Evidence,
    MetricSnapshot,
    Person,
    Review,
)

WAITS_FOR_OUR_REVIEW = (
    DeliverableState.CONCEPT_IN, DeliverableState.DRAFT_IN, DeliverableState.INTERNAL_REVIEW,
)


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who can be asked: a person of the agency or a contact of the client, or neither (a name)."""

    name: str
    role: str = ""
    person_id: int | None = None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One decision asked for. `late_days` counts calendar days past the deadline while it is open."""

    id: int
    deliverable_id: int
    step: ReviewStep
    draft_id: int | None
    draft_number: int | None
    decider: str
    person_id: int | None
    contact_id: int | None
    asked_at: datetime
    due_on: date | None
    decision: ReviewDecision
    decided_at: datetime | None
    decided_by: str
    note: str
    answer: str
    late_days: int

    @property
    def is_open(self) -> bool:
        return self.decision is ReviewDecision.OPEN


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One change of state; holders are "" where nobody has to act."""

    at: datetime
    from_state: DeliverableState
    to_state: DeliverableState
    from_holder: str
    to_holder: str
    person: str
    reason: str


def facts(session: Session, deliverable_id: int, reason: str = "", today: date | None = None) -> DeliverableFacts:
    """What the pipeline asks about a deliverable; `reason` explains an extra round or an early post."""
    row = session.get_one(Deliverable, deliverable_id)
    deal = session.get_one(Collaboration, row.collaboration_id)
    stands = compliance.standing(session, deliverable_id)
    decision = stands.decision if stands else None
    return DeliverableFacts(
        verdict=stands.verdict if stands else Verdict.NOT_CHECKED, warning_reason=decision.reason if decision else "",
        disclosure_needed=row.kind not in (DeliverableKind.RAW_UGC, DeliverableKind.EVENT),
        drafts=_number(session, Draft, deliverable_id), rounds_used=row.rounds_used,
        rounds_agreed=deal.rounds_included, extra_round_reason=reason, unapproved_reason=reason,
        go_live_on=row.publish_on, evidence=_number(session, Evidence, deliverable_id),
        metric_snapshots=_number(session, MetricSnapshot, deliverable_id),
        client_review_needed=client_decides(session, row),
        open_required_items=_due_contract_items(session, deliverable_id, today or date.today()),
    )


def extra_rounds(session: Session, deliverable_ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the deliverables whose next round of changes would be beyond the contract and needs its reason."""
    return tuple(one for one in deliverable_ids if facts(session, one).is_next_round_extra)


def client_decides(session: Session, row: Deliverable) -> bool:
    """Whether the client reviews this: not when it has no day for that and the campaign plans no time for it."""
    return row.client_review_on is not None or bool(
        lead_times(session, DeliverableKind(row.kind), row.campaign_id).client_review
    )


def possible_moves(session: Session, deliverable_id: int) -> tuple[pipelines.Move[DeliverableState], ...]:
    """States that can follow now, each with the refusal that stands in its way or None."""
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        return ()
    return pipelines.moves(DELIVERABLE, DeliverableState(row.state), facts(session, deliverable_id))


def _number(session: Session, table: type[Draft] | type[Evidence] | type[MetricSnapshot], deliverable_id: int) -> int:
    counted = select(func.count()).select_from(table).where(col(table.deliverable_id) == deliverable_id)
    return session.exec(counted).one()


def _due_contract_items(session: Session, deliverable_id: int, today: date) -> int:
    """Checks of the contract that have come due and are open; those of later days do not keep work from closing."""
    return session.exec(
        select(func.count()).select_from(ChecklistItem).where(
            ChecklistItem.deliverable_id == deliverable_id, ChecklistItem.source == "contract",
            col(ChecklistItem.done_on).is_(None), col(ChecklistItem.due_on) <= today,
        )
    ).one()


# Asking -----------------------------------------------------------------------------------------------------------

def deciders(session: Session, deliverable_id: int, step: ReviewStep) -> list[Decider]:
    """Who can decide, the likeliest first: owner of campaign and deal, or the client's deciders; never empty.

    Where nobody is on file the agency or the client stands for its people.
    """
    row = session.get_one(Deliverable, deliverable_id)
    campaign = session.get_one(Campaign, row.campaign_id)
    if step is ReviewStep.CLIENT:
        contacts = session.execute(
            pick(ClientContact).where(col(ClientContact.client_id) == campaign.client_id)
            .order_by(col(ClientContact.is_decider).desc(), col(ClientContact.id))
        ).scalars()
        found = [Decider(one.name, one.role, contact_id=one.id) for one in contacts]
        return found or [Decider(session.get_one(Client, campaign.client_id).name)]
    owner_id = session.get_one(Collaboration, row.collaboration_id).owner_id
    people = session.execute(pick(Person).where(col(Person.is_active)).order_by(col(Person.id))).scalars().all()
    ranked = sorted(people, key=lambda person: (person.id != campaign.owner_id, person.id != owner_id))
    agency = session.get(Agency, 1)
    return [Decider(one.name, one.role, person_id=one.id) for one in ranked] or [
        Decider(agency.name if agency else "Agency")
    ]


def proposal(session: Session, deliverable_id: int, step: ReviewStep, today: date) -> ReviewDraft:
    """What is proposed to be asked: the newest draft, of the likeliest decider, until the planned day.

    Without a planned day, or after it, the client has the contract's days for feedback, the agency its lead time,
    both in working days of the campaign.
    """
    row = session.get_one(Deliverable, deliverable_id)
    who = deciders(session, deliverable_id, step)[0]
    if step is ReviewStep.CLIENT:
        planned = row.client_review_on
        days = session.get_one(Collaboration, row.collaboration_id).feedback_days
    else:
        planned = row.internal_review_on
        days = lead_times(session, DeliverableKind(row.kind), row.campaign_id).internal_review
    if planned is None or planned < today:
        campaign = session.get_one(Campaign, row.campaign_id)
        planned = calendar_of(tuple(campaign.jurisdictions), today.year, today.year).add(today, max(days, 1))
    newest = session.exec(
        select(Draft.id).where(Draft.deliverable_id == deliverable_id).order_by(col(Draft.number).desc())
    ).first()
    return ReviewDraft(step, who.name, who.person_id, who.contact_id, planned, draft_id=newest)


# What was asked and moved -----------------------------------------------------------------------------------------

def reviews(session: Session, deliverable_id: int, today: date | None = None) -> tuple[ReviewRow, ...]:
    """The reviews of a deliverable, newest first."""
    return _rows(session, today or date.today(), col(Review.deliverable_id) == deliverable_id)


def open_reviews(
    session: Session, today: date | None = None, step: ReviewStep | None = None, late_only: bool = False
) -> tuple[ReviewRow, ...]:
    """Decisions somebody waits for, in all campaigns, the earliest deadline first."""
    today = today or date.today()
    wanted = [col(Review.decision) == ""]
    if step is not None:
        wanted.append(col(Review.step) == step.value)
    if late_only:
        wanted.append(col(Review.due_on) < today)
    found = _rows(session, today, *wanted)
    return tuple(sorted(found, key=lambda one: (one.due_on is None, one.due_on or today, one.id)))


def _rows(session: Session, today: date, *conditions: ColumnElement[bool]) -> tuple[ReviewRow, ...]:
    found = session.execute(
        pick(Review, Draft.number).outerjoin(Draft, col(Draft.id) == col(Review.draft_id))
        .where(*conditions).order_by(col(Review.id).desc())
    )
    return tuple(
        ReviewRow(
            one.id or 0, one.deliverable_id, ReviewStep(one.step), one.draft_id, number, one.decider_name,
            one.person_id, one.contact_id, one.asked_at, one.due_on, ReviewDecision(one.decision), one.decided_at,
            one.decided_by, one.note, one.answer,
            max((today - one.due_on).days, 0) if one.due_on and not one.decision else 0,
        )
        for one, number in found
    )


def moves(session: Session, deliverable_id: int) -> tuple[MoveRow, ...]:
    """The changes of state, oldest first."""
    found = session.execute(
        pick(DeliverableMove).where(col(DeliverableMove.deliverable_id) == deliverable_id)
        .order_by(col(DeliverableMove.id))
    ).scalars()
    return tuple(
        MoveRow(one.moved_at, DeliverableState(one.from_state), DeliverableState(one.to_state), one.from_holder,
                one.to_holder, one.person_name, one.reason)
        for one in found
    )


def queue(session: Session) -> list[int]:
    """Deliverables whose content waits for our eyes, the earliest deadline first: those in review, then what came in.

    The deadline is that of the open review, else the day planned for our review, else the go-live.
    """
    due = func.coalesce(Review.due_on, Deliverable.internal_review_on, Deliverable.publish_on)
    statement = (
        pick(Deliverable.id).outerjoin(
            Review, (col(Review.deliverable_id) == col(Deliverable.id)) & (col(Review.decision) == "")
        )
        .where(col(Deliverable.state).in_([state.value for state in WAITS_FOR_OUR_REVIEW]))
        .order_by(due.asc().nulls_last(), col(Deliverable.id))
    )
    return list(dict.fromkeys(session.execute(statement).scalars()))


def reviewed_numbers(rows: Sequence[ReviewRow]) -> dict[int, ReviewDecision]:
    """The last decision about each draft, by its number; withdrawn reviews do not count."""
    found: dict[int, ReviewDecision] = {}
    for one in reversed(rows):
        if one.draft_number is not None and one.decision is not ReviewDecision.WITHDRAWN:
            found[one.draft_number] = one.decision
    return found


# Files of drafts --------------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a draft; its bytes are in the workspace under `sha256`."""

    id: int
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


def files(session: Session, draft_id: int) -> tuple[FileRow, ...]:
    """The files of a draft in their order."""
    found = session.execute(
        pick(DraftFile.id, func.coalesce(func.nullif(DraftFile.caption, ""), Attachment.file_name),
             Attachment.media_type, Attachment.size_bytes, Attachment.sha256)
        .join(Attachment, col(Attachment.id) == col(DraftFile.attachment_id))
        .where(col(DraftFile.draft_id) == draft_id).order_by(col(DraftFile.position), col(DraftFile.id))
    )
    return tuple(FileRow(*row) for row in found)
