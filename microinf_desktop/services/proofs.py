"""Compares the files of proofs with the hashes they were stored under."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col

from microinf_desktop.domain.compliance import ComplianceFilter
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.proofs import ProofProblem
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.queries.deals import deliverable_name
from microinf_desktop.storage import attachments
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Attachment, Campaign, Collaboration, Deliverable, Evidence, Influencer
from microinf_desktop.storage.workspace import Workspace


def check_proofs(
    workspace: Workspace, wanted: ComplianceFilter, progress: Progress = silent, cancel: CancelToken | None = None
) -> list[ProofProblem]:
    """Read the proofs of a campaign, of a client or of everything and hash them anew; those that do not agree.

    Of the filter only campaign and client count: a proof stays one whatever became of its post.
    """
    with workspace.reading() as session:
        found = _files(session, wanted)
    states: dict[str, attachments.FileState] = {}
    problems = []
    for done, row in enumerate(found):
        if cancel is not None:
            cancel.check()
        progress(done, len(found), row.file_name)
        state = states.get(row.sha256) or attachments.state_of(workspace.folder, row.sha256)
        states[row.sha256] = state
        if state is not attachments.FileState.WHOLE:
            problems.append(ProofProblem(
                row.evidence_id, row.deliverable_id, row.creator,
                deliverable_name(row.title, DeliverableKind(row.kind)), row.file_name, row.sha256,
                state is attachments.FileState.MISSING,
            ))
    return problems


def _files(session: Session, wanted: ComplianceFilter) -> Sequence[Any]:
    statement = (
        pick(
            col(Evidence.id).label("evidence_id"), col(Evidence.deliverable_id), col(Influencer.name).label("creator"),
            col(Deliverable.title), col(Deliverable.kind), col(Attachment.file_name), col(Attachment.sha256),
        )
        .select_from(Evidence).join(Attachment, col(Attachment.id) == col(Evidence.attachment_id))
        .join(Deliverable, col(Deliverable.id) == col(Evidence.deliverable_id))
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .order_by(col(Influencer.sort_name), col(Evidence.captured_at), col(Evidence.id))
    )
    if wanted.campaign_id is not None:
        statement = statement.where(col(Campaign.id) == wanted.campaign_id)
    if wanted.client_id is not None:
        statement = statement.where(col(Campaign.client_id) == wanted.client_id)
    return session.execute(statement).all()
