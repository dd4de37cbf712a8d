"""Loads the words of the education sheet from resources; every language has every word, with the same places."""

import re
from functools import cache
from pathlib import Path

from microinf_desktop.domain.education import FALLBACK, EducationTexts, primary
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.json_node import HINT, Node, read_json
from microinf_desktop.paths import resource

# Each text with the places that are filled in it.
TEXTS: dict[str, frozenset[str]] = {
    "title": frozenset(), "for": frozenset({"creator", "tie"}), "fallback": frozenset(), "head_post": frozenset(),
    "head_write": frozenset(), "head_where": frozenset(), "head_switch": frozenset(), "or": frozenset({"tag"}),
    "say": frozenset({"words"}), "post": frozenset({"platform", "kinds"}), "accepted": frozenset(),
    "refused": frozenset(), "no_example": frozenset(), "pack": frozenset({"version", "day"}),
    "additions": frozenset({"version", "n"}), "unsourced": frozenset(), "everywhere": frozenset(),
    "agreed": frozenset({"client"}), "signature": frozenset({"creator"}), "place_date": frozenset(),
    "advice": frozenset({"agency"}), "page": frozenset({"page", "pages"}),
}
TIES = dict.fromkeys(("fee", "commission", "gift", "own", "job", "family", "contest", "unknown"), frozenset[str]())
PLACES: dict[str, frozenset[str]] = {
    "text": frozenset(), "text_fold": frozenset({"fold"}), "story": frozenset(), "video": frozenset(),
    "video_fold": frozenset({"fold"}), "live": frozenset({"minutes"}), "audio": frozenset(), "page": frozenset(),
}
_WITH_TOOL = (Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE, Platform.FACEBOOK, Platform.X, Platform.LINKEDIN,
              Platform.PINTEREST, Platform.TWITCH)
_TOOLS = dict.fromkeys(map(str, _WITH_TOOL), frozenset[str]())
_KINDS = dict.fromkeys(map(str, DeliverableKind), frozenset[str]())
_PLACE = re.compile(r"\{([a-z]*)\}")


@cache
def education_languages() -> tuple[str, ...]:
    """The languages there is a sheet in, English first."""
    found = sorted(path.stem for path in resource("education").glob("*.json"))
    return (FALLBACK, *(one for one in found if one != FALLBACK))


@cache
def education_texts(language: str = FALLBACK) -> EducationTexts:
    """The sheet's words in a language (a tag such as pt-BR counts as pt); KnownError when there is no such sheet."""
    code = primary(language)
    if code not in education_languages():
        raise KnownError(f"There is no education sheet in “{language}”.",
                         f"Choose one of {', '.join(education_languages())}.")
    return read_education(resource("education", f"{code}.json"))


def read_education(path: Path) -> EducationTexts:
    """One file, checked; KnownError names the field."""
    node = Node(path.name, "", read_json(path))
    groups = node.objects_of_texts("texts", "ties", "places", "tools", "kinds", "also")
    expected: dict[str, dict[str, frozenset[str]]] = {
        "texts": TEXTS, "ties": TIES, "places": PLACES, "tools": _TOOLS, "kinds": _KINDS,
    }
    for group, keys in expected.items():
        _check_group(path.name, group, groups[group], keys)
    # The brand's place in a remark is the creator's to read, as it is in the pack.
    _check_group(path.name, "also", groups["also"], {key: frozenset(_PLACE.findall(key)) for key in groups["also"]})
    made = EducationTexts(
        node.text("language"), node.text("name"), groups["texts"], groups["ties"], node.texts("always"),
        groups["places"], {Platform(key): text for key, text in groups["tools"].items()},
        {DeliverableKind(key): text for key, text in groups["kinds"].items()}, groups["also"],
    )
    node.done()
    if made.language != path.stem:
        raise KnownError(f"{path.name}: language: “{made.language}” is not the name of the file.", HINT)
    if len(made.always) != 5:
        raise KnownError(f"{path.name}: always: five sentences are expected.", HINT)
    return made


def _check_group(file: str, group: str, found: dict[str, str], keys: dict[str, frozenset[str]]) -> None:
    for key in [*keys, *found]:
        if key not in found:
            raise KnownError(f"{file}: {group}.{key}: the text is missing.", HINT)
        if key not in keys:
            raise KnownError(f"{file}: {group}.{key}: nobody knows this text.", HINT)
        places = _PLACE.findall(found[key])
        if set(places) != keys[key] or _PLACE.sub("", found[key]).count("{"):
            wanted = ", ".join(f"{{{name}}}" for name in sorted(keys[key])) or "no places"
            raise KnownError(f"{file}: {group}.{key}: the text needs {wanted}.", HINT)
