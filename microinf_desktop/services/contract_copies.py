"""The signed copy of a contract: kept with its hash, its words compared with the version that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from microinf_desktop.domain.contract_life import WRITABLE
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import label
from microinf_desktop.domain.signatures import SignatureReport
from microinf_desktop.domain.signed_copies import CopyCheck, CopyVerdict, compare_copy
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.interchange.pdf_text import pages_of
from microinf_desktop.interchange.signatures import signature_fields, verify_pdf
from microinf_desktop.queries.contracts import detail, versions
from microinf_desktop.services.contract_steps import StageFollowed, contract_of, enter
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Contract
from microinf_desktop.storage.workspace import Workspace

C = ContractState
# The words of the library above places where a name, a place and a day are filled in.
_TITLES = ("signatures", "signature.receipt")
_OURS = ("agency_signature", "client_signature")


@dataclass(frozen=True, slots=True)
class SignablePaper:
    """What is signed digitally: its bytes and, by field name, whether each place is signed already.

    `is_copy` when it is the copy that came back, else it is the version that was sent.
    """

    content: bytes
    file_name: str
    fields: Mapping[str, bool]
    is_copy: bool

    @property
    def open_fields(self) -> tuple[str, ...]:
        """The places nobody signed, ours first."""
        free = [name for name, signed in self.fields.items() if not signed]
        return tuple(sorted(free, key=lambda name: name not in _OURS))


def attach_signed_copy(
    workspace: Workspace, contract_id: int, content: bytes, file_name: str, *, signed_on: date | None = None,
    today: date | None = None,
) -> StageFollowed | None:
    """Keep the signed file with its hash and what comparing its words says; see `check_copy`.

    A contract that was sent becomes signed on that day in the same step, and the collaboration follows as in
    `move_contract`. ValidationError when the file is empty or a damaged PDF, KnownError when the contract was never
    sent.
    """
    today = today or date.today()
    if not content:
        raise ValidationError("content", "The file is empty.", "Choose the signed copy.")
    with workspace.reading() as session:
        _require_sent(contract_of(session, contract_id))
    version, check = compared(workspace, contract_id, content)
    with workspace.writing("Attach the signed copy") as session:
        contract = contract_of(session, contract_id)
        _require_sent(contract)
        followed = None
        if contract.state == C.SENT:
            followed = enter(session, contract, C.SIGNED, today, by=workspace.person_name, on=signed_on or today)
        contract.signed_attachment_id = attachments.store(workspace.folder, session, content, file_name)
        contract.signed_version, contract.signed_check = version, check.verdict.value
        session.add(contract)
        return followed


def paper_to_sign(workspace: Workspace, contract_id: int) -> SignablePaper:
    """The PDF the next digital signature belongs on: the signed copy if there is one, else the version that was sent.

    KnownError when the contract is with nobody, the copy says something else, or there is no place left to sign.
    """
    with workspace.reading() as session:
        _require_sent(contract_of(session, contract_id))
        found = detail(session, contract_id)
        newest = next(iter(versions(session, contract_id)), None)
    copy = found.signed_copy if found is not None else None
    if copy is not None and found is not None and found.row.signed_check == CopyVerdict.DIFFERS:
        raise KnownError("The signed copy does not say what was sent.", "Ask for a right one before you sign.")
    source = copy or newest
    if source is None:
        raise KnownError("No version was issued here, so there is nothing to sign.", "Attach the signed copy instead.")
    content = attachments.read(workspace.folder, source.sha256)
    fields = signature_fields(content) if content.startswith(b"%PDF-") else {}
    if not fields and copy is not None:
        raise KnownError("The copy that came back is a scan or a print without a place for a digital signature.",
                         "Sign it by hand and attach it again, or ask for the PDF itself.")
    if not fields:
        raise KnownError("This version has no place for a digital signature.", "Issue the contract again.")
    if all(fields.values()):
        raise KnownError("Every party has signed this document.", "Check the signatures instead.")
    return SignablePaper(content, source.file_name, fields, copy is not None)


def attach_digitally_signed(
    workspace: Workspace, contract_id: int, content: bytes, *, today: date | None = None
) -> StageFollowed | None:
    """Keep a document just signed with a certificate as the signed copy, with its hash and what comparing it says.

    The contract follows who has signed in it: by the creator (and the guardian) what was sent becomes signed, by our
    side as well it becomes countersigned, each as in `move_contract`. Ours alone moves nothing.
    """
    today = today or date.today()
    fields = signature_fields(content)
    theirs = all(signed for name, signed in fields.items() if name not in _OURS)
    ours = all(signed for name, signed in fields.items() if name in _OURS)
    version, check = compared(workspace, contract_id, content)
    with workspace.writing("Sign a contract digitally") as session:
        contract = contract_of(session, contract_id)
        _require_sent(contract)
        name = f"{Path(contract.number).name}-v{version}-signed.pdf"
        contract.signed_attachment_id = attachments.store(workspace.folder, session, content, name)
        contract.signed_version, contract.signed_check = version, check.verdict.value
        session.add(contract)
        followed = None
        if contract.state == C.SENT and theirs:
            followed = enter(session, contract, C.SIGNED, today, by=workspace.person_name, on=today)
        if contract.state == C.SIGNED and ours:
            followed = enter(session, contract, C.COUNTERSIGNED, today, by=workspace.person_name, on=today)
        return followed


def check_copy(workspace: Workspace, contract_id: int) -> CopyCheck | None:
    """Compare the attached copy with the version that was sent, anew from the stored files; None without a copy.

    KnownError when a file is missing or was changed outside the program.
    """
    with workspace.reading() as session:
        found = detail(session, contract_id)
    if found is None or found.signed_copy is None:
        return None
    return compared(workspace, contract_id, attachments.read(workspace.folder, found.signed_copy.sha256))[1]


def copy_signatures(workspace: Workspace, contract_id: int) -> tuple[SignatureReport, ...]:
    """The digital signatures in the attached copy; none for a scan, a copy signed by hand, or no copy."""
    with workspace.reading() as session:
        found = detail(session, contract_id)
    if found is None or found.signed_copy is None:
        return ()
    return signatures_in(attachments.read(workspace.folder, found.signed_copy.sha256))


def signatures_in(content: bytes) -> tuple[SignatureReport, ...]:
    """The digital signatures in a file, none in what is no PDF or holds none; the verifier is loaded only for some."""
    return verify_pdf(content) if content.startswith(b"%PDF-") and b"/ByteRange" in content else ()


def compared(workspace: Workspace, contract_id: int, content: bytes) -> tuple[int | None, CopyCheck]:
    """The version a file was compared with (None when nothing was issued here) and what came out."""
    with workspace.reading() as session:
        newest = next(iter(versions(session, contract_id)), None)
    if newest is None:
        return None, CopyCheck(CopyVerdict.UNREADABLE)
    words = bundled_library(str(newest.record.get("language", "en"))).words
    sent = pages_of(attachments.read(workspace.folder, newest.sha256))
    check = compare_copy(
        sent, pages_of(content), [words[name] for name in _TITLES if name in words], words.get("initials", "")
    )
    return newest.version, check


def _require_sent(contract: Contract) -> None:
    if contract.state in (*WRITABLE, C.TERMINATED):
        raise KnownError(
            f"{contract.number} is “{label(C(contract.state))}”, so there is nothing signed to attach.",
            "Mark it as sent first.",
        )
