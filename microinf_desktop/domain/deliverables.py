"""What the deliverable and draft forms fill in, and what lists of deliverables are asked for."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import ValidationError

_ORDER = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")
_NAMES = {
    "ship_on": "shipping", "draft_due_on": "the draft", "internal_review_on": "our review",
    "client_review_on": "the client's review", "publish_on": "publishing",
}

_FRAMED = frozenset({DeliverableKind.STORY, DeliverableKind.CAROUSEL, DeliverableKind.POLL})
_TIMED_FORMATS = frozenset({"video", "podcast", "live"})
_READ = frozenset({
    DeliverableKind.BLOG_FEATURE, DeliverableKind.NEWSLETTER, DeliverableKind.GRID_POST, DeliverableKind.CAROUSEL,
})


def fitting_fields(kind: DeliverableKind) -> frozenset[str]:
    """Which of the measures suit a kind: no frames for a blog, no seconds for a photo, no length for a story."""
    fields = set()
    if kind in _FRAMED:
        fields.add("frames")
    if kind.post_format in _TIMED_FORMATS:
        fields.add("min_seconds")
    if kind in _READ:
        fields.add("min_characters")
    return frozenset(fields)


@dataclass(frozen=True, slots=True)
class DeliverableDraft:
    """A deliverable as typed; the fee is in minor units of the collaboration's currency."""

    collaboration_id: int
    kind: DeliverableKind
    platform: Platform
    title: str = ""
    quantity: int = 1
    frames: int | None = None
    min_seconds: int | None = None
    required_mentions: tuple[str, ...] = ()
    required_hashtags: tuple[str, ...] = ()
    required_links: tuple[str, ...] = ()
    discount_code: str = ""
    required_caption: str = ""
    call_to_action: str = ""
    min_characters: int | None = None
    talking_points: tuple[str, ...] = ()
    caption_language: str = ""
    keep_live_days: int | None = None
    fee_minor: int | None = None
    ship_on: date | None = None
    draft_due_on: date | None = None
    internal_review_on: date | None = None
    client_review_on: date | None = None
    publish_on: date | None = None
    locked_reason: str = ""
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not 1 <= self.quantity <= 100:
            found.append(ValidationError("quantity", "The quantity lies between 1 and 100.", "Type a number."))
        for name in ("frames", "min_seconds", "min_characters", "keep_live_days", "fee_minor"):
            value = getattr(self, name)
            if value is not None and value < 0:
                found.append(ValidationError(name, "This number cannot be negative.", "Type 0 or more."))
        if self.locked_reason.strip() and self.publish_on is None:
            found.append(ValidationError(
                "publish_on", "A locked publish day needs the day.", "Type it, or take the reason away."
            ))
        dated = [(name, getattr(self, name)) for name in _ORDER if getattr(self, name) is not None]
        for (before_name, before), (name, after) in pairwise(dated):
            if after < before:
                found.append(ValidationError(
                    name, f"The day for {_NAMES[name]} lies before the one for {_NAMES[before_name]}.",
                    "Move one of them.",
                ))
        return found


def fitted(draft: DeliverableDraft) -> DeliverableDraft:
    """The draft without measures that its kind does not have."""
    unfit = {"frames", "min_seconds", "min_characters"} - fitting_fields(draft.kind)
    empty: dict[str, Any] = dict.fromkeys(unfit)
    return replace(draft, **empty)


@dataclass(frozen=True, slots=True)
class DraftDraft:
    """A version of the content as it came in; times in milliseconds, None where nobody looked."""

    caption: str
    title: str = ""
    first_comment: str = ""
    onscreen_text: str | None = None
    onscreen_start_ms: int | None = None
    onscreen_duration_ms: int | None = None
    duration_ms: int | None = None
    spoken_text: str | None = None
    frames: int | None = None
    frames_labelled: int | None = None
    platform_label_used: bool | None = None
    note: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class DeliverableFilter:
    """Which deliverables a list shows; `due` is late, week, waiting or empty."""

    text: str = ""
    campaign_ids: tuple[int, ...] = ()
    client_ids: tuple[int, ...] = ()
    collaboration_ids: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None
    late_only: bool = False
    open_only: bool = False
