"""The plain data of a campaign's compliance dossier and of a creator's education sheet."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.contract_terms import DisclosureTerm
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Platform, Verdict
from microinf_desktop.domain.violations import Rung, ViolationState


@dataclass(frozen=True, slots=True)
class DossierCheck:
    """One recorded check in one jurisdiction.

    `pack_checked_on` is the day the rules of `pack_version` were last compared with their sources, None when the
    program no longer holds that version. `is_outdated` says that the text was changed after the check. `seen` says
    what else somebody saw of a live post, empty where nothing was noted.
    """

    jurisdiction: str
    phase: Phase
    verdict: Verdict
    platform_verdict: Verdict
    findings: tuple[Finding, ...]
    caption: str
    caption_sha256: str
    draft_number: int | None
    pack_version: str
    pack_checked_on: date | None
    checked_at: datetime
    checked_by: str
    is_outdated: bool = False
    seen: str = ""


@dataclass(frozen=True, slots=True)
class DossierDecision:
    """A named person accepted a warning on the text with this hash."""

    person: str
    reason: str
    decided_at: datetime
    caption_sha256: str


@dataclass(frozen=True, slots=True)
class DossierProof:
    """A proof on file; `sha256` is empty for a link alone. `captured_at` is UTC, `zone` that of the person."""

    kind: str
    url: str
    captured_at: datetime
    zone: str
    captured_by: str
    note: str = ""
    file_name: str = ""
    sha256: str = ""
    media_type: str = ""

    @property
    def is_picture(self) -> bool:
        return self.media_type in ("image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class DossierFix:
    """What became of a failed check in a jurisdiction: `passed_at` is None while nothing newer stands better."""

    jurisdiction: str
    failed_at: datetime
    rules: tuple[str, ...]
    passed_at: datetime | None = None
    passed_as: Verdict | None = None


@dataclass(frozen=True, slots=True)
class DossierLook:
    """A look at the live post: the strictest verdict of its countries, and whether the text differs from the last.

    `is_again` is a look after the days the agency has set, because posts are edited.
    """

    at: datetime
    by: str
    verdict: Verdict
    jurisdictions: tuple[str, ...]
    caption_sha256: str
    is_changed: bool = False
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class DossierStep:
    """What was sent about a violation, word for word; `due_at` is None without a deadline."""

    rung: Rung
    text: str
    sent_at: datetime
    sent_by: str
    due_at: datetime | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class DossierViolation:
    """A violation from the finding to its end; `found_proof` and `fix_proof` are hashes, "" without a file.

    `outcome_note` is the reason of a violation that was closed without a fix.
    """

    jurisdiction: str
    rule: str
    what: str
    wording: str
    place: str
    source: str
    found_at: datetime
    found_by: str
    state: ViolationState
    steps: tuple[DossierStep, ...] = ()
    found_proof: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome_note: str = ""
    fix_proof: str = ""


@dataclass(frozen=True, slots=True)
class DossierPack:
    """A version of rules that checks were made with; `checked_on` is None when the program no longer holds it."""

    jurisdiction: str
    version: str
    checked_on: date | None
    checks: int


@dataclass(frozen=True, slots=True)
class DossierHash:
    """A line of the list of hashes: what it is, whose, and the SHA-256."""

    what: str
    whose: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DossierInstruction:
    """The contract version in which the creator was told; `signed_on` is the acknowledgement."""

    number: str
    version: int
    issued_at: datetime
    issued_by: str
    sha256: str
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class DossierBrief:
    """The newest brief the creator was sent; `acknowledged_on` is None while nobody has confirmed it."""

    version: int
    issued_at: datetime
    issued_by: str
    sha256: str
    acknowledged_on: date | None = None
    acknowledged_by: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class DossierItem:
    """One deliverable with everything on record about its disclosure.

    `demanded` are the labels of the issued contract, or those the rules ask for today while `instruction` is None.
    """

    id: int
    title: str
    creator: str
    relationship: str
    kind: DeliverableKind
    platform: Platform
    state: DeliverableState
    verdict: Verdict
    needs_label: bool = True
    needs_decision: bool = False
    publish_on: date | None = None
    published_at: datetime | None = None
    live_url: str = ""
    instruction: DossierInstruction | None = None
    brief: DossierBrief | None = None
    demanded: tuple[DisclosureTerm, ...] = ()
    missing: tuple[str, ...] = ()
    draft_checks: tuple[DossierCheck, ...] = ()
    live_checks: tuple[DossierCheck, ...] = ()
    decisions: tuple[DossierDecision, ...] = ()
    proofs: tuple[DossierProof, ...] = ()
    fixes: tuple[DossierFix, ...] = ()
    looks: tuple[DossierLook, ...] = ()
    next_look_at: datetime | None = None
    violations: tuple[DossierViolation, ...] = ()
    is_unplanned: bool = False
    discount_code: str = ""

    @property
    def open_violations(self) -> tuple[DossierViolation, ...]:
        return tuple(one for one in self.violations if one.state is ViolationState.OPEN)

    @property
    def open_fixes(self) -> tuple[DossierFix, ...]:
        return tuple(fix for fix in self.fixes if fix.passed_at is None)


@dataclass(frozen=True, slots=True)
class DossierData:
    """The compliance record of a campaign as it stood on `prepared_on`; moments are UTC, printed in `time_zone`."""

    agency: str
    client: str
    campaign: str
    prepared_on: date
    jurisdictions: tuple[str, ...] = ()
    items: tuple[DossierItem, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str = "UTC"
    locale: str = "en_GB"
    paper: str = "a4"
    color: str = ""
    packs: tuple[DossierPack, ...] = ()

    @property
    def document_id(self) -> str:
        """Names the contents: the first 12 hexadecimal digits of their SHA-256, the same for the same record."""
        digest = hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).hexdigest()
        return f"CD-{digest[:12].upper()}"

    @property
    def planned(self) -> tuple[DossierItem, ...]:
        return tuple(item for item in self.items if not item.is_unplanned)

    @property
    def unplanned(self) -> tuple[DossierItem, ...]:
        """Posts that were found online and never agreed on."""
        return tuple(item for item in self.items if item.is_unplanned)

    @property
    def hashes(self) -> tuple[DossierHash, ...]:
        """Every text and file the dossier names by its hash, each once, in the order it comes up."""
        found: dict[str, DossierHash] = {}
        for item in self.items:
            for one in _hashes(item):
                found.setdefault(one.sha256, one)
        return tuple(found.values())

    @property
    def labelled(self) -> tuple[DossierItem, ...]:
        """The deliverables that the creator posts herself, so that they need a label."""
        return tuple(item for item in self.items if item.needs_label)

    def count(self, *verdicts: Verdict) -> int:
        """How many labelled deliverables stand at one of these verdicts."""
        return sum(item.verdict in verdicts for item in self.labelled)


def _hashes(item: DossierItem) -> Iterator[DossierHash]:
    told, brief = item.instruction, item.brief
    if told is not None:
        yield DossierHash("Contract", item.creator, f"{told.number}, version {told.version}", told.sha256)
    if brief is not None:
        yield DossierHash("Brief", item.creator, f"version {brief.version}", brief.sha256)
    for check in (*item.draft_checks, *item.live_checks):
        what = "Text online" if check.phase is Phase.LIVE else "Text of the draft"
        yield DossierHash(what, item.creator, item.title, check.caption_sha256)
    for proof in item.proofs:
        if proof.sha256:
            yield DossierHash("Proof", item.creator, proof.file_name or proof.kind, proof.sha256)


@dataclass(frozen=True, slots=True)
class EducationRow:
    """What to write for some kinds of a platform; several jurisdictions that ask for the same share a row.

    `form` is how the post is seen (text, story, video, live, audio, page), `fold` the characters before "more" (0
    where nothing is cut), `minutes` the interval of repetition in a stream, `also` remarks of the packs.
    """

    platform: Platform
    kinds: tuple[DeliverableKind, ...]
    jurisdictions: tuple[str, ...]
    language: str
    text: str
    tag: str
    said: str
    form: str
    fold: int = 0
    minutes: int = 0
    also: tuple[str, ...] = ()
    platform_tool: str = ""


@dataclass(frozen=True, slots=True)
class EducationWords:
    """Words of a jurisdiction in the label's language that its pack accepts or refuses for this relationship."""

    jurisdiction: str
    name: str
    language: str
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    pack_version: str
    checked_on: date
    is_sourced: bool


@dataclass(frozen=True, slots=True)
class EducationData:
    """The sheet for one creator; `tie` is what has to be owned up to, a word of `disclosure.ties` (fee, gift …).

    `language` is that of the sheet; `is_foreign` when it is none of those noted for the creator.
    """

    agency: str
    client: str
    campaign: str
    creator: str
    prepared_on: date
    tie: str
    rows: tuple[EducationRow, ...]
    words: tuple[EducationWords, ...]
    locale: str = "en_GB"
    paper: str = "a4"
    color: str = ""
    language: str = "en"
    is_foreign: bool = False


def local_moment(at: datetime, zone: str) -> tuple[datetime, str]:
    """A moment (UTC) on the clock of a zone, and the zone with its distance from UTC in words.

    A zone this system does not know is named, and the moment stays in UTC.
    """
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    try:
        local = aware.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return aware.astimezone(UTC), f"UTC; the zone “{zone}” is not known here"
    offset = local.strftime("%z")
    return local, "UTC" if zone == "UTC" else f"{zone}, UTC{offset[:3]}:{offset[3:5]}"


def seen_words(seen: Mapping[str, Any]) -> str:
    """What a look at a live post noted besides the caption (in the words of `Post`), as one line."""
    said = [
        f"{words}: “{seen[name]}”" if seen[name] else none
        for name, words, none in (("onscreen_text", "on the screen", "no text on the screen"),
                                  ("spoken", "said", "nothing said"))
        if seen.get(name) is not None
    ]
    said += [f"{words}: “{seen[name]}”" for name, words in (("title", "title"), ("first_comment", "first comment"))
             if seen.get(name)]
    labelled, frames = seen.get("frames_labelled"), seen.get("frames")
    if labelled is not None:
        said.append(f"{labelled} of {frames} frames labelled" if frames else f"frames labelled: {labelled}")
    used = seen.get("platform_label_used")
    if used is not None:
        said.append("the platform's label used" if used else "the platform's label not used")
    return "; ".join(said)
