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
    CAPTION = "caption"
    CALL_TO_ACTION = "call_to_action"
    LENGTH = "length"


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
    caption: str, mentions: Iterable[str] = (), hashtags: Iterable[str] = (), links: Iterable[str] = (),
    code: str = "", required_caption: str = "", call_to_action: str = "", min_characters: int | None = None,
) -> tuple[Requirement, ...]:
    """Each required word with its line in the caption; case does not matter, "#ad" is not found in "#advent".

    Required text and the call to action are found whatever the spaces, line breaks and quotation marks between
    their words. The length counts characters without the spaces around the caption; met, it stands on line 1.
    """
    wanted = [
        *((RequirementKind.MENTION, "@" + text.strip().lstrip("@")) for text in mentions),
        *((RequirementKind.HASHTAG, "#" + text.strip().lstrip("#")) for text in hashtags),
        *((RequirementKind.LINK, text) for text in links),
        (RequirementKind.CODE, code), (RequirementKind.CAPTION, required_caption),
        (RequirementKind.CALL_TO_ACTION, call_to_action),
    ]
    found = [Requirement(kind, text, _line(caption, kind, text)) for kind, text in wanted if text.strip("@# \n")]
    if min_characters:
        enough = len(caption.strip()) >= min_characters
        found.append(Requirement(RequirementKind.LENGTH, str(min_characters), 1 if enough else None))
    return tuple(found)


_PROSE = (RequirementKind.CAPTION, RequirementKind.CALL_TO_ACTION)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def _line(caption: str, kind: RequirementKind, text: str) -> int | None:
    text = text.strip()
    if kind is RequirementKind.LINK:
        # People write links without the scheme and "www.", and platforms show them so.
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", text, flags=re.IGNORECASE).rstrip("/")
        pattern = re.escape(bare)
    elif kind in _PROSE:
        # One character for one, so that the place in the caption stays the same.
        caption, text = caption.translate(_QUOTES), text.translate(_QUOTES)
        pattern = r"\s+".join(re.escape(word) for word in text.split())
    else:
        pattern = rf"(?<!\w){re.escape(text)}(?![\w])"
    found = re.search(pattern, caption, re.IGNORECASE)
    return None if found is None else caption.count("\n", 0, found.start()) + 1
