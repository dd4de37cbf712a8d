"""Compliance of the sample: drafts and live posts checked by the real engine, decisions on warnings, evidence."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from microinf_desktop.domain.compliance import (
    UNDISCLOSED_KINDS,
    WARNINGS,
    Phase,
    caption_sha256,
    findings_as_json,
    strictest,
)
from microinf_desktop.domain.disclosure import AudienceResult, PackSet, check_all
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Verdict
from microinf_desktop.queries.compliance_post import post_for
from microinf_desktop.services.sample import drawing
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.work import PUBLISHED, Piece, known
from microinf_desktop.storage.tables import ComplianceDecision, Deliverable, DisclosureCheck, Evidence

S = DeliverableState
_APPROVED = (S.APPROVED, S.SCHEDULED, *PUBLISHED)
DECIDER = "Kit Penhaven"
PLATFORM_LABELS = {"instagram": "Paid partnership", "tiktok": "Paid partnership", "youtube": "Includes paid promotion"}


@dataclass(slots=True)
class Recorder:
    """Writes the compliance record of one deliverable after another; needs the rows to be in the database."""

    session: Session
    book: Book
    clock: Clock
    shelf: FileShelf
    packs: PackSet
    names: dict[int, str]
    verdicts: dict[int, Verdict] = field(default_factory=dict)

    def record(self, piece: Piece) -> None:
        """Checks of each draft, decisions where a warning was accepted, looks at the live post, evidence."""
        if DeliverableKind(piece.row.kind) not in UNDISCLOSED_KINDS:
            for draft in piece.drafts:
                checked_at = draft.received_at + timedelta(minutes=25)
                result = self._check(piece, draft.number, checked_at, Phase.DRAFT, piece.deal.row.owner_id)
            if piece.drafts and piece.state in _APPROVED:
                self._decide(piece, result, piece.drafts[-1].caption, checked_at + timedelta(hours=1))
            self._look_at_live_post(piece)
        if piece.state in PUBLISHED and piece.state is not S.LIVE and not piece.entry.get("live"):
            captured = known(piece.row.published_at) + timedelta(minutes=40)
            self._prove(piece, captured, piece.drafts[-1].caption if piece.drafts else piece.row.title, {}, "")

    def set_verdicts(self) -> None:
        """Give the deliverables the verdict of their current text."""
        for deliverable_id, verdict in self.verdicts.items():
            row = self.session.get_one(Deliverable, deliverable_id)
            row.verdict = verdict
            self.session.add(row)

    def _check(
        self, piece: Piece, draft_number: int, at: datetime, phase: Phase, person_id: int | None, **seen: Any
    ) -> AudienceResult:
        deliverable_id = known(piece.row.id)
        post = post_for(self.session, deliverable_id, draft_number, on=at.date(), **seen)
        # One day's rules for all checks: the engine compiles a pack anew for every day it is asked about.
        result = check_all(post, piece.deal.campaign.jurisdictions, self.packs, self.clock.today)
        shown = {name: value for name, value in seen.items() if name != "caption"} if phase is Phase.LIVE else None
        is_draft = post.caption == piece.drafts[-1].caption or phase is Phase.DRAFT
        for one in result.results.values():
            self.book.add(DisclosureCheck(
                deliverable_id=deliverable_id, draft_number=draft_number if is_draft else None,
                phase=phase, jurisdiction=one.jurisdiction, verdict=one.verdict, platform_verdict=one.platform_verdict,
                findings=findings_as_json(one.findings, one.passed_rules, shown), caption=post.caption,
                caption_sha256=caption_sha256(post.caption), pack_version=one.pack_version, checked_at=at,
                checked_by=self.names.get(person_id or 0, ""),
            ))
        self.verdicts[deliverable_id] = strictest(Verdict(one.verdict) for one in result.results.values())
        return result

    def _decide(self, piece: Piece, result: AudienceResult, caption: str, at: datetime, seen_live: str = "") -> None:
        if Verdict(result.verdict) not in WARNINGS:
            return
        reason = piece.entry.get("decision", "")
        self.book.add(ComplianceDecision(
            deliverable_id=known(piece.row.id), caption_sha256=caption_sha256(caption), person_name=DECIDER,
            reason=f"{seen_live}{reason}", decided_at=at,
        ))

    def _look_at_live_post(self, piece: Piece) -> None:
        """As written, else three hours after publication; a post that has only just gone live waits for its look."""
        if piece.state not in PUBLISHED:
            return
        published, last = known(piece.row.published_at), piece.drafts[-1]
        looks = piece.entry.get("live", [] if piece.state is S.LIVE else [{"hours": 3}])
        for look in looks:
            at = published + timedelta(hours=look["hours"])
            seen: dict[str, Any] = {"caption": look.get("caption", last.caption)}
            if "labelled" in look:
                seen["frames_labelled"] = look["labelled"]
            if "label" in look:
                seen["platform_label_used"] = look["label"]
            result = self._check(piece, last.number, at, Phase.LIVE, piece.deal.row.owner_id, **seen)
            if result.verdict != Verdict.FAIL:
                self._decide(piece, result, seen["caption"], at + timedelta(minutes=20), "Unchanged online. ")
            if "note" in look:
                self._prove(piece, at, seen["caption"], seen, look["note"])

    def _prove(self, piece: Piece, at: datetime, caption: str, seen: dict[str, Any], note: str) -> None:
        deliverable_id = known(piece.row.id)
        handle = piece.account.handle if piece.account else ""
        draft = piece.drafts[-1] if piece.drafts else None
        switched_on = seen.get("platform_label_used", draft is not None and draft.platform_label_used)
        label = PLATFORM_LABELS.get(piece.row.platform, "") if switched_on else ""
        frames = draft.frames if draft else None
        labelled = seen.get("frames_labelled", draft.frames_labelled if draft else None)
        onscreen = draft.onscreen_text or "" if draft else ""
        image = drawing.screenshot(drawing.Screen(
            handle=handle, caption=caption, color=piece.deal.client.color, captured=f"{at:%d %b %Y, %H:%M} UTC",
            platform_label=label, onscreen=onscreen or (_first_word(caption) if frames else ""),
            frames=frames or 0, labelled=labelled or 0, seed=deliverable_id,
        ))
        name = f"{handle or piece.row.platform}-{piece.row.kind}-{at:%Y-%m-%d-%H%M}.png".replace("/", "-")
        self.book.add(Evidence(
            deliverable_id=deliverable_id, attachment_id=self.shelf.store(self.session, image, name, at),
            url=piece.row.live_url, captured_at=at, captured_zone=piece.deal.campaign.time_zone,
            captured_by=self.names.get(piece.deal.row.owner_id or 0, ""), note=note,
        ))


def _first_word(text: str) -> str:
    return text.split(" ", maxsplit=1)[0].strip("|:,.")
