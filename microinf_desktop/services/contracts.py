"""Changes to contracts: creating, choosing, issuing versions that never change, moving through the pipeline."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlmodel import Session, select

from microinf_desktop import __version__
from microinf_desktop.domain.contract_options import ContractOptions, options_as_json
from microinf_desktop.domain.contracts import (
    ContractData,
    FindingSeverity,
    contract_findings,
    contract_hash,
    contract_json,
)
from microinf_desktop.domain.enums import ContractState, RelationshipStage
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import CONTRACT, RELATIONSHIP, Refusal, can_move, label, require_move
from microinf_desktop.queries.collaboration_moves import standings
from microinf_desktop.queries.contract_numbers import proposed_number
from microinf_desktop.queries.contracts import facts, versions
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Collaboration, Contract, ContractVersion
from microinf_desktop.storage.workspace import Workspace

C = ContractState
# Until it is signed a contract can still be written; what was signed is changed by a new contract.
WRITABLE = (C.DRAFT, C.CHANGES)  # states in which a contract can be changed and issued
# The stages of a collaboration up to which a contract takes it.
_WAY = {
    C.SIGNED: (RelationshipStage.CONTRACTED,),
    C.COUNTERSIGNED: (RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE),
    C.ACTIVE: (RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE),
}


@dataclass(frozen=True, slots=True)
class StageFollowed:
    """What a contract's new state did to its collaboration: the stage, None where it stayed, and then why."""

    name: str
    stage: RelationshipStage
    moved: bool
    refusal: Refusal | None = None


def create_contract(
    workspace: Workspace, collaboration_id: int, *, options: ContractOptions | None = None, language: str = "en",
    number: str = "", today: date | None = None,
) -> int:
    """Start the contract of a collaboration under the next number (initials, year, running number); returns the id.

    KnownError when the collaboration has one that was not terminated, ValidationError when `number` is taken.
    """
    today = today or date.today()
    with workspace.writing("Create a contract") as session:
        if session.get(Collaboration, collaboration_id) is None:
            raise KnownError("This collaboration was deleted meanwhile.", "Undo the deletion, then try again.")
        existing = session.exec(
            select(Contract.number)
            .where(Contract.collaboration_id == collaboration_id, Contract.state != C.TERMINATED)
        ).first()
        if existing is not None:
            raise KnownError(f"This collaboration already has contract {existing}.", "Open it, or terminate it first.")
        number = number.strip() or proposed_number(session, today)
        if session.exec(select(Contract.id).where(Contract.number == number)).first() is not None:
            raise ValidationError("number", f"The number {number} is taken.", "Choose another, or leave it empty.")
        contract = Contract(
            collaboration_id=collaboration_id, number=number, language=language, created_on=today,
            options=options_as_json(options or ContractOptions()),
        )
        session.add(contract)
        session.flush()
        return contract.id or 0


def save_options(
    workspace: Workspace, contract_id: int, options: ContractOptions, *, language: str | None = None,
    expires_on: date | None = None,
) -> None:
    """Store the choices for a contract; KnownError once it is out of the agency's hands."""
    with workspace.writing("Edit a contract") as session:
        contract = _contract(session, contract_id)
        _require_writable(contract)
        contract.options = options_as_json(options)
        contract.language = language or contract.language
        contract.expires_on = expires_on
        session.add(contract)


def delete_contract(workspace: Workspace, contract_id: int) -> None:
    """Delete a contract that was never issued; KnownError otherwise."""
    with workspace.writing("Delete a contract") as session:
        contract = _contract(session, contract_id)
        if versions(session, contract_id):
            raise KnownError(
                f"{contract.number} cannot be deleted: versions of it have been issued.", "Terminate it instead."
            )
        session.delete(contract)


def issue(
    workspace: Workspace, contract_id: int, data: ContractData, pdf: bytes, *, now: datetime | None = None,
    issued_by: str = "",
) -> int:
    """Keep a version for good: its data as JSON with the hash, and the bytes of its PDF; returns its number.

    Issuing what the last version says returns that version. KnownError when a check fails (naming each), the
    contract is no longer written, or the data belongs to another number or version. Issued versions survive undo.
    """
    problems = [one for one in contract_findings(data) if one.severity is FindingSeverity.FAIL]
    if problems:
        raise KnownError(
            "The contract cannot be issued: " + " ".join(one.message for one in problems),
            "Fill in what is missing, then issue it.",
        )
    if not pdf.startswith(b"%PDF-"):
        raise KnownError("What was made is no PDF, so nothing was issued.", "Make the document again.")
    with workspace.writing(f"Issue {data.number}, version {data.version}") as session:
        contract = _contract(session, contract_id)
        _require_writable(contract)
        issued = versions(session, contract_id)
        if issued and contract_hash(replace(data, version=issued[0].version)) == issued[0].data_sha256:
            return issued[0].version
        _require_next(contract, data, issued[0].version + 1 if issued else 1)
        attachment_id = attachments.store(
            workspace.folder, session, pdf, f"{data.number}-v{data.version}.pdf"
        )
        session.add(ContractVersion(
            contract_id=contract_id, version=data.version, data=contract_json(data),
            data_sha256=contract_hash(data),
            attachment_id=attachment_id, program_version=__version__, issued_at=now or datetime.now(UTC),
            issued_by=issued_by.strip() or workspace.person_name,
        ))
        return data.version


def move_contract(
    workspace: Workspace, contract_id: int, to: ContractState, *, on: date | None = None, reason: str = "",
    expires_on: date | None = None, today: date | None = None,
) -> StageFollowed | None:
    """Move a contract to a state, or raise in words why it cannot go there.

    Signed, the collaboration becomes contracted, and active when both have signed, in the same step and where its
    guards allow; what became of it is returned, None where the contract does not touch it.

    `on` is the day it was sent, signed or countersigned (today when None). Moving back forgets that day. The reason
    of a termination is kept in the step's label, where the history shows it.
    """
    today = today or date.today()
    on = on or today
    if on > today:
        raise ValidationError("on", f"{on:%d %b %Y} lies in the future.", "Enter the day it happened.")
    suffix = f": {reason.strip()}" if reason.strip() else ""
    with workspace.writing(f"Mark a contract as {label(to).lower()}{suffix}") as session:
        contract = _contract(session, contract_id)
        contract.expires_on = expires_on or contract.expires_on
        given = facts(
            session, contract, today, reason=reason, signed_on=on if to is C.SIGNED else None,
            countersigned_on=on if to is C.COUNTERSIGNED else None,
        )
        require_move(CONTRACT, C(contract.state), to, given)
        _set_days(contract, to, on)
        contract.state = to
        session.add(contract)
        return _follow(session, contract, to, today)


def attach_signed_copy(
    workspace: Workspace, contract_id: int, content: bytes, file_name: str, *, signed_on: date | None = None,
    today: date | None = None,
) -> StageFollowed | None:
    """Keep the signed file with its hash; a contract that was sent becomes signed on that day in the same step.

    The collaboration follows as in `move_contract`.
    ValidationError when the file is empty, KnownError when the contract was never sent.
    """
    today = today or date.today()
    if not content:
        raise ValidationError("content", "The file is empty.", "Choose the signed copy.")
    with workspace.writing("Attach the signed copy") as session:
        contract = _contract(session, contract_id)
        if contract.state in (*WRITABLE, C.TERMINATED):
            raise KnownError(
                f"{contract.number} is “{label(C(contract.state))}”, so there is nothing signed to attach.",
                "Mark it as sent first.",
            )
        followed = None
        if contract.state == C.SENT:
            day = signed_on or today
            require_move(CONTRACT, C.SENT, C.SIGNED, facts(session, contract, today, signed_on=day))
            contract.state, contract.signed_on = C.SIGNED, day
            followed = _follow(session, contract, C.SIGNED, today)
        contract.signed_attachment_id = attachments.store(workspace.folder, session, content, file_name)
        session.add(contract)
        return followed


def expire_contracts(workspace: Workspace, today: date | None = None) -> list[int]:
    """Move every active contract whose last day has passed to expired, in one step; returns their ids."""
    today = today or date.today()
    with workspace.writing("Expire contracts") as session:
        active = session.exec(select(Contract).where(Contract.state == C.ACTIVE)).all()
        ended = [one for one in active if can_move(CONTRACT, C.ACTIVE, C.EXPIRED, facts(session, one, today)) is None]
        for contract in ended:
            contract.state = C.EXPIRED
            session.add(contract)
        return [contract.id or 0 for contract in ended]


def _follow(session: Session, contract: Contract, to: ContractState, today: date) -> StageFollowed | None:
    """Take the collaboration along the way of its contract as far as its guards allow; it never goes back."""
    session.flush()
    found = standings(session, [contract.collaboration_id], today)
    if not found or to not in _WAY:
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
    elif to is C.SIGNED and contract.state != C.COUNTERSIGNED:
        contract.signed_on = on
    elif to is C.COUNTERSIGNED and contract.state != C.ACTIVE:
        contract.countersigned_on = on
    if to is C.DRAFT:
        contract.sent_on = None
    if to in (C.DRAFT, C.SENT, C.CHANGES):
        contract.signed_on = None
    if to in (C.DRAFT, C.SENT, C.CHANGES, C.SIGNED):
        contract.countersigned_on = None


def _require_writable(contract: Contract) -> None:
    if contract.state not in WRITABLE:
        raise KnownError(
            f"{contract.number} is “{label(C(contract.state))}” and can no longer be written.",
            "Move it to “Changes” first, or terminate it and create a new one.",
        )


def _require_next(contract: Contract, data: ContractData, version: int) -> None:
    if (data.number, data.version) != (contract.number, version):
        raise KnownError(
            f"The document is {data.number}, version {data.version}; {contract.number}, version {version} comes next.",
            "Make the document again.",
        )


def _contract(session: Session, contract_id: int) -> Contract:
    contract = session.get(Contract, contract_id)
    if contract is None:
        raise KnownError("This contract was deleted meanwhile.", "Undo the deletion, then try again.")
    return contract
