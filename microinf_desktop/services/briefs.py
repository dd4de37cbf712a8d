"""Changes to briefs: the general part, creators' pages, versions that were sent and their acknowledgements."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, col, select

from microinf_desktop.domain.briefs import (
    AcknowledgementDraft,
    BriefDraft,
    BriefPageDraft,
    IssueReport,
    MadeBrief,
    brief_gaps,
    brief_json,
    same_content,
    sha256_of,
)
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries.deals import local_day
from microinf_desktop.services.reviews import move
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import (
    Brief,
    BriefAcknowledgement,
    BriefPage,
    BriefVersion,
    Campaign,
    Collaboration,
    Deliverable,
    Influencer,
)
from microinf_desktop.storage.workspace import Workspace


def save_brief(workspace: Workspace, campaign_id: int, draft: BriefDraft) -> None:
    """Store the general part of a campaign's brief."""
    with workspace.writing("Edit the brief") as session:
        if session.get(Campaign, campaign_id) is None:
            raise KnownError("This campaign was deleted meanwhile.", "Undo the deletion first.")
        row = session.exec(select(Brief).where(Brief.campaign_id == campaign_id)).first()
        _fill(session, row or Brief(campaign_id=campaign_id), draft)


def save_page(workspace: Workspace, collaboration_id: int, draft: BriefPageDraft) -> None:
    """Store a creator's own page; an empty one is taken away."""
    with workspace.writing("Edit a creator's page of the brief") as session:
        _creator(session, collaboration_id)
        row = session.exec(select(BriefPage).where(BriefPage.collaboration_id == collaboration_id)).first()
        if draft.is_empty:
            if row is not None:
                session.delete(row)
            return
        _fill(session, row or BriefPage(collaboration_id=collaboration_id), draft)


def issue(
    workspace: Workspace, made: Sequence[MadeBrief], *, set_briefed: bool = False, now: datetime | None = None,
    today: date | None = None,
) -> IssueReport:
    """Keep what is sent for good, all of it or nothing: data as JSON with its hash, and the bytes of the PDF.

    What the newest version of a creator says already is not kept twice. With `set_briefed`, deliverables of these
    creators that are not started become briefed in a step of its own, which can be undone; versions cannot.
    KnownError when essentials are missing (naming each), or somebody sent a version meanwhile.
    """
    for one in made:
        gaps = [gap.message for gap in brief_gaps(one.data) if gap.blocks]
        if gaps:
            raise KnownError(f"The brief for {one.data.creator} cannot be sent: {' '.join(gaps)}",
                             "Fill in what is missing, then send it.")
    label = f"Send the brief to {made[0].data.creator}" if len(made) == 1 else f"Send the brief to {len(made)} creators"
    sent: list[tuple[str, int]] = []
    unchanged: list[tuple[str, int]] = []
    with workspace.writing(label) as session:
        for one in made:
            (sent if _issue(workspace, session, one, now) else unchanged).append((one.data.creator, one.data.version))
    briefed = _set_briefed(workspace, made, today or date.today()) if set_briefed else 0
    return IssueReport(tuple(sent), tuple(unchanged), briefed)


def _issue(workspace: Workspace, session: Session, made: MadeBrief, now: datetime | None) -> bool:
    """Whether a new version was stored."""
    _creator(session, made.collaboration_id)
    last = session.exec(
        select(BriefVersion).where(BriefVersion.collaboration_id == made.collaboration_id)
        .order_by(col(BriefVersion.version).desc())
    ).first()
    if last is not None and last.version == made.data.version and same_content(last.data, made.data):
        return False
    expected = last.version + 1 if last is not None else 1
    if made.data.version != expected:
        raise KnownError(
            f"Version {made.data.version} for {made.data.creator} is not the next one; {expected} is.",
            "Somebody sent a version meanwhile. Send again.",
        )
    if not made.pdf.startswith(b"%PDF-"):
        raise KnownError("What was made is no PDF, so nothing was sent.", "Make the brief again.")
    stored = brief_json(made.data)
    session.add(BriefVersion(
        collaboration_id=made.collaboration_id, version=expected, data=stored, data_sha256=sha256_of(stored),
        attachment_id=attachments.store(workspace.folder, session, made.pdf, made.file_name),
        issued_at=now or datetime.now(UTC), issued_by=workspace.person_name,
    ))
    return True


def _set_briefed(workspace: Workspace, made: Sequence[MadeBrief], today: date) -> int:
    with workspace.reading() as session:
        waiting = list(session.exec(
            select(Deliverable.id).where(
                col(Deliverable.collaboration_id).in_([one.collaboration_id for one in made]),
                Deliverable.state == DeliverableState.NOT_STARTED,
            ).order_by(col(Deliverable.id))
        ))
    ids = [found for found in waiting if found is not None]
    if ids:
        move(workspace, ids, DeliverableState.BRIEFED, today=today)
    return len(ids)


def acknowledge(
    workspace: Workspace, version_id: int, draft: AcknowledgementDraft, today: date | None = None
) -> None:
    """Record that the creator confirmed a version, or correct what was recorded; ValidationError names the field."""
    with workspace.writing("Record that the brief was acknowledged") as session:
        version = session.get(BriefVersion, version_id)
        if version is None:
            raise KnownError("This version of the brief is gone.", "Choose one that was sent.")
        zone = session.exec(
            select(Campaign.time_zone).join(Collaboration, col(Collaboration.campaign_id) == col(Campaign.id))
            .where(Collaboration.id == version.collaboration_id)
        ).one()
        sent_on = local_day(version.issued_at, zone)
        for problem in draft.problems(sent_on or draft.day, today or date.today()):
            raise problem
        row = session.exec(
            select(BriefAcknowledgement).where(BriefAcknowledgement.brief_version_id == version_id)
        ).first() or BriefAcknowledgement(brief_version_id=version_id, acknowledged_on=draft.day)
        row.acknowledged_on, row.name, row.way = draft.day, draft.name.strip(), draft.way.value
        row.note = draft.note.strip()
        session.add(row)


def take_back_acknowledgement(workspace: Workspace, version_id: int) -> None:
    """Forget an acknowledgement that was recorded by mistake."""
    with workspace.writing("Take back an acknowledgement of a brief") as session:
        row = session.exec(
            select(BriefAcknowledgement).where(BriefAcknowledgement.brief_version_id == version_id)
        ).first()
        if row is None:
            raise KnownError("No acknowledgement of this version is on file.", "Reload the page.")
        session.delete(row)


def _creator(session: Session, collaboration_id: int) -> str:
    name = session.exec(
        select(Influencer.name).join(Collaboration, col(Collaboration.influencer_id) == col(Influencer.id))
        .where(Collaboration.id == collaboration_id)
    ).first()
    if name is None:
        raise KnownError("The creator is no longer part of this campaign.", "Undo the removal first.")
    return name


def _fill(session: Session, row: Any, draft: BriefDraft | BriefPageDraft) -> None:
    """Lists lose empty lines, texts the blanks around them."""
    for name in type(draft).__dataclass_fields__:
        value = getattr(draft, name)
        if isinstance(value, tuple):
            setattr(row, name, [line.strip() for line in value if line.strip()])
        else:
            setattr(row, name, value.strip())
    session.add(row)
