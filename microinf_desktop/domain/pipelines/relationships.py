"""The relationship with a creator, and apart from it the client's decision (field guide 6; A5, C2)."""

from dataclasses import dataclass

from microinf_desktop.domain.enums import BallHolder, ClientDecision, RelationshipStage
from microinf_desktop.domain.pipelines.engine import Pipeline, Refusal, guard, states

R, K = RelationshipStage, ClientDecision
US, CREATOR, CLIENT = BallHolder.US, BallHolder.CREATOR, BallHolder.CLIENT


@dataclass(frozen=True, slots=True)
class RelationshipFacts:
    """What the relationship pipeline asks.

    `client_decision` is None for the relationship with the agency itself. `open_deliverables` counts those neither
    complete nor cancelled. `shut_out` says in one sentence that the agency does not work with this person, else
    empty. `reason` is needed to shut somebody out and to let them in again, and it moves on in spite of what is
    missing (a contract, terms, the client's word); nothing moves on past a rejection or somebody shut out.
    """

    contactable: bool = False
    terms_agreed: bool = False
    contract_signed: bool = False
    open_deliverables: int = 0
    client_decision: ClientDecision | None = None
    reason: str = ""
    shut_out: str = ""

    @property
    def is_waived(self) -> bool:
        """Somebody wrote down why it goes on although something is missing."""
        return bool(self.reason.strip())


def _is_not_shut_out(facts: RelationshipFacts) -> Refusal | None:
    if not facts.shut_out:
        return None
    return Refusal(
        facts.shut_out, "Set the collaboration to “Dormant”, or change the person’s stage in the roster first."
    )


def _can_be_contacted(facts: RelationshipFacts) -> Refusal | None:
    if facts.contactable or facts.is_waived:
        return None
    return Refusal(
        "There is no way to write to this person.",
        "Add an e-mail address, a phone number or a handle.",
    )


def _client_has_not_refused(facts: RelationshipFacts) -> Refusal | None:
    if facts.client_decision is K.REJECTED:
        return Refusal(
            "The client has rejected this person.",
            "Ask the client again and record the new decision.",
        )
    return None


def _client_has_accepted(facts: RelationshipFacts) -> Refusal | None:
    if facts.client_decision in (K.PENDING, K.BACKUP) and not facts.is_waived:
        return Refusal("The client has not accepted this person yet.", "Record the client's decision first.")
    return None


def _terms_are_agreed(facts: RelationshipFacts) -> Refusal | None:
    if facts.terms_agreed or facts.is_waived:
        return None
    return Refusal("No compensation is agreed.", "Enter what the person gets: fee, product or commission.")


def _contract_is_signed(facts: RelationshipFacts) -> Refusal | None:
    if facts.contract_signed or facts.is_waived:
        return None
    return Refusal("No contract is signed.", "Record the signed contract first.")


def _work_is_done(facts: RelationshipFacts) -> Refusal | None:
    if not facts.open_deliverables or facts.is_waived:
        return None
    count = facts.open_deliverables
    work = "1 deliverable is" if count == 1 else f"{count} deliverables are"
    return Refusal(f"{work} still open.", "Complete or cancel what is open first.")


def _reason_is_given(facts: RelationshipFacts) -> Refusal | None:
    if facts.reason.strip():
        return None
    return Refusal("This stage needs a reason.", "Write down why, for your team.")


_STAGES = (
    R.PROSPECT, R.VETTED, R.CONTACTED, R.IN_TALKS, R.NEGOTIATING, R.AGREED, R.CONTRACTED, R.ACTIVE,
    R.COMPLETED,
)
_SHUT = (R.DO_NOT_CONTACT, R.BLACKLISTED)


def _stage_edges() -> dict[RelationshipStage, tuple[RelationshipStage, ...]]:
    """Up to a contract stages may be skipped: known creators start in the middle; guards still hold."""
    contracted = _STAGES.index(R.CONTRACTED)
    edges = {}
    for at, stage in enumerate(_STAGES):
        ahead = _STAGES[at + 1 : contracted + 1] if at < contracted else _STAGES[at + 1 : at + 2]
        edges[stage] = (*ahead, *((R.AMBASSADOR,) if at >= contracted else ()), R.DORMANT, *_SHUT)
    edges[R.COMPLETED] = (R.AMBASSADOR, R.NEGOTIATING, R.DORMANT, *_SHUT)
    edges[R.AMBASSADOR] = (R.NEGOTIATING, R.ACTIVE, R.DORMANT, *_SHUT)
    edges[R.DORMANT] = (R.CONTACTED, R.IN_TALKS, R.NEGOTIATING, *_SHUT)
    edges[R.DO_NOT_CONTACT] = (R.PROSPECT, R.BLACKLISTED)
    edges[R.BLACKLISTED] = (R.PROSPECT, R.DO_NOT_CONTACT)
    return edges


RELATIONSHIP: Pipeline[RelationshipStage, RelationshipFacts] = Pipeline(
    "relationship", "relationship",
    states(
        {
            R.PROSPECT: (US, 0), R.VETTED: (US, 20), R.CONTACTED: (CREATOR, 30), R.IN_TALKS: (US, 45),
            R.NEGOTIATING: (US, 60), R.AGREED: (US, 75), R.CONTRACTED: (CREATOR, 90), R.ACTIVE: (CREATOR, 95),
            R.COMPLETED: (None, 100), R.AMBASSADOR: (None, 100), R.DORMANT: (None, 0),
            R.DO_NOT_CONTACT: (None, 0), R.BLACKLISTED: (None, 0),
        },
        delivered={R.COMPLETED, R.AMBASSADOR, R.DORMANT, *_SHUT},
    ),
    _stage_edges(),
    {stage: tuple(reversed(_STAGES[:at])) for at, stage in enumerate(_STAGES) if at},
    (
        guard(_is_not_shut_out, *_STAGES[1:-1], R.AMBASSADOR),
        guard(_can_be_contacted, R.CONTACTED, R.IN_TALKS, R.NEGOTIATING),
        guard(_client_has_not_refused, R.AGREED, R.CONTRACTED, R.ACTIVE),
        guard(_client_has_accepted, R.CONTRACTED, R.ACTIVE),
        guard(_terms_are_agreed, R.AGREED, R.CONTRACTED),
        guard(_contract_is_signed, R.CONTRACTED, R.ACTIVE),
        guard(_work_is_done, R.COMPLETED),
        guard(_reason_is_given, *_SHUT),
        guard(_reason_is_given, R.PROSPECT, starts=_SHUT),
    ),
)


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a change of the client's mind asks: a signed contract outlives a rejection."""

    contract_signed: bool = False


def _nothing_is_signed(facts: DecisionFacts) -> Refusal | None:
    if not facts.contract_signed:
        return None
    return Refusal("A contract with this person is signed.", "Terminate the contract first.")


_ANSWERS = (K.ACCEPTED, K.REJECTED, K.BACKUP, K.PENDING)

CLIENT_DECISION: Pipeline[ClientDecision, DecisionFacts] = Pipeline(
    "client decision", "decision",
    states(
        {K.PENDING: (CLIENT, 0), K.ACCEPTED: (None, 100), K.REJECTED: (None, 100), K.BACKUP: (CLIENT, 50)},
        delivered={K.ACCEPTED, K.REJECTED},
    ),
    {state: tuple(other for other in _ANSWERS if other != state) for state in K},
    {},
    (guard(_nothing_is_signed, K.REJECTED, K.BACKUP, K.PENDING),),
)
