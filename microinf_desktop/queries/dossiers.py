"""Reads for the compliance dossier of a campaign and the education sheet of a creator."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain.compliance import UNDISCLOSED_KINDS, WARNINGS, Phase, strictest
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.contract_terms import DisclosureTerm
from microinf_desktop.domain.countries import LETTER_COUNTRIES
from microinf_desktop.domain.disclosure import LabelDemand, PackSet
from microinf_desktop.domain.disclosure.audience import audience_labels
from microinf_desktop.domain.disclosure.language import stated_languages
from microinf_desktop.domain.disclosure.packs import split_version
from microinf_desktop.domain.disclosure.plan import area_for, form_of
from microinf_desktop.domain.disclosure.ties import tie_of
from microinf_desktop.domain.disclosure.wordlist import labels_by_verdict
from microinf_desktop.domain.dossiers import (
    DossierBrief,
    DossierCheck,
    DossierData,
    DossierDecision,
    DossierFix,
    DossierInstruction,
    DossierItem,
    DossierLook,
    DossierPack,
    DossierProof,
    DossierStep,
    DossierViolation,
    EducationData,
    EducationRow,
    EducationWords,
    seen_words,
)
from microinf_desktop.domain.education import primary, sheet_language
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Platform, Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.education import education_languages, education_texts
from microinf_desktop.queries import compliance, violations
from microinf_desktop.queries.compliance_looks import next_looks, recheck_days
from microinf_desktop.queries.contract_data import read_source
from microinf_desktop.queries.contract_disclosures import disclosure_terms
from microinf_desktop.queries.deals import deliverable_name
from microinf_desktop.queries.packs import pack_set
from microinf_desktop.storage.tables import (
    Agency,
    Attachment,
    BriefAcknowledgement,
    BriefVersion,
    Campaign,
    Client,
    Collaboration,
    Contract,
    ContractVersion,
    Deliverable,
    Draft,
    Influencer,
)

_DROPPED = (DeliverableState.CANCELLED, DeliverableState.REPLACED)
# The sheet is one page: enough words to see the pattern, not the whole list.
_ACCEPTED, _REFUSED = 4, 6


def dossier_data(
    session: Session, campaign_id: int, packs: PackSet | None = None, *, today: date | None = None
) -> DossierData:
    """Everything on record about the disclosure of a campaign's deliverables; 16 queries whatever their number.

    Cancelled and replaced deliverables stay out unless they were published. `packs` tell when the rules behind a
    recorded version were checked, and which label to ask for where no contract was issued (the workspace's when
    None). KnownError when there is no such campaign.
    """
    today = today or date.today()
    packs = packs or pack_set(session, today)
    found = session.execute(
        select(Campaign, Client).join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Campaign.id) == campaign_id)
    ).first()
    if found is None:
        raise KnownError(f"There is no campaign {campaign_id}.", "If it was deleted meanwhile, undo the deletion.")
    campaign, client = found
    agency = session.get(Agency, 1) or Agency(id=1, name="")
    areas = tuple(campaign.jurisdictions or client.jurisdictions)
    rows = session.execute(
        select(Deliverable, Collaboration, col(Influencer.name))
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Deliverable.campaign_id) == campaign_id)
        .order_by(col(Influencer.sort_name), col(Influencer.id), col(Deliverable.publish_on).nulls_last(),
                  col(Deliverable.id))
    ).all()
    kept = [row for row in rows if row[0].state not in _DROPPED or row[0].published_at is not None]
    source = replace(_read(session, campaign, areas, [row[0] for row in kept], packs, today), brand=client.name)
    return DossierData(
        agency=agency.name, client=client.name, campaign=campaign.name, prepared_on=today, jurisdictions=areas,
        items=tuple(_item(source, *row) for row in kept),
        starts_on=campaign.starts_on or campaign.go_live_on, ends_on=campaign.ends_on, time_zone=campaign.time_zone,
        locale=agency.locale, paper="letter" if client.country in LETTER_COUNTRIES else "a4", color=client.color,
        packs=_packs(source),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """What was read for all deliverables of the campaign, by their ids or those of their collaborations."""

    campaign: Campaign
    areas: tuple[str, ...]
    packs: PackSet
    today: date
    checks: dict[int, list[compliance.CheckRow]]
    decisions: dict[int, list[compliance.DecisionRow]]
    evidence: dict[int, list[compliance.EvidenceRow]]
    drafts: dict[int, Draft]
    looks: dict[int, tuple[datetime, bool]]
    recheck_days: int
    violations: dict[int, list[violations.ViolationRow]]
    issued: "dict[int, _Issued]"
    briefs: dict[int, DossierBrief]
    brand: str = ""


def _read(
    session: Session, campaign: Campaign, areas: tuple[str, ...], items: Sequence[Deliverable], packs: PackSet,
    today: date,
) -> _Source:
    ids, campaign_id = [item.id or 0 for item in items], campaign.id or 0
    broken: dict[int, list[violations.ViolationRow]] = {}
    for one in reversed(violations.of_campaign(session, campaign_id)):  # oldest first
        broken.setdefault(one.deliverable_id, []).append(one)
    return _Source(
        campaign, areas, packs, today, compliance.checks_of(session, ids), compliance.decisions_of(session, ids),
        compliance.evidence_of(session, ids), compliance.drafts_of(session, ids), next_looks(session, items),
        recheck_days(session), broken, _instructions(session, campaign_id), _briefs(session, campaign_id),
    )


def _briefs(session: Session, campaign_id: int) -> dict[int, DossierBrief]:
    """The newest brief that each collaboration was sent, and who confirmed it."""
    found = session.execute(
        select(BriefVersion, col(Attachment.sha256), BriefAcknowledgement)
        .join(Attachment, col(Attachment.id) == col(BriefVersion.attachment_id))
        .join(Collaboration, col(Collaboration.id) == col(BriefVersion.collaboration_id))
        .outerjoin(BriefAcknowledgement, col(BriefAcknowledgement.brief_version_id) == col(BriefVersion.id))
        .where(col(Collaboration.campaign_id) == campaign_id).order_by(col(BriefVersion.version))
    )
    return {
        version.collaboration_id: DossierBrief(
            version.version, version.issued_at, version.issued_by, sha256,
            *((said.acknowledged_on, said.name, said.way) if said is not None else ()),
        )
        for version, sha256, said in found
    }


_Issued = tuple[DossierInstruction, tuple[DisclosureTerm, ...]]


def _instructions(session: Session, campaign_id: int) -> dict[int, _Issued]:
    """The newest issued contract version of each collaboration, with the labels it demands."""
    found = session.execute(
        select(Contract, ContractVersion, col(Attachment.sha256))
        .join(ContractVersion, col(ContractVersion.contract_id) == col(Contract.id))
        .join(Attachment, col(Attachment.id) == col(ContractVersion.attachment_id))
        .join(Collaboration, col(Collaboration.id) == col(Contract.collaboration_id))
        .where(col(Collaboration.campaign_id) == campaign_id)
        .order_by(col(Contract.id), col(ContractVersion.version))
    )
    return {
        contract.collaboration_id: (
            DossierInstruction(contract.number, version.version, version.issued_at, version.issued_by, sha256,
                               contract.signed_on),
            _labels(version.data),
        )
        for contract, version, sha256 in found
    }


def _labels(issued: str) -> tuple[DisclosureTerm, ...]:
    """The labels in the data that an issued version was made from."""
    return tuple(
        DisclosureTerm(Platform(one["platform"]), one["language"], tuple(one["labels"]), one["placement"],
                       one["platform_tool"], one["jurisdiction"])
        for one in json.loads(issued)["disclosures"]
    )


def _item(source: _Source, item: Deliverable, deal: Collaboration, creator: str) -> DossierItem:
    item_id, kind, platform = item.id or 0, DeliverableKind(item.kind), Platform(item.platform)
    recorded, decided = source.checks.get(item_id, []), source.decisions.get(item_id, [])
    draft, packs, areas = source.drafts.get(item_id), source.packs, source.areas
    standing = compliance.stand(item, areas, recorded, decided, draft)
    # What nobody had planned is in no contract and in no brief.
    instruction, terms = (None, ()) if item.is_unplanned else source.issued.get(deal.id or 0, (None, ()))
    asked = disclosure_terms(deal, source.campaign, [item], areas, packs, source.today, source.brand)
    same_place = tuple(term for term in terms if term in asked)
    same_platform = tuple(term for term in terms if term.platform is platform)
    due = source.looks.get(item_id)
    return DossierItem(
        id=item_id, title=deliverable_name(item.title, kind), creator=creator, relationship=deal.relationship,
        kind=kind, platform=platform, state=DeliverableState(item.state), verdict=standing.verdict,
        needs_label=kind not in UNDISCLOSED_KINDS and deal.relationship != "none",
        needs_decision=standing.needs_decision, publish_on=item.publish_on, published_at=item.published_at,
        live_url=item.live_url, instruction=instruction,
        brief=None if item.is_unplanned else source.briefs.get(deal.id or 0),
        demanded=(same_place or same_platform) if instruction else asked, missing=standing.missing,
        draft_checks=_newest(recorded, Phase.DRAFT, areas, draft, packs),
        live_checks=_newest(recorded, Phase.LIVE, areas, draft, packs),
        decisions=tuple(DossierDecision(one.person, one.reason, one.decided_at, one.caption_sha256) for one in decided),
        proofs=tuple(
            DossierProof(one.kind, one.url, one.captured_at, one.captured_zone, one.captured_by, one.note,
                         one.file_name, one.sha256, one.media_type)
            for one in reversed(source.evidence.get(item_id, []))
        ),
        fixes=tuple(_fixes(recorded)), looks=tuple(_looks(recorded, item, source.recheck_days)),
        next_look_at=due[0] if due else None, violations=tuple(_violations(source, item_id)),
        is_unplanned=item.is_unplanned, discount_code=item.discount_code if item.is_unplanned else "",
    )


def _looks(
    recorded: Sequence[compliance.CheckRow], item: Deliverable, recheck_days: int
) -> Iterator[DossierLook]:
    """Every look at the live post, oldest first: checks of one moment are one look."""
    moments: dict[datetime, list[compliance.CheckRow]] = {}
    for one in recorded:
        if one.phase is Phase.LIVE:
            moments.setdefault(one.checked_at, []).append(one)
    before = ""
    for at, checks in moments.items():
        first = checks[0]
        again = (recheck_days > 0 and item.published_at is not None
                 and at >= item.published_at + timedelta(days=recheck_days))
        yield DossierLook(
            at, first.checked_by, strictest(one.verdict for one in checks), tuple(one.jurisdiction for one in checks),
            first.caption_sha256, bool(before) and before != first.caption_sha256, again,
        )
        before = first.caption_sha256


def _violations(source: _Source, item_id: int) -> Iterator[DossierViolation]:
    files = {one.id: one.sha256 for one in source.evidence.get(item_id, [])}
    for one in source.violations.get(item_id, []):
        yield DossierViolation(
            one.jurisdiction, one.rule, one.what, one.wording, one.place, one.source, one.found_at, one.found_by,
            one.state, tuple(DossierStep(step.kind, step.text, step.sent_at, step.sent_by, step.due_at, step.clause)
                             for step in one.steps),
            files.get(one.evidence_id or 0, ""), one.closed_at, one.closed_by, one.closing_note,
            files.get(one.fix_evidence_id or 0, ""),
        )


def _packs(source: _Source) -> tuple[DossierPack, ...]:
    """The versions of rules behind the recorded checks, by jurisdiction."""
    used = Counter((one.jurisdiction, one.pack_version) for listed in source.checks.values() for one in listed)
    return tuple(
        DossierPack(area, version, _checked_on(source.packs, area, version), number)
        for (area, version), number in sorted(used.items())
    )


def _checked_on(packs: PackSet, area: str, version: str) -> date | None:
    pack = packs.get(area)
    return pack.checked_on if split_version(pack.version)[0] == split_version(version)[0] else None


def _newest(
    recorded: Sequence[compliance.CheckRow], phase: Phase, areas: Sequence[str], draft: Draft | None, packs: PackSet
) -> tuple[DossierCheck, ...]:
    """The newest check of a phase in each jurisdiction, in the campaign's order, then others."""
    latest = {one.jurisdiction: one for one in recorded if one.phase is phase}
    order = [*areas, *sorted(set(latest) - set(areas))]
    return tuple(_as_printed(latest[area], draft, packs) for area in order if area in latest)


def _as_printed(one: compliance.CheckRow, draft: Draft | None, packs: PackSet) -> DossierCheck:
    outdated = draft is not None and (
        one.checked_at < draft.received_at if one.phase is Phase.LIVE
        else not compliance.current_checks([one], draft)
    )
    return DossierCheck(
        one.jurisdiction, one.phase, one.verdict, one.platform_verdict, one.findings, one.caption,
        one.caption_sha256, one.draft_number, one.pack_version,
        _checked_on(packs, one.jurisdiction, one.pack_version), one.checked_at, one.checked_by, outdated,
        seen_words(one.seen),
    )


def _fixes(recorded: Sequence[compliance.CheckRow]) -> Iterator[DossierFix]:
    """The last failure in each jurisdiction, and the first better check after it (oldest first in, too)."""
    for area in dict.fromkeys(one.jurisdiction for one in recorded):
        here = [one for one in recorded if one.jurisdiction == area]
        failed = [at for at, one in enumerate(here) if one.verdict is Verdict.FAIL]
        if not failed:
            continue
        last = here[failed[-1]]
        rules = tuple(dict.fromkeys(
            one.rule for one in last.findings if one.severity == "fail" and one.scope == "law"
        ))
        after = here[failed[-1] + 1 :]
        better = after[0] if after and (after[0].verdict is Verdict.PASS or after[0].verdict in WARNINGS) else None
        yield DossierFix(area, last.checked_at, rules, better.checked_at if better else None,
                         better.verdict if better else None)


# Education sheet ----------------------------------------------------------------------------------------------

def education_data(
    session: Session, collaboration_id: int, packs: PackSet | None = None, *, today: date | None = None,
    language: str | None = None,
) -> EducationData:
    """What a creator has to know to label her deliverables, from the packs in force on `today`.

    The sheet is in `language`, else in the first of hers that there is a sheet in, else in English. KnownError when
    there is no such collaboration or sheet, or when nothing in it needs a label.
    """
    today = today or date.today()
    packs = packs or pack_set(session, today)
    source = read_source(session, collaboration_id, ContractOptions())
    deal, campaign, client = source.deal, source.campaign, source.client
    areas = tuple(campaign.jurisdictions or client.jurisdictions)
    tie = tie_of(deal.relationship)
    items = [item for item in source.deliverables if DeliverableKind(item.kind) not in UNDISCLOSED_KINDS]
    if tie == "none":
        raise KnownError("This collaboration needs no label: there is no tie to the brand.",
                         "Set the relationship of the collaboration if that is wrong.")
    if not items or not areas:
        what = "deliverables that the creator posts" if not items else "jurisdictions"
        raise KnownError(f"The education sheet cannot be made yet: no {what}.", "Enter them first.")
    rows: dict[EducationRow, None] = {}
    pairs: dict[tuple[str, str], None] = {}
    for item in items:
        spoken_there = stated_languages(item.caption_language, campaign.audience_languages)
        labels = audience_labels(areas, item.platform, DeliverableKind(item.kind).post_format, deal.relationship,
                                 spoken_there, packs, on=today, brand=client.name)
        rows.update(dict.fromkeys(_rows(item, labels, packs, today)))
        pairs.update(dict.fromkeys((label.jurisdiction, label.language) for label in labels))
    spoken = [one for one in source.creator.languages if one]
    chosen = education_texts(sheet_language(spoken, education_languages(), language)).language
    return EducationData(
        agency=source.agency.name, client=client.name, campaign=campaign.name, creator=source.creator.name,
        prepared_on=today, tie=tie, rows=_merged(rows, client.name),
        words=tuple(_words(area, one, deal.relationship, packs, today) for area, one in pairs),
        locale=source.agency.locale, paper="letter" if client.country in LETTER_COUNTRIES else "a4",
        color=client.color, language=chosen,
        is_foreign=bool(spoken) and chosen not in {primary(one) for one in spoken},
    )


def _rows(item: Deliverable, labels: Sequence[LabelDemand], packs: PackSet, on: date) -> Iterator[EducationRow]:
    """One row for the jurisdictions of a language that demand the same label."""
    kind = DeliverableKind(item.kind)
    form = form_of(kind.post_format, item.platform)
    for written in dict.fromkeys((label.language, label.text, label.tag) for label in labels):
        group = [label for label in labels if (label.language, label.text, label.tag) == written]
        areas = tuple(label.jurisdiction for label in group)
        # The shortest interval satisfies all.
        minutes = min(int(area_for(packs, area, on).setting("live_interval_s") // 60) for area in areas)
        yield EducationRow(
            Platform(item.platform), (kind,), areas, written[0], written[1],
            "" if written[2].lower() == written[1].lower() else written[2], group[0].said, form,
            packs.platform(item.platform).chars_sure or 0, minutes if form == "live" else 0,
            tuple(dict.fromkeys(label.also for label in group if label.also)), group[0].platform_tool,
        )


def _merged(rows: Iterable[EducationRow], brand: str) -> tuple[EducationRow, ...]:
    """Rows that differ in their kind only, as one; the brand's name in what is spoken."""
    merged: dict[EducationRow, list[DeliverableKind]] = {}
    for row in rows:
        merged.setdefault(replace(row, kinds=()), []).extend(row.kinds)
    return tuple(
        replace(row, kinds=tuple(dict.fromkeys(kinds)), said=row.said.replace("{brand}", brand))
        for row, kinds in merged.items()
    )


def _words(area: str, language: str, relationship: str, packs: PackSet, on: date) -> EducationWords:
    """Words of the pack's list, each tried in the engine as the first words of a plain post: its verdict sorts them."""
    pack = packs.get(area)
    labels = labels_by_verdict(packs, area, language, relationship, on)
    return EducationWords(
        pack.id, pack.name, language, labels["pass"][:_ACCEPTED], labels["fail"][:_REFUSED],
        pack.version, pack.checked_on, pack.sourced,
    )
