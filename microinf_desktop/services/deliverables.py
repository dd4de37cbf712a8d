"""Changes to deliverables, their drafts and checklists; the only place that moves a deliverable's state."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.checklists import ItemTemplate, PlannedItem
from microinf_desktop.domain.deliverables import DeliverableDraft, DraftDraft
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState, Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import DELIVERABLE, DeliverableFacts
from microinf_desktop.queries import compliance
from microinf_desktop.storage.tables import (
    Account,
    ChecklistItem,
    Collaboration,
    Deliverable,
    Draft,
    Evidence,
    MetricSnapshot,
)
from microinf_desktop.storage.workspace import Workspace

DATE_FIELDS = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")


def save_deliverable(
    workspace: Workspace, draft: DeliverableDraft, deliverable_id: int | None = None,
    checklist: Sequence[ItemTemplate | PlannedItem | str] = (), today: date | None = None,
) -> int:
    """Add a deliverable (with the checklist given, dated where it is planned) or store the changed form; the id."""
    for problem in draft.problems():
        raise problem
    verb = "Add" if deliverable_id is None else "Edit"
    with workspace.writing(f"{verb} {draft.kind.value.replace('_', ' ')}") as session:
        return _store(session, draft, deliverable_id, checklist, today or date.today())


def add_deliverables(
    workspace: Workspace, planned: Sequence[tuple[DeliverableDraft, Sequence[PlannedItem]]], today: date | None = None
) -> list[int]:
    """Add several deliverables with their checklists in one step; returns their ids."""
    for draft, _items in planned:
        for problem in draft.problems():
            raise problem
    number = len(planned)
    with workspace.writing("Add 1 deliverable" if number == 1 else f"Add {number} deliverables") as session:
        return [_store(session, draft, None, items, today or date.today()) for draft, items in planned]


def _store(
    session: Session, draft: DeliverableDraft, deliverable_id: int | None,
    checklist: Sequence[ItemTemplate | PlannedItem | str], today: date,
) -> int:
    deal = session.get(Collaboration, draft.collaboration_id)
    if deal is None:
        raise KnownError("The creator is no longer part of this campaign.", "Undo the removal first.")
    if deliverable_id is None:
        row = Deliverable(
            campaign_id=deal.campaign_id, collaboration_id=draft.collaboration_id, kind=draft.kind,
            platform=draft.platform, ball_since=today, account_id=_account(session, deal, draft),
        )
    else:
        row = _deliverable(session, deliverable_id)
    for name in DeliverableDraft.__dataclass_fields__:
        value = getattr(draft, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    session.add(row)
    session.flush()
    assert row.id is not None
    if deliverable_id is None:
        for position, item in enumerate(checklist):
            text = item if isinstance(item, str) else item.text
            due_on = item.due_on if isinstance(item, PlannedItem) else None
            session.add(ChecklistItem(deliverable_id=row.id, position=position, text=text, due_on=due_on))
    return row.id


def delete_deliverables(workspace: Workspace, deliverable_ids: Sequence[int]) -> None:
    """Delete deliverables with drafts and checklists (undoable); refused where evidence is on file."""
    number = len(deliverable_ids)
    with workspace.writing("Delete deliverable" if number == 1 else f"Delete {number} deliverables") as session:
        for deliverable_id in deliverable_ids:
            if _number(session, Evidence, deliverable_id):
                raise KnownError("Evidence of this deliverable is on file.", "Cancel it instead; the record stays.")
            session.delete(_deliverable(session, deliverable_id))


def facts(session: Session, deliverable_id: int, reason: str = "") -> DeliverableFacts:
    """What the pipeline asks about a deliverable; `reason` explains an extra round or an early post."""
    row = _deliverable(session, deliverable_id)
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
        client_review_needed=True,
    )


def possible_moves(session: Session, deliverable_id: int) -> tuple[pipelines.Move[DeliverableState], ...]:
    """States that can follow now, each with the refusal that stands in its way or None."""
    row = _deliverable(session, deliverable_id)
    return pipelines.moves(DELIVERABLE, DeliverableState(row.state), facts(session, deliverable_id))


def move(
    workspace: Workspace, deliverable_ids: Sequence[int], state: DeliverableState, reason: str = "",
    today: date | None = None,
) -> None:
    """Move deliverables to a state; KnownError with the reason and the way out when one may not go there."""
    today = today or date.today()
    words = state.value.replace("_", " ")
    with workspace.writing(f"Set to {words}") as session:
        for deliverable_id in deliverable_ids:
            row = _deliverable(session, deliverable_id)
            known = facts(session, deliverable_id, reason)
            pipelines.require_move(DELIVERABLE, DeliverableState(row.state), state, known)
            _enter(row, state, today)
            if reason.strip():
                row.notes = f"{row.notes}\n{today:%Y-%m-%d} {words}: {reason.strip()}".strip()


def move_date(workspace: Workspace, deliverable_id: int, field: str, day: date | None) -> None:
    """Move one date of a deliverable; ValidationError when the order of its steps breaks."""
    if field not in DATE_FIELDS:
        raise ValueError(f"{field} is not a date of a deliverable")
    move_dates(workspace, deliverable_id, {field: day})


def move_dates(workspace: Workspace, deliverable_id: int, days: dict[str, date | None], label: str = "") -> None:
    """Move several dates at once (a drag of a whole bar is one step)."""
    with workspace.writing(label or "Move dates") as session:
        row = _deliverable(session, deliverable_id)
        if row.published_at is not None and "publish_on" in days:
            raise KnownError(
                f"This is live since {row.published_at:%d %b %Y}.", "The publish day cannot move any more."
            )
        current = DeliverableDraft(
            row.collaboration_id, DeliverableKind(row.kind), row.platform,  # type: ignore[arg-type]
            **{name: getattr(row, name) for name in DATE_FIELDS},
        )
        for problem in replace(current, **days).problems():  # type: ignore[arg-type]
            raise problem
        for name, day in days.items():
            setattr(row, name, day)


def save_draft(workspace: Workspace, deliverable_id: int, draft: DraftDraft, today: date | None = None) -> int:
    """Store a new version of the content; returns its number.

    The verdict of the deliverable falls back to “not checked” until the new text is checked, and a deliverable
    that waited for the draft moves on to “draft in”.
    """
    if not draft.caption.strip() and not (draft.spoken_text or draft.onscreen_text or draft.note):
        raise ValidationError("caption", "The draft is empty.", "Paste the caption, or note what the creator sent.")
    with workspace.writing("Add draft") as session:
        row = _deliverable(session, deliverable_id)
        latest = session.exec(select(func.max(Draft.number)).where(Draft.deliverable_id == deliverable_id)).one()
        number = (latest or 0) + 1
        values = {name: getattr(draft, name) for name in DraftDraft.__dataclass_fields__}
        session.add(Draft(deliverable_id=deliverable_id, number=number, received_at=datetime.now(UTC), **values))
        row.verdict = Verdict.NOT_CHECKED
        waiting = (
            DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN, DeliverableState.CHANGES_REQUESTED,
            DeliverableState.NOT_STARTED,
        )
        if row.state in waiting:
            _enter(row, DeliverableState.DRAFT_IN, today or date.today())
        return number


def publish(workspace: Workspace, deliverable_id: int, live_url: str, published_at: datetime, reason: str = "") -> None:
    """Record that a deliverable is live since `published_at` (UTC), with its link."""
    with workspace.writing("Set to live") as session:
        row = _deliverable(session, deliverable_id)
        pipelines.require_move(
            DELIVERABLE, DeliverableState(row.state), DeliverableState.LIVE, facts(session, deliverable_id, reason)
        )
        _enter(row, DeliverableState.LIVE, published_at.date())
        row.live_url, row.published_at = live_url.strip(), published_at


def tick(workspace: Workspace, item_ids: Sequence[int], done_on: date | None) -> None:
    """Tick checklist items off, or open them again with None."""
    with workspace.writing("Tick off" if done_on else "Open again") as session:
        for item_id in item_ids:
            item = session.get_one(ChecklistItem, item_id)
            item.done_on = done_on
            item.done_by_id = workspace.person_id if done_on else None


def add_item(workspace: Workspace, deliverable_id: int, text: str, due_on: date | None = None) -> int:
    if not text.strip():
        raise ValidationError("text", "The item is empty.", "Write what has to be done.")
    with workspace.writing("Add checklist item") as session:
        last = session.exec(
            select(func.max(ChecklistItem.position)).where(ChecklistItem.deliverable_id == deliverable_id)
        ).one()
        item = ChecklistItem(
            deliverable_id=deliverable_id, text=text.strip(), due_on=due_on,
            position=0 if last is None else last + 1,
        )
        session.add(item)
        session.flush()
        assert item.id is not None
        return item.id


def edit_item(workspace: Workspace, item_id: int, text: str, due_on: date | None) -> None:
    if not text.strip():
        raise ValidationError("text", "The item is empty.", "Write what has to be done, or delete it.")
    with workspace.writing("Edit checklist item") as session:
        item = session.get_one(ChecklistItem, item_id)
        item.text, item.due_on = text.strip(), due_on


def delete_item(workspace: Workspace, item_id: int) -> None:
    with workspace.writing("Delete checklist item") as session:
        session.delete(session.get_one(ChecklistItem, item_id))


def _enter(row: Deliverable, state: DeliverableState, today: date) -> None:
    """Set the state and what follows from it: who holds the ball, since when, and the rounds."""
    previous = pipelines.holder(DELIVERABLE, DeliverableState(row.state))
    holder = pipelines.holder(DELIVERABLE, state)
    if state is DeliverableState.CHANGES_REQUESTED:
        row.rounds_used += 1
    if holder != previous or row.ball_since is None:
        row.ball_since = today
    row.ball_holder = (holder or BallHolder.US).value
    row.state = state


def _account(session: Session, deal: Collaboration, draft: DeliverableDraft) -> int | None:
    return session.exec(
        select(Account.id).where(Account.influencer_id == deal.influencer_id, Account.platform == draft.platform)
        .order_by(col(Account.followers).desc())
    ).first()


def _deliverable(session: Session, deliverable_id: int) -> Deliverable:
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion first.")
    return row


def _number(session: Session, table: type[Draft] | type[Evidence] | type[MetricSnapshot], deliverable_id: int) -> int:
    counted = select(func.count()).select_from(table).where(col(table.deliverable_id) == deliverable_id)
    return session.exec(counted).one()

