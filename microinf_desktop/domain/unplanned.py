"""A post that was found online and never agreed on: what is typed to log it, and what fits its platform.

An extra post with the campaign's code is advertising all the same (ASA ruling on GHD, 2020), whether it is paid or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from microinf_desktop.domain.compliance import EvidenceDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.handles import link_platform, looks_like_link

# What creators post of their own accord, the usual first.
_KINDS: dict[Platform, tuple[DeliverableKind, ...]] = {
    Platform.INSTAGRAM: (DeliverableKind.GRID_POST, DeliverableKind.STORY, DeliverableKind.REEL,
                         DeliverableKind.CAROUSEL, DeliverableKind.LIVE_QA, DeliverableKind.POLL),
    Platform.TIKTOK: (DeliverableKind.TIKTOK_VIDEO, DeliverableKind.STORY, DeliverableKind.LIVE_QA),
    Platform.YOUTUBE: (DeliverableKind.YOUTUBE_SHORT, DeliverableKind.YOUTUBE_MENTION,
                       DeliverableKind.YOUTUBE_DEDICATED, DeliverableKind.LIVE_QA),
    Platform.FACEBOOK: (DeliverableKind.GRID_POST, DeliverableKind.STORY, DeliverableKind.REEL,
                        DeliverableKind.LIVE_QA),
    Platform.TWITCH: (DeliverableKind.LIVE_QA,),
    Platform.BLOG: (DeliverableKind.BLOG_FEATURE,),
    Platform.NEWSLETTER: (DeliverableKind.NEWSLETTER,),
    Platform.PODCAST: (DeliverableKind.PODCAST,),
}
_ELSEWHERE = (DeliverableKind.GRID_POST, DeliverableKind.REEL, DeliverableKind.LIVE_QA)


def kinds_on(platform: Platform) -> tuple[DeliverableKind, ...]:
    """The formats a post on a platform can have, the usual one first."""
    return _KINDS.get(platform, _ELSEWHERE)


def platform_of(url: str) -> Platform | None:
    """Where a link leads to; None while it names no known platform."""
    return link_platform(url)


@dataclass(frozen=True, slots=True)
class UnplannedDraft:
    """An unplanned post as typed; `posted_on` is the day it went online, `caption` what stands there word for word.

    `seen` is what else somebody saw, in the words of `Post` (`onscreen_text=`, `platform_label_used=` …); `proof` a
    screenshot, when there is one.
    """

    collaboration_id: int
    platform: Platform
    kind: DeliverableKind
    url: str
    posted_on: date
    caption: str = ""
    caption_language: str = ""
    discount_code: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    proof: EvidenceDraft | None = None

    def problems(self, today: date) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.url.strip():
            found.append(ValidationError("url", "A post is found again by its link.", "Paste the link of the post."))
        elif not looks_like_link(self.url.strip()):
            found.append(ValidationError("url", "This is no link.", "Paste the whole link, from https:// on."))
        if self.posted_on > today:
            found.append(ValidationError("posted_on", "This day is still to come.", "Type the day it was posted."))
        if self.kind not in kinds_on(self.platform):
            found.append(ValidationError("kind", "This platform has no such posts.", "Choose another format."))
        return found
