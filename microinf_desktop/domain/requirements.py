"""What a brief requires in a caption, and on which line of the caption it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class RequirementKind(StrEnum):
    """What is looked for; a talking point is no exact words and is for a person to judge."""

    MENTION = "mention"
    HASHTAG = "hashtag"
    LINK = "link"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing the brief asks for; `line` counts from 1, None when the caption lacks it."""

    kind: RequirementKind
    text: str
    line: int | None

    @property
    def is_met(self) -> bool:
        return self.line is not None


def required_in(
    caption: str, mentions: Iterable[str] = (), hashtags: Iterable[str] = (), links: Iterable[str] = (), code: str = ""
) -> tuple[Requirement, ...]:
    """Each required word with its line in the caption; case does not matter, "#ad" is not found in "#advent"."""
    wanted = [
        *((RequirementKind.MENTION, "@" + text.lstrip("@")) for text in mentions),
        *((RequirementKind.HASHTAG, "#" + text.lstrip("#")) for text in hashtags),
        *((RequirementKind.LINK, text) for text in links),
        *((RequirementKind.CODE, text) for text in (code,)),
    ]
    return tuple(
        Requirement(kind, text, _line(caption, kind, text)) for kind, text in wanted if text.strip("@# ")
    )


def _line(caption: str, kind: RequirementKind, text: str) -> int | None:
    text = text.strip()
    if kind is RequirementKind.LINK:
        # People write links without the scheme and "www.", and platforms show them so.
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", text, flags=re.IGNORECASE).rstrip("/")
        pattern = re.escape(bare)
    else:
        pattern = rf"(?<!\w){re.escape(text)}(?![\w])"
    found = re.search(pattern, caption, re.IGNORECASE)
    return None if found is None else caption.count("\n", 0, found.start()) + 1
