"""What every change of a contract does inside its step: the log, the days, and what follows from the new state."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from microinf_desktop.domain.contract_json import contract_from_json
from microinf_desktop.domain.contract_life import MoveKind, dated_state
from microinf_desktop.domain.contract_terms import ContractData
from microinf_desktop.domain.enums import ContractState, RelationshipStage
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.pipelines import CONTRACT, RELATIONSHIP, Refusal, can_move, require_move
from microinf_desktop.queries.collaboration_moves import standings
from microinf_desktop.queries.contracts import facts, first_day
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.services.exclusivity import store_window
from microinf_desktop.services.payments import follow_signature
from microinf_desktop.services.rights import rights_from_contract
from microinf_desktop.storage.tables import Collaboration, Contract, ContractMove, ContractVersion

C = ContractState
_EXCLUSIVITY = "exclusivity"  # id of the clause
# The stages of a collaboration up to which a contract takes it.
_WAY = {
    C.SIGNED: (RelationshipStage.CONTRACTED,),
    C.COUNTERSIGNED: (RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE),
    C.ACTIVE: (RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE),
}
BY_DATES = "By its dates"


@dataclass(frozen=True, slots=True)
class StageFollowed:
    """What a contract's new state did to its collaboration: the stage, None where it stayed, and then why."""

    name: str
    stage: RelationshipStage
    moved: bool
    refusal: Refusal | None = None


def contract_of(session: Session, contract_id: int) -> Contract:
    """The row; KnownError when it was deleted meanwhile."""
    contract = session.get(Contract, contract_id)
    if contract is None:
        raise KnownError("This contract was deleted meanwhile.", "Undo the deletion, then try again.")
    return contract


def log(
    session: Session, contract: Contract, *, by: str, to: ContractState | None = None, note: str = "",
    kind: MoveKind = MoveKind.MOVE, now: datetime | None = None,
) -> None:
    """Write down what happened to a contract; to be called before its state changes."""
    session.add(ContractMove(
        contract_id=contract.id or 0, kind=kind, from_state=contract.state if to else "", to_state=to or "",
        moved_at=now or datetime.now(UTC), moved_by=by, note=note.strip(),
    ))


def enter(
    session: Session, contract: Contract, to: ContractState, today: date, *, by: str, on: date | None = None,
    reason: str = "",
) -> StageFollowed | None:
    """Take a contract to a state with everything that follows; KnownError in words when it cannot go there.

    A contract that both have signed and that has begun becomes active at once.
    """
    on = on or today
    given = facts(
        session, contract, today, reason=reason, signed_on=on if to is C.SIGNED else None,
        countersigned_on=on if to is C.COUNTERSIGNED else None,
    )
    require_move(CONTRACT, C(contract.state), to, given)
    log(session, contract, by=by, to=to, note=reason)
    _set_days(contract, to, on)
    contract.state = to
    session.add(contract)
    follow_dates_of(session, contract, today)
    return follow(session, contract, to, today)


def follow_dates_of(session: Session, contract: Contract, today: date) -> bool:
    """Let a contract become active or expired as its days say; whether it did."""
    moved = False
    while to := dated_state(C(contract.state), first_day(session, contract), contract.expires_on, today):
        log(session, contract, by="", to=to, note=BY_DATES)
        contract.state = to
        session.add(contract)
        moved = True
    return moved


def follow(session: Session, contract: Contract, to: ContractState, today: date) -> StageFollowed | None:
    """What follows from a state: the collaboration's stage, rights, exclusivity, dated checks and payments."""
    session.flush()
    followed = _follow_stage(session, contract, to, today)
    found = newest_issued(session, contract.id or 0)
    if found is not None:
        register(session, contract, *found, today)
    if to in _WAY:
        follow_signature(session, contract.collaboration_id, today)
    follow_deal(session, [contract.collaboration_id], today)
    return followed


def register(
    session: Session, contract: Contract, data: ContractData, clause_numbers: Mapping[str, str], today: date
) -> None:
    """Bring usage rights and the window of exclusivity in step with an issued version."""
    rights_from_contract(session, contract, data, clause_numbers, today)
    store_window(session, contract, data, clause_numbers.get(_EXCLUSIVITY, ""))


def newest_issued(session: Session, contract_id: int) -> tuple[ContractData, dict[str, str]] | None:
    """The data and the printed clause numbers of the newest issued version; None when none was issued."""
    row = session.exec(
        select(ContractVersion).where(ContractVersion.contract_id == contract_id)
        .order_by(col(ContractVersion.version).desc())
    ).first()
    if row is None:
        return None
    return contract_from_json(row.data), json.loads(row.clause_numbers)


def _follow_stage(session: Session, contract: Contract, to: ContractState, today: date) -> StageFollowed | None:
    """Take the collaboration along the way of its contract as far as its guards allow; it never goes back."""
    if to not in _WAY:
        return None
    found = standings(session, [contract.collaboration_id], today)
    if not found:
        return None
    standing = found[0]
    stages = list(RelationshipStage)
    stage, refusal = standing.stage, None
    for target in _WAY[to]:
        if stages.index(stage) >= stages.index(target):
            continue
        refusal = can_move(RELATIONSHIP, stage, target, standing.facts)
        if refusal is not None:
            break
        stage = target
    if stage is standing.stage and refusal is None:
        return None
    session.get_one(Collaboration, contract.collaboration_id).stage = stage
    return StageFollowed(standing.name, stage, stage is not standing.stage, refusal)


def _set_days(contract: Contract, to: ContractState, on: date) -> None:
    """The day of each step; those of steps that are ahead again are forgotten."""
    if to is C.SENT and contract.state != C.SIGNED:
        contract.sent_on = on
    elif to is C.SIGNED and contract.state not in (C.COUNTERSIGNED, C.ACTIVE):
        contract.signed_on = on
    elif to is C.COUNTERSIGNED:
        contract.countersigned_on = on
    elif to is C.TERMINATED:
        contract.ended_on = on
    if to is C.DRAFT:
        contract.sent_on = None
    if to in (C.DRAFT, C.SENT, C.CHANGES):
        contract.signed_on = None
    if to in (C.DRAFT, C.SENT, C.CHANGES, C.SIGNED):
        contract.countersigned_on = None
