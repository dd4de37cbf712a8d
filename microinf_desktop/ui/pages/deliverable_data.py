"""What the page of one deliverable shows, read at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from microinf_desktop.domain.compliance import strictest
from microinf_desktop.domain.disclosure import Post
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Verdict
from microinf_desktop.domain.pipelines import Refusal
from microinf_desktop.domain.reviews import ReviewStep, Waiting
from microinf_desktop.queries import compliance, deliverables, history, metrics, reviews, violations, waiting
from microinf_desktop.services import compliance as compliance_services
from microinf_desktop.ui import labels

# Moves, reviews and drafts stand in the history in their own words; keys of series say nothing to anybody.
_TOLD = frozenset({
    "state", "rounds_used", "verdict", "ball_holder", "ball_since", "series_id", "series_position",
})


@dataclass(frozen=True)
class DeliverableData:
    """One deliverable with its drafts, checks, proofs, figures and record.

    `posts` are the facts of the newest draft as the disclosure engine takes them; `refusal` is why disclosure
    forbids approval; `draft_verdicts` the strictest check of each draft on record, by number; `files` those of each
    draft, by its id.
    """

    detail: deliverables.DeliverableDetail
    areas: tuple[str, ...]
    post: Post
    standing: compliance.Standing
    draft_verdicts: dict[int, Verdict]
    refusal: str | None
    moves: dict[DeliverableState, Refusal | None]
    evidence: list[compliance.EvidenceRow]
    snapshots: tuple[metrics.SnapshotRow, ...]
    record: list[compliance.HistoryEntry]
    changes: list[history.HistoryRow]
    live_due: compliance.MatrixRow | None
    asked: tuple[reviews.ReviewRow, ...]
    made_moves: tuple[reviews.MoveRow, ...]
    held: Waiting
    client_decides: bool
    files: dict[int, tuple[reviews.FileRow, ...]]

    @property
    def id(self) -> int:
        return self.detail.row.id

    @property
    def state(self) -> DeliverableState:
        return DeliverableState(self.detail.row.state)

    @property
    def open_review(self) -> reviews.ReviewRow | None:
        """The decision somebody waits for."""
        return next((one for one in self.asked if one.is_open), None)

    @property
    def next_step(self) -> ReviewStep | None:
        """The review that can be asked for now."""
        allowed = [step for step in ReviewStep
                   if self.state is step.state or self.moves.get(step.state, self) is None]
        return allowed[0] if allowed else None

    @property
    def newest(self) -> deliverables.DraftRow | None:
        return self.detail.drafts[0] if self.detail.drafts else None

    @property
    def title(self) -> str:
        """"Reel, Klara Vossbeck"."""
        return f"{labels.label(DeliverableKind(self.detail.row.kind))}, {self.detail.row.creator}"


def read_deliverable(session: Any, deliverable_id: int, today: date) -> DeliverableData | None:
    """Everything about one deliverable; None when it was deleted meanwhile."""
    detail = deliverables.detail(session, deliverable_id, today)
    standing = compliance.standing(session, deliverable_id)
    if detail is None or standing is None:
        return None
    checked: dict[int, dict[str, Verdict]] = {}
    for check in reversed(compliance.checks(session, deliverable_id)):
        if check.draft_number is not None and check.phase == "draft":
            checked.setdefault(check.draft_number, {})[check.jurisdiction] = check.verdict
    matrix = compliance.rows(session, [deliverable_id])
    return DeliverableData(
        detail, compliance.jurisdictions_for(session, deliverable_id),
        compliance.post_for(session, deliverable_id, on=today), standing,
        {number: strictest(found.values()) for number, found in checked.items()},
        compliance_services.approval_refusal(session, deliverable_id),
        {move.to: move.refusal for move in reviews.possible_moves(session, deliverable_id)},
        compliance.evidence(session, deliverable_id), metrics.snapshots(session, deliverable_id),
        [*compliance.history(session, deliverable_id), *violations.history(session, deliverable_id)],
        history.of_record(session, "deliverable", deliverable_id, told=_TOLD),
        matrix[0] if matrix else None, reviews.reviews(session, deliverable_id, today),
        reviews.moves(session, deliverable_id), waiting.waiting_of(session, deliverable_id, today),
        reviews.facts(session, deliverable_id, today=today).client_review_needed,
        {draft.id: reviews.files(session, draft.id) for draft in detail.drafts},
    )
