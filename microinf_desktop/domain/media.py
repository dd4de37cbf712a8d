"""Where content is used, and which of it the words of a deal name ("Instagram", "paid social", "store windows")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from microinf_desktop.domain.text import fold


class Use(StrEnum):
    """How content is used: ORGANIC without money for reach, PAID as advertising, FROM_ACCOUNT in the creator's name."""

    ORGANIC = "organic"
    PAID = "paid"
    FROM_ACCOUNT = "from_account"


class Place(StrEnum):
    """Where content appears: the platforms, then everything else."""

    INSTAGRAM = "instagram"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    FACEBOOK = "facebook"
    X = "x"
    LINKEDIN = "linkedin"
    PINTEREST = "pinterest"
    TWITCH = "twitch"
    BLOG = "blog"
    PODCAST = "podcast"
    WEBSITE = "website"
    SHOP = "shop"
    EMAIL = "email"
    ONLINE_ADS = "online_ads"
    PRINT = "print"
    OUT_OF_HOME = "out_of_home"
    POINT_OF_SALE = "point_of_sale"
    TV = "tv"
    CINEMA = "cinema"
    RADIO = "radio"
    PRESS = "press"
    EVENTS = "events"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Medium:
    """What a word of a deal allows: places, and uses where the word says so itself (empty: as the right says)."""

    places: frozenset[Place]
    uses: frozenset[Use] = frozenset()


@dataclass(frozen=True, slots=True)
class MediaRead:
    """The media several words describe; `unknown` are words nobody could read."""

    media: tuple[Medium, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def places(self) -> frozenset[Place]:
        return frozenset().union(*(one.places for one in self.media))


@dataclass(frozen=True, slots=True)
class MediaBook:
    """Words for media, folded, with what they allow."""

    words: Mapping[str, Medium]

    def read(self, names: Iterable[str]) -> MediaRead:
        """The media several words describe together; no word at all is nowhere."""
        found, unknown = [], []
        for name in names:
            folded = " ".join(fold(name).split())
            if folded in self.words:
                found.append(self.words[folded])
            elif folded:
                unknown.append(name.strip())
        return MediaRead(tuple(dict.fromkeys(found)), tuple(unknown))
