"""The words of the education sheet in one language, and which language a creator gets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from microinf_desktop.domain.enums import DeliverableKind, Platform

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class EducationTexts:
    """What is printed around the labels; templates with named places. Labels come from the packs, never from here.

    `also` translates the packs' own remarks; one that is not among them is printed as the pack has it.
    """

    language: str
    name: str
    texts: Mapping[str, str]
    ties: Mapping[str, str]
    always: tuple[str, ...]
    places: Mapping[str, str]
    tools: Mapping[Platform, str]
    kinds: Mapping[DeliverableKind, str]
    also: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        return self.texts[key].format_map(values)

    def place(self, form: str, fold: int, minutes: int) -> str:
        """Where the label goes in a form of post (`plan.form_of`); `fold` in characters, 0 where nothing is cut."""
        key = f"{form}_fold" if fold and f"{form}_fold" in self.places else form
        return self.places[key].format_map({"fold": fold, "minutes": minutes})


def sheet_language(spoken: Sequence[str], known: Collection[str], wanted: str | None = None) -> str:
    """The language asked for, else the first of the creator's that there is a sheet in, else English.

    Tags such as pt-BR count as their language. A language asked for that is not known is returned as it was given.
    """
    if wanted:
        return primary(wanted)
    return next((primary(one) for one in spoken if primary(one) in known), FALLBACK)


def primary(tag: str) -> str:
    """The language of a tag: pt of pt-BR."""
    return tag.replace("_", "-").partition("-")[0].strip().lower()
