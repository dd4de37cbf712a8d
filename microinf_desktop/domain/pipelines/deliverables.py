"""The pipeline of a deliverable, from brief to complete (field guide, section 6; features C7, D2)."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.enums import BallHolder, DeliverableState, Verdict
from microinf_desktop.domain.pipelines.engine import Pipeline, Refusal, guard, states
from microinf_desktop.domain.reviews import Rounds

D = DeliverableState
US, CREATOR, CLIENT = BallHolder.US, BallHolder.CREATOR, BallHolder.CLIENT


@dataclass(frozen=True, slots=True)
class DeliverableFacts:
    """What the deliverable pipeline asks. The defaults are those of a deliverable nobody has touched.

    `verdict` is the newest disclosure check of the current text. `warning_reason` is the reason a named
    person gave for accepting a warning (features D2). `disclosure_needed` is False for content the creator
    does not post (raw UGC). `extra_round_reason` says why a round beyond the contract's is right. Creators do
    post too early, and the record has to tell the truth: `unapproved_reason` says what happened.
    """

    verdict: Verdict = Verdict.NOT_CHECKED
    warning_reason: str = ""
    disclosure_needed: bool = True
    drafts: int = 0
    client_review_needed: bool = True
    rounds_used: int = 0
    rounds_agreed: int | None = None
    extra_round_reason: str = ""
    unapproved_reason: str = ""
    go_live_on: date | None = None
    evidence: int = 0
    metric_snapshots: int = 0
    open_required_items: int = 0

    @property
    def is_next_round_extra(self) -> bool:
        """Whether one more round is beyond the contract; a change the law asks for is no matter of agreed rounds."""
        rounds = Rounds(self.rounds_used, self.rounds_agreed)
        return rounds.is_next_extra and self.verdict is not Verdict.FAIL


def _draft_exists(facts: DeliverableFacts) -> Refusal | None:
    if facts.drafts:
        return None
    return Refusal("No draft is stored yet.", "Add the creator's text, script or file first.")


def _disclosure_does_not_fail(facts: DeliverableFacts) -> Refusal | None:
    """What leaves our review for the client is approved by us, whichever way it leaves."""
    if facts.disclosure_needed and facts.verdict is Verdict.FAIL:
        return Refusal(
            "The disclosure check fails.",
            "Apply the fix it proposes or ask for changes, then check again.",
        )
    return None


def _disclosure_holds(facts: DeliverableFacts) -> Refusal | None:
    if not facts.disclosure_needed or facts.verdict is Verdict.PASS:
        return None
    if refusal := _disclosure_does_not_fail(facts):
        return refusal
    if facts.verdict is Verdict.NOT_CHECKED:
        return Refusal(
            "The caption has not been checked for disclosure.",
            "Run the disclosure check on the draft.",
        )
    if facts.warning_reason.strip():
        return None
    return Refusal("The disclosure check warns.", "Apply its fix, or accept the warning and write down why.")


def _client_has_approved(facts: DeliverableFacts) -> Refusal | None:
    if not facts.client_review_needed:
        return None
    return Refusal("The client has not approved this draft.", "Send it to client review first.")


def _round_is_agreed(facts: DeliverableFacts) -> Refusal | None:
    if not facts.is_next_round_extra or facts.extra_round_reason.strip():
        return None
    rounds = "1 round" if facts.rounds_agreed == 1 else f"{facts.rounds_agreed} rounds"
    return Refusal(
        f"The contract agrees {rounds} of changes and {facts.rounds_used} are used.",
        "Approve the draft, or agree an extra round and write down why.",
    )


def _early_post_is_explained(facts: DeliverableFacts) -> Refusal | None:
    if facts.unapproved_reason.strip():
        return None
    return Refusal(
        "Nothing goes live before it is approved.",
        "Approve the draft first; if the creator has already posted, write down what happened.",
    )


def _day_is_set(facts: DeliverableFacts) -> Refusal | None:
    if facts.go_live_on:
        return None
    return Refusal("No go-live day is set.", "Set the day on which it is posted.")


def _evidence_exists(facts: DeliverableFacts) -> Refusal | None:
    if facts.evidence:
        return None
    return Refusal(
        "No proof is stored.",
        "Attach a screenshot or file that shows the post with its disclosure.",
    )


def _metrics_exist(facts: DeliverableFacts) -> Refusal | None:
    if facts.metric_snapshots:
        return None
    return Refusal("No metrics are stored.", "Enter or import at least one snapshot of its numbers.")


def _checklist_is_done(facts: DeliverableFacts) -> Refusal | None:
    if not facts.open_required_items:
        return None
    count = facts.open_required_items
    items = "1 item of the contract is" if count == 1 else f"{count} items of the contract are"
    return Refusal(f"{items} still open in the checklist.", "Tick off what is done, or delete what is not owed.")


_DELIVERABLE_WAY = {
    D.NOT_STARTED: (US, 0), D.BRIEFED: (CREATOR, 15), D.CONCEPT_IN: (US, 25), D.DRAFT_IN: (US, 50),
    D.INTERNAL_REVIEW: (US, 60), D.CLIENT_REVIEW: (CLIENT, 70), D.CHANGES_REQUESTED: (CREATOR, 50),
    D.APPROVED: (CREATOR, 80), D.SCHEDULED: (CREATOR, 85), D.LIVE: (US, 90), D.PROOF_CAPTURED: (US, 95),
    D.METRICS_CAPTURED: (US, 97), D.COMPLETE: (None, 100), D.CANCELLED: (None, 0), D.REPLACED: (None, 0),
}
# The first state listed is the usual next one. Internal review → approved is for agencies whose client leaves
# the decision to them, → live for posts that came too early; guards decide.
_DELIVERABLE_EDGES = {
    D.NOT_STARTED: (D.BRIEFED, D.CANCELLED, D.REPLACED),
    D.BRIEFED: (D.DRAFT_IN, D.CONCEPT_IN, D.LIVE, D.CANCELLED, D.REPLACED),
    D.CONCEPT_IN: (D.DRAFT_IN, D.CHANGES_REQUESTED, D.LIVE, D.CANCELLED, D.REPLACED),
    D.DRAFT_IN: (D.INTERNAL_REVIEW, D.LIVE, D.CANCELLED, D.REPLACED),
    D.INTERNAL_REVIEW: (D.CLIENT_REVIEW, D.CHANGES_REQUESTED, D.APPROVED, D.LIVE, D.CANCELLED, D.REPLACED),
    D.CLIENT_REVIEW: (D.APPROVED, D.CHANGES_REQUESTED, D.LIVE, D.CANCELLED, D.REPLACED),
    D.CHANGES_REQUESTED: (D.DRAFT_IN, D.CONCEPT_IN, D.LIVE, D.CANCELLED, D.REPLACED),
    D.APPROVED: (D.SCHEDULED, D.LIVE, D.CHANGES_REQUESTED, D.CANCELLED, D.REPLACED),
    D.SCHEDULED: (D.LIVE, D.CHANGES_REQUESTED, D.CANCELLED, D.REPLACED),
    D.LIVE: (D.PROOF_CAPTURED,),
    D.PROOF_CAPTURED: (D.METRICS_CAPTURED,),
    D.METRICS_CAPTURED: (D.COMPLETE,),
    D.COMPLETE: (), D.CANCELLED: (), D.REPLACED: (),
}
_UNAPPROVED = frozenset(_DELIVERABLE_EDGES) - {D.APPROVED, D.SCHEDULED}
# Back from live leads to a review, never straight to approved: the post may have gone out unapproved.
_DELIVERABLE_BACK = {
    D.BRIEFED: (D.NOT_STARTED,), D.CONCEPT_IN: (D.BRIEFED,), D.DRAFT_IN: (D.CONCEPT_IN, D.BRIEFED),
    D.INTERNAL_REVIEW: (D.DRAFT_IN,), D.CLIENT_REVIEW: (D.INTERNAL_REVIEW,), D.APPROVED: (D.CLIENT_REVIEW,),
    D.SCHEDULED: (D.APPROVED,), D.LIVE: (D.CLIENT_REVIEW, D.INTERNAL_REVIEW), D.PROOF_CAPTURED: (D.LIVE,),
    D.METRICS_CAPTURED: (D.PROOF_CAPTURED,), D.COMPLETE: (D.METRICS_CAPTURED,), D.CANCELLED: (D.NOT_STARTED,),
}

DELIVERABLE: Pipeline[DeliverableState, DeliverableFacts] = Pipeline(
    "deliverable", "deliverable",
    states(
        _DELIVERABLE_WAY,
        ends={D.COMPLETE, D.CANCELLED, D.REPLACED},
        delivered={D.LIVE, D.PROOF_CAPTURED, D.METRICS_CAPTURED},
    ),
    _DELIVERABLE_EDGES, _DELIVERABLE_BACK,
    (
        guard(_draft_exists, D.DRAFT_IN, D.INTERNAL_REVIEW, D.CLIENT_REVIEW, D.APPROVED),
        guard(_client_has_approved, D.APPROVED, starts={D.INTERNAL_REVIEW}),
        guard(_disclosure_does_not_fail, D.CLIENT_REVIEW),
        guard(_disclosure_holds, D.APPROVED, D.SCHEDULED),
        guard(_early_post_is_explained, D.LIVE, starts=_UNAPPROVED),
        guard(_round_is_agreed, D.CHANGES_REQUESTED),
        guard(_day_is_set, D.SCHEDULED),
        guard(_evidence_exists, D.PROOF_CAPTURED, D.METRICS_CAPTURED, D.COMPLETE),
        guard(_metrics_exist, D.METRICS_CAPTURED, D.COMPLETE),
        guard(_checklist_is_done, D.COMPLETE),
    ),
)
