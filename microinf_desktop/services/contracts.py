"""Changes to contracts: creating, choosing, issuing versions that never change, moving through the pipeline."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlmodel import col, select

from microinf_desktop import __version__
from microinf_desktop.domain.contract_json import contract_from_json
from microinf_desktop.domain.contract_life import IN_FORCE, WRITABLE, ContractKind, last_day
from microinf_desktop.domain.contract_options import ContractOptions, options_as_json
from microinf_desktop.domain.contracts import (
    ContractData,
    FindingSeverity,
    contract_findings,
    contract_hash,
    contract_json,
    open_warnings,
)
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import label
from microinf_desktop.queries import exclusivity
from microinf_desktop.queries.contract_numbers import contract_defaults, proposed_number
from microinf_desktop.queries.contracts import versions
from microinf_desktop.services.contract_copies import attach_signed_copy
from microinf_desktop.services.contract_steps import (
    StageFollowed,
    contract_of,
    enter,
    follow_dates_of,
    log,
    register,
)
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Collaboration, Contract, ContractVersion
from microinf_desktop.storage.workspace import Workspace

__all__ = [
    "WRITABLE", "StageFollowed", "attach_signed_copy", "create_contract", "delete_contract", "follow_dates", "issue",
    "move_contract", "save_options", "set_last_day",
]

C = ContractState


def create_contract(
    workspace: Workspace, collaboration_id: int, *, options: ContractOptions | None = None, language: str = "",
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
            .where(Contract.collaboration_id == collaboration_id, Contract.state != C.TERMINATED,
                   Contract.kind == ContractKind.AGREEMENT)
        ).first()
        if existing is not None:
            raise KnownError(f"This collaboration already has contract {existing}.", "Open it, or terminate it first.")
        number = number.strip() or proposed_number(session, today)
        if session.exec(select(Contract.id).where(Contract.number == number)).first() is not None:
            raise ValidationError("number", f"The number {number} is taken.", "Choose another, or leave it empty.")
        contract = Contract(
            collaboration_id=collaboration_id, number=number, created_on=today,
            language=language or contract_defaults(session).language,
            options=options_as_json(options or ContractOptions()),
        )
        session.add(contract)
        session.flush()
        return contract.id or 0


def save_options(
    workspace: Workspace, contract_id: int, options: ContractOptions, *, language: str | None = None,
    expires_on: date | None = None,
) -> None:
    """Store the choices for a contract; KnownError once it is out of the agency's hands.

    Without `language` and `expires_on` these stay; `set_last_day` can also take the last day away.
    """
    with workspace.writing("Edit a contract") as session:
        contract = contract_of(session, contract_id)
        _require_writable(contract)
        contract.options = options_as_json(options)
        contract.language = language or contract.language
        contract.expires_on = expires_on or contract.expires_on
        session.add(contract)


def delete_contract(workspace: Workspace, contract_id: int) -> None:
    """Delete a contract that was never issued; KnownError otherwise."""
    with workspace.writing("Delete a contract") as session:
        contract = contract_of(session, contract_id)
        if versions(session, contract_id):
            raise KnownError(
                f"{contract.number} cannot be deleted: versions of it have been issued.", "Terminate it instead."
            )
        session.delete(contract)


def issue(
    workspace: Workspace, contract_id: int, data: ContractData, pdf: bytes, *, now: datetime | None = None,
    issued_by: str = "", wording: str = "", clause_numbers: Mapping[str, str] | None = None,
) -> int:
    """Keep a version for good: its data with the hash, its wording, and the bytes of its PDF; returns its number.

    `wording` is its plain text, one paragraph a line, `clause_numbers` the printed number of each clause by its id.
    A contract without a last day gets the one that follows from the data; rights and the window of exclusivity follow.
    Issuing what the last version says returns that version. KnownError when a check fails (naming each), the
    contract is no longer written, or the data belongs to another number or version. Issued versions survive undo.
    """
    problems = [one for one in contract_findings(data) if one.severity is FindingSeverity.FAIL]
    if problems:
        raise KnownError(
            "The contract cannot be issued: " + " ".join(one.message for one in problems),
            "Fill in what is missing, then issue it.",
        )
    with workspace.reading() as session:
        bound = exclusivity.contract_findings(session, contract_of(session, contract_id).collaboration_id, data.dated)
    risks = open_warnings([*contract_findings(data), *bound], data)
    if risks:
        raise KnownError(
            "The contract cannot be issued: " + " ".join(one.message for one in risks),
            "Change it, or give a reason beside the finding; it is kept with the version.",
        )
    if not pdf.startswith(b"%PDF-"):
        raise KnownError("What was made is no PDF, so nothing was issued.", "Make the document again.")
    moment = now or datetime.now(UTC)
    with workspace.writing(f"Issue {data.number}, version {data.version}") as session:
        contract = contract_of(session, contract_id)
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
            attachment_id=attachment_id, program_version=__version__, issued_at=moment,
            issued_by=issued_by.strip() or workspace.person_name, wording=wording,
            clause_numbers=json.dumps(dict(clause_numbers or {}), ensure_ascii=False),
        ))
        before = contract_from_json(issued[0].data) if issued else None
        if contract.expires_on is None or (before is not None and contract.expires_on == last_day(before)):
            contract.expires_on = last_day(data)
        register(session, contract, data, clause_numbers or {}, moment.date())
        return data.version


def move_contract(
    workspace: Workspace, contract_id: int, to: ContractState, *, on: date | None = None, reason: str = "",
    expires_on: date | None = None, today: date | None = None,
) -> StageFollowed | None:
    """Move a contract to a state, or raise in words why it cannot go there; `terminate` in contract_endings ends one.

    Signed, the collaboration becomes contracted, and active when both have signed, in the same step and where its
    guards allow; what became of it is returned, None where the contract does not touch it. Rights, exclusivity,
    dated checks and payments follow.

    `on` is the day it was sent, signed or countersigned (today when None). Moving back forgets that day. The reason
    is kept in the log of the contract and in the step's label.
    """
    today = today or date.today()
    on = on or today
    if on > today:
        raise ValidationError("on", f"{on:%d %b %Y} lies in the future.", "Enter the day it happened.")
    suffix = f": {reason.strip()}" if reason.strip() else ""
    with workspace.writing(f"Mark a contract as {label(to).lower()}{suffix}") as session:
        contract = contract_of(session, contract_id)
        contract.expires_on = expires_on or contract.expires_on
        return enter(session, contract, to, today, by=workspace.person_name, on=on, reason=reason)


def follow_dates(workspace: Workspace, today: date | None = None) -> list[int]:
    """Let contracts that both have signed become active or expired as their days say, in one step; returns their ids.

    To be called when a workspace is opened; it changes nothing the second time on a day.
    """
    today = today or date.today()
    with workspace.writing("Contracts follow their dates") as session:
        signed = session.exec(select(Contract).where(col(Contract.state).in_(IN_FORCE)).order_by(col(Contract.id)))
        return [one.id or 0 for one in signed.all() if follow_dates_of(session, one, today)]


def set_last_day(workspace: Workspace, contract_id: int, expires_on: date | None, today: date | None = None) -> None:
    """Store the day a contract ends; one that had expired is active again when the day is still ahead."""
    today = today or date.today()
    with workspace.writing("Set the last day of a contract") as session:
        contract = contract_of(session, contract_id)
        if contract.state == C.TERMINATED:
            raise KnownError(f"{contract.number} was terminated.", "It ended that day; nothing follows.")
        contract.expires_on = expires_on
        if contract.state == C.EXPIRED and (expires_on is None or expires_on >= today):
            log(session, contract, by=workspace.person_name, to=C.ACTIVE, note="Its last day was moved")
            contract.state = C.ACTIVE
        follow_dates_of(session, contract, today)
        session.add(contract)


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
