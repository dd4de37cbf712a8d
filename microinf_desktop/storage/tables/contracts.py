"""Contracts, their issued versions and what happened to them; clauses of the agency; windows of exclusivity."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference, words


class Contract(SQLModel, table=True):
    """An agreement for a collaboration; `options` holds clause choices and texts edited for it, as JSON.

    `kind` is agreement, amendment or extension; the latter two name the agreement they change in `amends_id` and
    from when on in `effective_on`. `signed_attachment_id` is the signed copy as it came back, `signed_version` the
    version it was compared with and `signed_check` what came out: same, differs or unreadable. `kill_fee_minor` is
    what a termination costs, in the currency of the deal.
    """

    __tablename__ = "contract"
    __table_args__ = (UniqueConstraint("number"), Index("ix_contract_state", "state"), NEVER_REUSE_IDS)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id", on_delete="RESTRICT")
    number: str
    state: str = "draft"
    language: str = "en"
    options: str = "{}"
    created_on: date
    sent_on: date | None = None
    signed_on: date | None = None
    countersigned_on: date | None = None
    expires_on: date | None = None
    signed_attachment_id: int | None = reference("attachment.id", on_delete="RESTRICT", nullable=True, index=False)
    kind: str = "agreement"
    amends_id: int | None = reference("contract.id", on_delete="RESTRICT", nullable=True)
    effective_on: date | None = None
    ended_on: date | None = None
    ending_reason: str = ""
    kill_fee_minor: int | None = None
    signed_version: int | None = None
    signed_check: str = ""


class ContractVersion(SQLModel, table=True):
    """An issued version: the data it was made from, and the hash of the stored PDF.

    `wording` is its plain text, one paragraph a line, which redlines and signed copies are compared with;
    `clause_numbers` the printed number of each clause as a JSON object. Both are empty in versions from before file
    version 3.
    """

    __tablename__ = "contract_version"
    __table_args__ = (UniqueConstraint("contract_id", "version"), NEVER_REUSE_IDS)
    id: int | None = key()
    contract_id: int = reference("contract.id", on_delete="RESTRICT", index=False)
    version: int
    data: str
    data_sha256: str
    attachment_id: int = reference("attachment.id", on_delete="RESTRICT")
    program_version: str
    issued_at: datetime
    issued_by: str = ""
    wording: str = ""
    clause_numbers: str = "{}"


class ContractMove(SQLModel, table=True):
    """What happened to a contract: a change of state, or a reminder that was sent (`kind` move, reminder)."""

    __tablename__ = "contract_move"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    contract_id: int = reference("contract.id")
    kind: str = "move"
    from_state: str = ""
    to_state: str = ""
    moved_at: datetime
    moved_by: str = ""
    note: str = ""


class ContractChange(SQLModel, table=True):
    """A change the creator or the client asks for in an issued version, with what it costs (minor units).

    `clause` is the id of the clause, empty for the whole. State: open, accepted, declined, withdrawn.
    """

    __tablename__ = "contract_change"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    contract_id: int = reference("contract.id")
    version: int | None = None
    clause: str = ""
    asked_by: str = ""
    asked_on: date
    wish: str
    price_minor: int | None = None
    currency: str = "EUR"
    state: str = "open"
    answer: str = ""
    decided_on: date | None = None
    decided_by: str = ""


class ClauseVersion(SQLModel, table=True):
    """The agency's own wording of a clause, or a clause of its own; the highest version counts.

    `body` is JSON in the form of the clause library, `library_version` and `library_body` what it was made from
    (empty for a clause of its own), so that an update of the library can show what changed. `is_retired` goes back to
    the library.
    """

    __tablename__ = "clause_version"
    __table_args__ = (UniqueConstraint("clause", "language", "version"), NEVER_REUSE_IDS)
    id: int | None = key()
    clause: str
    language: str = "en"
    version: int
    title: str
    body: str
    library_version: str = ""
    library_body: str = ""
    reason: str = ""
    is_retired: bool = False
    made_at: datetime
    made_by: str = ""


class ExclusivityWindow(SQLModel, table=True):
    """What an issued contract keeps a creator from, and on which days; both are inside it, None is open.

    It repeats what the version says, with creator and client, so that conflicts are found without reading contracts.
    A window counts while its contract does. `clause` is the printed number.
    """

    __tablename__ = "exclusivity_window"
    __table_args__ = (
        UniqueConstraint("contract_id"),
        Index("ix_exclusivity_window_influencer", "influencer_id", "ends_on"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    contract_id: int = reference("contract.id", index=False)
    collaboration_id: int = reference("collaboration.id")
    influencer_id: int = reference("influencer.id", index=False)
    client_id: int = reference("client.id")
    category: str = ""
    competitors: list[str] = words()
    platforms: list[str] = words()
    territories: list[str] = words()
    starts_on: date | None = None
    ends_on: date | None = None
    carve_outs: str = ""
    clause: str = ""
