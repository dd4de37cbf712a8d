"""The pipeline of a contract, from draft to its end (field guide, section 6; features E3)."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.enums import BallHolder, ContractState
from microinf_desktop.domain.pipelines.engine import Pipeline, Refusal, guard, states

C = ContractState
US, CREATOR = BallHolder.US, BallHolder.CREATOR


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the contract pipeline asks: `missing` names the data without which no contract is issued."""

    missing: tuple[str, ...] = ()
    issued: bool = False
    signed_on: date | None = None
    countersigned_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    today: date = date.min
    reason: str = ""


def _contract_is_issued(facts: ContractFacts) -> Refusal | None:
    if facts.missing:
        return Refusal(
            f"The contract lacks: {', '.join(facts.missing)}.",
            "Fill in what is missing, then issue it.",
        )
    if not facts.issued:
        return Refusal(
            "No version of the contract has been issued.",
            "Issue the PDF first; it is what gets signed.",
        )
    return None


def _creator_has_signed(facts: ContractFacts) -> Refusal | None:
    return None if facts.signed_on else Refusal("The day of the creator's signature is missing.", "Enter it.")


def _agency_has_signed(facts: ContractFacts) -> Refusal | None:
    if facts.countersigned_on:
        return None
    return Refusal("The day of your own signature is missing.", "Enter it.")


def _contract_has_started(facts: ContractFacts) -> Refusal | None:
    if facts.starts_on is None or facts.starts_on <= facts.today:
        return None
    return Refusal(f"The contract starts on {facts.starts_on:%d %b %Y}.", "It becomes active on that day.")


def _contract_has_ended(facts: ContractFacts) -> Refusal | None:
    if facts.ends_on is None:
        return Refusal("The contract has no end.", "Terminate it, or enter its last day.")
    if facts.ends_on < facts.today:
        return None
    return Refusal(f"The contract runs until {facts.ends_on:%d %b %Y}.", "Terminate it to end it earlier.")


def _changes_are_named(facts: ContractFacts) -> Refusal | None:
    if facts.reason.strip():
        return None
    return Refusal("Nothing says what has to change.", "Write down what they ask for.")


def _contract_end_is_explained(facts: ContractFacts) -> Refusal | None:
    if facts.reason.strip():
        return None
    return Refusal("A termination needs a reason.", "Write down why it ends.")


CONTRACT: Pipeline[ContractState, ContractFacts] = Pipeline(
    "contract", "contract",
    states(
        {
            C.DRAFT: (US, 0), C.SENT: (CREATOR, 30), C.CHANGES: (US, 40), C.SIGNED: (US, 70),
            C.COUNTERSIGNED: (None, 90), C.ACTIVE: (None, 100), C.EXPIRED: (None, 100),
            C.TERMINATED: (None, 0),
        },
        ends={C.EXPIRED, C.TERMINATED},
        delivered={C.COUNTERSIGNED, C.ACTIVE},
    ),
    {
        C.DRAFT: (C.SENT, C.TERMINATED), C.SENT: (C.SIGNED, C.CHANGES, C.TERMINATED),
        C.CHANGES: (C.SENT, C.TERMINATED), C.SIGNED: (C.COUNTERSIGNED, C.CHANGES, C.TERMINATED),
        C.COUNTERSIGNED: (C.ACTIVE, C.TERMINATED), C.ACTIVE: (C.EXPIRED, C.TERMINATED),
        C.EXPIRED: (), C.TERMINATED: (),
    },
    {
        # What follows from days is undone by other days: an expired contract by a later last day.
        C.SENT: (C.DRAFT,), C.SIGNED: (C.SENT,), C.COUNTERSIGNED: (C.SIGNED,), C.ACTIVE: (C.SIGNED,),
    },
    (
        guard(_contract_is_issued, C.SENT, C.SIGNED, C.COUNTERSIGNED),
        guard(_creator_has_signed, C.SIGNED, C.COUNTERSIGNED),
        guard(_agency_has_signed, C.COUNTERSIGNED, C.ACTIVE),
        guard(_contract_has_started, C.ACTIVE),
        guard(_contract_has_ended, C.EXPIRED),
        guard(_changes_are_named, C.CHANGES),
        guard(_contract_end_is_explained, C.TERMINATED),
    ),
)
