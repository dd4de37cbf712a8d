"""The contracts of a campaign in one run: issued where that is asked for, written as files, each skipped one named.

One contract at a time is in memory, a file is there whole or not at all, and who cancels keeps what is done.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import Session, col, select

from microinf_desktop.domain.contract_life import WRITABLE
from microinf_desktop.domain.contracts import ContractData, ContractFinding, FindingSeverity
from microinf_desktop.domain.enums import ClientDecision, ContractState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.queries.contracts import versions
from microinf_desktop.services.contracts import create_contract, issue
from microinf_desktop.storage import attachments
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Collaboration, Contract, Influencer
from microinf_desktop.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MadeContract:
    """A contract as made from the deal; `content` is None while a finding forbids it."""

    data: ContractData
    findings: Sequence[ContractFinding]
    content: bytes | None
    wording: str = ""
    clause_numbers: Mapping[str, str] = field(default_factory=dict)


# (collaboration, whether it is to be a draft) -> the document.
Maker = Callable[[int, bool], MadeContract]


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A contract that was made; `file_name` is empty where no folder was given."""

    contract_id: int
    number: str
    creator: str
    version: int
    file_name: str
    is_new_version: bool


@dataclass(frozen=True, slots=True)
class BatchSkip:
    """A contract that was left out or failed, why, and where to mend it (`field` as in the findings)."""

    collaboration_id: int
    contract_id: int | None
    creator: str
    reason: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ContractBatch:
    """What came of a run; `left` are those not reached when it was cancelled."""

    made: tuple[BatchFile, ...]
    skipped: tuple[BatchSkip, ...]
    failed: tuple[BatchSkip, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Deal:
    """A collaboration with its newest contract that was not terminated."""

    collaboration_id: int
    creator: str
    contract_id: int | None
    number: str
    state: ContractState | None


def deals_of_campaign(session: Session, campaign_id: int) -> list[int]:
    """The collaborations of a campaign whose creator the client has not turned down, by name."""
    found = session.execute(
        pick(Collaboration.id).join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.campaign_id) == campaign_id,
               col(Collaboration.client_decision) != ClientDecision.REJECTED)
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    )
    return list(found.scalars())


def deals_of_contracts(session: Session, contract_ids: Sequence[int]) -> list[int]:
    """The collaborations of contracts, each once, in the order of the contracts."""
    rows = session.execute(pick(Contract.id, Contract.collaboration_id).where(col(Contract.id).in_(contract_ids)))
    found: dict[int, int] = {row[0]: row[1] for row in rows}
    return list(dict.fromkeys(found[one] for one in contract_ids if one in found))


def make_contracts(
    workspace: Workspace, collaboration_ids: Sequence[int], make: Maker, *, folder: Path | None = None,
    issues: bool = False, draft: bool = False, today: date | None = None, progress: Progress = silent,
    token: CancelToken | None = None,
) -> ContractBatch:
    """Make the contracts of collaborations, issue those in writing with `issues`, and write them into a folder.

    What was issued and is no longer written is taken as it was stored. Without `issues`, a contract in writing is
    made as it would be issued now, with `draft` as a draft with its gaps marked; who has no contract is left out
    unless a version is issued, which starts one. Cancelled between two contracts, what is done stays.
    KnownError when the folder cannot be made.
    """
    token = token or CancelToken()
    if folder is not None:
        _make_folder(folder)
    run = _Run(workspace, make, folder, issues, draft, today or date.today())
    for done, collaboration_id in enumerate(collaboration_ids):
        if token.cancelled:
            return run.summary(len(collaboration_ids) - done)
        progress(done, len(collaboration_ids), run.one(collaboration_id))
    progress(len(collaboration_ids), len(collaboration_ids))
    return run.summary(0)


class _Run:
    """Collects what comes of one contract after another."""

    def __init__(
        self, workspace: Workspace, make: Maker, folder: Path | None, issues: bool, draft: bool, today: date
    ) -> None:
        self._workspace, self._make, self._folder = workspace, make, folder
        self._issues, self._draft, self._today = issues, draft, today
        self._made: list[BatchFile] = []
        self._skipped: list[BatchSkip] = []
        self._failed: list[BatchSkip] = []
        self._names: set[str] = set()

    def summary(self, left: int) -> ContractBatch:
        return ContractBatch(tuple(self._made), tuple(self._skipped), tuple(self._failed), left)

    def one(self, collaboration_id: int) -> str:
        """Make the contract of one collaboration; returns the creator's name."""
        with self._workspace.reading() as session:
            deal = _deal(session, collaboration_id)
        if deal is None:
            self._skipped.append(BatchSkip(collaboration_id, None, "", "It was deleted meanwhile."))
            return ""
        try:
            self._one(deal)
        except KnownError as error:
            self._failed.append(BatchSkip(collaboration_id, deal.contract_id, deal.creator, str(error)))
        return deal.creator

    def _one(self, deal: _Deal) -> None:
        if deal.state is not None and deal.state not in WRITABLE:
            self._take_issued(deal)
        elif deal.contract_id is None and not (self._issues or self._draft):
            self._skip(deal, "No contract has been started.")
        else:
            self._write(deal)

    def _take_issued(self, deal: _Deal) -> None:
        with self._workspace.reading() as session:
            newest = next(iter(versions(session, deal.contract_id or 0)), None)
        if newest is None:
            self._skip(deal, "No version was issued in this program.")
            return
        content = attachments.read(self._workspace.folder, newest.sha256) if self._folder else b""
        self._keep(deal, deal.contract_id or 0, deal.number, newest.version, content, is_new=False)

    def _write(self, deal: _Deal) -> None:
        made = self._make(deal.collaboration_id, self._draft)
        fails = [finding for finding in made.findings if finding.severity is FindingSeverity.FAIL]
        if made.content is None or (fails and not self._draft):
            reason = " ".join(finding.message for finding in fails) or "It could not be made."
            self._skip(deal, reason, fails[0].field if fails else "")
            return
        contract_id, version, is_new = deal.contract_id, made.data.version, False
        if self._issues:
            contract_id, version, is_new = self._issue(deal, made)
            if not is_new and self._folder:
                self._take_issued(deal)
                return
        self._keep(deal, contract_id or 0, made.data.number, version, made.content, is_new=is_new)

    def _issue(self, deal: _Deal, made: MadeContract) -> tuple[int, int, bool]:
        contract_id = deal.contract_id
        if contract_id is None:
            contract_id = create_contract(
                self._workspace, deal.collaboration_id, language=made.data.language, number=made.data.number,
                today=self._today,
            )
        version = issue(self._workspace, contract_id, made.data, made.content or b"", wording=made.wording,
                        clause_numbers=made.clause_numbers)
        return contract_id, version, version == made.data.version

    def _keep(
        self, deal: _Deal, contract_id: int, number: str, version: int, content: bytes, *, is_new: bool
    ) -> None:
        name = ""
        if self._folder is not None:
            name = self._file_name(number, deal.creator, version)
            write_whole(self._folder / name, content)
        self._made.append(BatchFile(contract_id, number, deal.creator, version, name, is_new))

    def _file_name(self, number: str, creator: str, version: int) -> str:
        """Number, version and name, as every system takes it and no two the same."""
        words = "".join(char if char.isalnum() else " " for char in creator).split()
        stem = f"{number}-v{version}-{'-'.join(words)[:60]}".rstrip("-").replace("/", "-").replace("\\", "-")
        name, count = stem, 1
        while name.casefold() in self._names:
            count += 1
            name = f"{stem}-{count}"
        self._names.add(name.casefold())
        return f"{name}{'-draft' if self._draft else ''}.pdf"

    def _skip(self, deal: _Deal, reason: str, where: str = "") -> None:
        self._skipped.append(BatchSkip(deal.collaboration_id, deal.contract_id, deal.creator, reason, where))


def _deal(session: Session, collaboration_id: int) -> _Deal | None:
    name = session.execute(
        pick(Influencer.name).join(Collaboration, col(Collaboration.influencer_id) == col(Influencer.id))
        .where(col(Collaboration.id) == collaboration_id)
    ).scalar()
    if name is None:
        return None
    contract = session.exec(
        select(Contract).where(Contract.collaboration_id == collaboration_id,
                               Contract.state != ContractState.TERMINATED)
        .order_by(col(Contract.id).desc())
    ).first()
    if contract is None:
        return _Deal(collaboration_id, name, None, "", None)
    return _Deal(collaboration_id, name, contract.id, contract.number, ContractState(contract.state))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(f"{folder} cannot be made: {error.strerror}.", "Choose another folder.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then rename: whoever looks finds the whole file or none. KnownError when it cannot be written."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as handle:
            part = Path(handle.name)
            try:
                handle.write(content)
                handle.close()
                os.replace(part, path)
            except BaseException:
                handle.close()
                part.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise KnownError(f"{path} cannot be written: {error.strerror}.", "Check the disk and the folder.") from error
