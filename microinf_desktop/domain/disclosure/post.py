"""The post to check: what is written, shown, spoken and known about it; unknown is None, never an empty value."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

JURISDICTION_ALIASES = {"GB": "UK", "USA": "US", "UNITED STATES": "US", "UNITED KINGDOM": "UK", "IRELAND": "IE",
                        "GERMANY": "DE", "FRANCE": "FR", "SPAIN": "ES", "ITALY": "IT", "NETHERLANDS": "NL",
                        "BELGIUM": "BE", "CANADA": "CA", "AUSTRALIA": "AU", "INDIA": "IN", "BRAZIL": "BR"}

_TEXT = ("onscreen_text", "spoken", "title", "bio", "first_comment", "disclosure_position", "role", "product_role",
         "incentive", "product_category", "audience_language", "text_size", "contrast")
_NUMBER = ("onscreen_start_s", "onscreen_duration_s", "duration_s", "frames", "frames_labelled",
           "disclosure_offset_chars", "previous_relationship_months", "influencer_age")
_FLAG = ("obscured_by_ui", "persistent_overlay", "brand_influence", "brand_equals_name", "image_retouched",
         "virtual_influencer", "credential_displayed", "child_directed")
_YES = frozenset({"true", "yes", "y", "1", "on"})
_NO = frozenset({"false", "no", "n", "0", "off"})


@dataclass(frozen=True, slots=True)
class Post:
    """One post as in the disclosure check's input; values of a wrong type count as unknown.

    `relationship` is paid, gifted, affiliate, hybrid, own_brand or none (or a word that maps to one of them);
    times and durations are seconds, `disclosure_offset_chars` code points, `spoken_times_s` when the spoken
    disclosure was heard. `onscreen_text=""` says that nothing is shown, None that nobody looked.
    """

    caption: str = ""
    jurisdiction: str = ""
    platform: str = "instagram"
    format: str = "feed_post"
    relationship: str = "paid"
    platform_label_used: bool | None = None
    id: str = ""
    audience_language: str | None = None
    onscreen_text: str | None = None
    onscreen_start_s: float | None = None
    onscreen_duration_s: float | None = None
    text_size: str | None = None
    contrast: str | None = None
    obscured_by_ui: bool | None = None
    spoken: str | None = None
    spoken_times_s: tuple[float, ...] | None = None
    persistent_overlay: bool | None = None
    duration_s: float | None = None
    frames: float | None = None
    frames_labelled: float | None = None
    title: str | None = None
    bio: str | None = None
    first_comment: str | None = None
    image_tags: tuple[str, ...] = ()
    disclosure_offset_chars: float | None = None
    disclosure_position: str | None = None
    role: str | None = None
    product_role: str | None = None
    brand_influence: bool | None = None
    brand_equals_name: bool | None = None
    incentive: str | None = None
    previous_relationship_months: float | None = None
    product_category: str | None = None
    influencer_age: float | None = None
    image_retouched: bool | None = None
    virtual_influencer: bool | None = None
    credential_displayed: bool | None = None
    child_directed: bool | None = None

    def __post_init__(self) -> None:
        for name in ("caption", "jurisdiction", "platform", "format", "relationship", "id"):
            value = getattr(self, name)
            if type(value) is not str:
                object.__setattr__(self, name, "" if value is None else str(value))
        for names, convert in ((_TEXT, as_text), (_NUMBER, as_number), (_FLAG, as_flag)):
            for name in names:
                value = getattr(self, name)
                if value is not None:
                    object.__setattr__(self, name, convert(value))
        object.__setattr__(self, "platform_label_used", as_flag(self.platform_label_used))
        object.__setattr__(self, "image_tags", as_texts(self.image_tags))
        object.__setattr__(self, "spoken_times_s", as_numbers(self.spoken_times_s))
        area = self.jurisdiction.strip().upper()
        object.__setattr__(self, "jurisdiction", JURISDICTION_ALIASES.get(area, area))
        object.__setattr__(self, "platform", _PLATFORM_ALIASES.get(word := _snake(self.platform), word))
        object.__setattr__(self, "format", _snake(self.format))
        object.__setattr__(self, "relationship", _snake(self.relationship))

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> "Post":
        """From one JSON object of the posts file; keys nobody knows are left aside."""
        values: dict[str, object] = {}
        context = record.get("context")
        if isinstance(context, Mapping):
            values.update((key, value) for key, value in context.items() if key in _FIELDS)
        values.update((key, value) for key, value in record.items() if key in _FIELDS and value is not None)
        return cls(**values)  # type: ignore[arg-type]  # __post_init__ makes every value the right type


_FIELDS = frozenset(item.name for item in fields(Post))

_PLATFORM_ALIASES = {"twitter": "x", "ig": "instagram", "yt": "youtube", "fb": "facebook", "meta": "facebook",
                     "instagram_reels": "instagram", "youtube_shorts": "youtube", "substack": "newsletter",
                     "spotify": "podcast", "website": "blog", "threads": "instagram"}


def _snake(value: str) -> str:
    return value.strip().lower().replace(" ", "_").replace("-", "_").replace("/", "_")


def as_text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (list, tuple)):
        return " ".join(part for part in value if isinstance(part, str))
    return None


def as_number(value: object) -> float | None:
    """A finite number, also from text with a decimal point; anything else is unknown."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def as_flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return bool(value)
    if isinstance(value, str):
        word = value.strip().lower()
        return True if word in _YES else False if word in _NO else None
    return None


def as_texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, (list, tuple)) else ()


def as_numbers(value: object) -> tuple[float, ...] | None:
    if value is None:
        return None
    parts = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(sorted(number for part in parts if (number := as_number(part)) is not None))
