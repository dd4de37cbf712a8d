"""Papers around a contract: its brief as an annex, amendments, the redline of two versions, digital signatures."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from microinf_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from microinf_desktop.documents.amendments import AmendmentTerms
    from microinf_desktop.domain.briefs import BriefData
    from microinf_desktop.domain.contract_life import ContractKind
    from microinf_desktop.domain.contracts import ContractData
    from microinf_desktop.domain.redlines import Wording
    from microinf_desktop.domain.signed_copies import CopyCheck
    from microinf_desktop.queries.contracts import VersionRow


def agency_logo(workspace: Workspace, session: "Session") -> bytes | None:
    """The picture of the letterhead; KnownError when the stored file was tampered with."""
    from microinf_desktop.queries import agency
    from microinf_desktop.storage import attachments

    attachment_id = agency.logo_id(session)
    found = agency.attachment(session, attachment_id) if attachment_id is not None else None
    return attachments.read(workspace.folder, found.sha256) if found is not None else None


def annexed_brief(session: "Session", collaboration_id: int, data: "ContractData") -> "BriefData | None":
    """The brief that a contract makes part of itself: the version it names, as it was sent."""
    from microinf_desktop.domain.contract_json import brief_from_json
    from microinf_desktop.queries import briefs

    if data.brief_version is None:
        return None
    sent = briefs.versions(session, collaboration_id)
    return next((brief_from_json(one.data) for one in sent if one.version == data.brief_version), None)


def amended_agreement(session: "Session", collaboration_id: int) -> "tuple[ContractData, AmendmentTerms] | None":
    """The agreement as it counts, and the terms of the amendment in writing; None when an agreement is written.

    The agreement keeps its own number and day, also where earlier amendments changed what it says.
    """
    from microinf_desktop.documents.amendments import AmendmentTerms
    from microinf_desktop.domain.contract_json import contract_from_json
    from microinf_desktop.domain.contract_life import IN_FORCE, ContractKind
    from microinf_desktop.domain.enums import ContractState
    from microinf_desktop.queries import contract_life, contracts

    standing = tuple(state for state in ContractState if state is not ContractState.TERMINATED)
    wanted = contracts.ContractFilter(states=standing, collaboration_id=collaboration_id)
    # The newest is the one `contract_data` speaks of.
    written = next(iter(contracts.rows(session, sorted(contracts.ids(session, wanted))[-1:])), None)
    if written is None or written.kind is ContractKind.AGREEMENT or written.amends_id is None:
        return None
    root = next(iter(contracts.versions(session, written.amends_id)), None)
    if root is None:
        return None
    family = contract_life.family(session, written.amends_id)
    earlier = [one for one in family if one.id != written.id and one.amends_id and one.state in IN_FORCE]
    newest = max(earlier, key=lambda one: one.id, default=None)
    counts = next(iter(contracts.versions(session, newest.id)), root) if newest is not None else root
    agreement = contract_from_json(root.data)
    before = replace(contract_from_json(counts.data), number=agreement.number, version=agreement.version,
                     dated=agreement.dated)
    running = re.search(r"\d+$", written.number)
    choices = contracts.detail(session, written.id)
    return before, AmendmentTerms(
        kind=ContractKind(written.kind), running=int(running.group()) if running else 1,
        effective_on=written.effective_on or written.created_on,
        reason=choices.options.amendment_reason if choices is not None else "",
        clause_numbers=json.loads(counts.clause_numbers) or None,
    )


def amendment_paper(
    before: "ContractData", after: "ContractData", kind: "ContractKind", effective_on: date,
    clause_numbers: "Mapping[str, str]",
) -> "tuple[bytes, Wording]":
    """The first amendment or extension of an agreement as PDF and its words, made before there is a workspace."""
    from microinf_desktop.documents.amendments import AmendmentTerms, amendment_pdf, amendment_wording
    from microinf_desktop.interchange.clauses import bundled_library

    clauses = bundled_library(after.language)
    terms = AmendmentTerms(kind=kind, running=1, effective_on=effective_on, clause_numbers=clause_numbers or None)
    return amendment_pdf(before, after, terms, clauses), amendment_wording(before, after, terms, clauses)


def redline_paper(workspace: Workspace, old: "VersionRow", new: "VersionRow") -> bytes:
    """What changed between two issued versions of a contract as PDF; KnownError for one stored without its words."""
    from microinf_desktop.documents.redlines import redline_pdf
    from microinf_desktop.domain.contract_json import contract_from_json
    from microinf_desktop.domain.errors import KnownError
    from microinf_desktop.queries.clauses import library

    for version in (old, new):
        if not version.wording:
            raise KnownError(f"Version {version.version} was stored without its words.",
                             "Compare the two PDFs side by side.")
    data = contract_from_json(new.data)
    with workspace.reading() as session:
        clauses, logo = library(session, data.language), agency_logo(workspace, session)
    return redline_pdf(old.wording.splitlines(), new.wording.splitlines(), data, clauses, old_version=old.version,
                       logo=logo)


def copy_redline_paper(workspace: Workspace, version: "VersionRow", check: "CopyCheck") -> bytes:
    """What a signed copy says other than the version it was compared with, as PDF."""
    from microinf_desktop.documents.redlines import copy_redline_pdf
    from microinf_desktop.domain.contract_json import contract_from_json
    from microinf_desktop.domain.redlines import passages
    from microinf_desktop.queries.clauses import library

    data = contract_from_json(version.data)
    with workspace.reading() as session:
        clauses, logo = library(session, data.language), agency_logo(workspace, session)
    return copy_redline_pdf(passages(check.pieces), data, clauses, logo=logo)


def signed_paper(
    content: bytes, p12: bytes, passphrase: str, *, field: str, language: str = "en", locale: str = "en_GB",
    reason: str = "", now: datetime | None = None,
) -> bytes:
    """A contract's PDF signed with a certificate file, with name and moment shown in the field; see `sign_pdf`."""
    from microinf_desktop.documents.signature_stamps import signature_stamp
    from microinf_desktop.interchange.clauses import bundled_library
    from microinf_desktop.interchange.signatures import read_certificate, sign_pdf

    name = read_certificate(p12, passphrase).name
    stamp = signature_stamp(name, now or datetime.now(UTC), bundled_library(language), locale)
    return sign_pdf(content, p12, passphrase, field=field, reason=reason, stamp=stamp)
