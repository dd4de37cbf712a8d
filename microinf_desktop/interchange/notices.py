"""Loads the messages about violations from resources, every language with every text, and writes their deadlines."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path

from microinf_desktop.domain.education import primary, sheet_language
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.notices import ENGLISH, FAULTS, NoticeFacts, NoticeTexts, notice_text
from microinf_desktop.domain.violations import Rung
from microinf_desktop.interchange.education import PLACES, education_texts
from microinf_desktop.interchange.json_node import HINT, Node, read_json
from microinf_desktop.paths import resource

_Names = frozenset[str]
# Each text with the places that are filled in it; a greeting may name the creator in full or by the first name.
TEXTS: dict[str, tuple[_Names, ...]] = {
    "greeting": (frozenset({"name"}), frozenset({"first"})), "greeting_unnamed": (frozenset(),),
    "post": (frozenset({"kind", "link"}),), "write": (frozenset({"wording"}),), "where": (frozenset({"place"}),),
    "rule": (frozenset({"rule"}),), "source": (frozenset({"source"}),), "proof": (frozenset(),),
    "due": (frozenset({"date", "time", "zone"}),), "clause": (frozenset(),),
    "unplanned": (frozenset({"client"}),),
}
_ASK = frozenset({"post", "fault", "due"})
_WITH_CLAUSE = (Rung.HOLD_PAY, Rung.TERMINATE)
ASKS: dict[str, tuple[_Names, ...]] = {
    str(rung): (_ASK | {"clause"} if rung in _WITH_CLAUSE else _ASK,) for rung in Rung
}
_PLACE = re.compile(r"\{([a-z]*)\}")
# Where the country is not known, the dates of the country with most readers of the language.
_LOCALES = {"pt": "pt_BR", "en": "en_GB"}


@cache
def notice_languages() -> tuple[str, ...]:
    """The languages there are messages in, English first."""
    found = sorted(path.stem for path in resource("notices").glob("*.json"))
    return (ENGLISH, *(one for one in found if one != ENGLISH))


@cache
def notice_texts(language: str = ENGLISH) -> NoticeTexts:
    """The words of a language (a tag such as pt-BR counts as pt); KnownError when there are none."""
    code = primary(language)
    if code not in notice_languages():
        raise KnownError(f"There are no messages in “{language}”.", f"Choose one of {', '.join(notice_languages())}.")
    return read_notices(resource("notices", f"{code}.json"))


def language_of(spoken: tuple[str, ...]) -> str:
    """The first of a creator's languages that there are messages in, else English."""
    return sheet_language(spoken, notice_languages())


def written(
    rung: Rung, facts: NoticeFacts, language: str, due: datetime, zone: str, sender: str, *, locale: str = ""
) -> str:
    """The message of a rung in a language, its deadline (with a time zone) written as there."""
    texts = notice_texts(language)
    return notice_text(rung, facts, texts, kind=education_texts(texts.language).kinds[facts.kind],
                       due=due_words(due, zone, texts, locale), sender=sender)


def due_words(due: datetime, zone: str, texts: NoticeTexts, locale: str = "") -> str:
    """A deadline in full: weekday, day, hour and zone; `locale` (en_US) is used where it is of the same language."""
    from babel.dates import format_date, format_time

    known = locale if primary(locale) == texts.language else _LOCALES.get(texts.language, texts.language)
    return texts.texts["due"].format_map({
        "date": format_date(due.date(), "full", locale=known),
        "time": format_time(due.timetz().replace(tzinfo=None), "short", locale=known), "zone": zone,
    })


def read_notices(path: Path) -> NoticeTexts:
    """One file, checked; KnownError names the field."""
    node = Node(path.name, "", read_json(path))
    groups = node.objects_of_texts("texts", "asks", "faults", "places")
    expected: dict[str, dict[str, tuple[_Names, ...]]] = {
        "texts": TEXTS, "asks": ASKS, "faults": dict.fromkeys(FAULTS, (frozenset[str](),)),
        "places": {key: (names,) for key, names in PLACES.items()},
    }
    for group, keys in expected.items():
        _check_group(path.name, group, groups[group], keys)
    made = NoticeTexts(
        node.text("language"), node.text("name"), groups["texts"],
        {Rung(key): text for key, text in groups["asks"].items()}, groups["faults"], groups["places"],
    )
    node.done()
    if made.language != path.stem:
        raise KnownError(f"{path.name}: language: “{made.language}” is not the name of the file.", HINT)
    return made


def _check_group(file: str, group: str, found: dict[str, str], keys: dict[str, tuple[_Names, ...]]) -> None:
    for key in [*keys, *found]:
        if key not in found:
            raise KnownError(f"{file}: {group}.{key}: the text is missing.", HINT)
        if key not in keys:
            raise KnownError(f"{file}: {group}.{key}: nobody knows this text.", HINT)
        if frozenset(_PLACE.findall(found[key])) not in keys[key] or _PLACE.sub("", found[key]).count("{"):
            wanted = " or ".join(", ".join(f"{{{name}}}" for name in sorted(names)) or "no places"
                                 for names in keys[key])
            raise KnownError(f"{file}: {group}.{key}: the text needs {wanted}.", HINT)
