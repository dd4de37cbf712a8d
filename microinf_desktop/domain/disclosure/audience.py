"""The labels to demand of one post that is read in several countries: one label where one passes in all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from microinf_desktop.domain.disclosure.demand import LabelDemand, demanded_label
from microinf_desktop.domain.disclosure.packs import PackSet
from microinf_desktop.domain.disclosure.wordlist import label_verdict


def audience_labels(
    jurisdictions: Iterable[str], platform: str, post_format: str, relationship: str, language: str | None,
    packs: PackSet, *, on: date, brand: str = "",
) -> list[LabelDemand]:
    """One demand per jurisdiction, in their order, as brief, contract and education sheet print them.

    A post opens with one label: of the labels that countries of one language demand, the first that the engine lets
    pass in each is demanded in all. Where none does, each keeps its own. `brand` is who stands in a label that has to
    name somebody ("Prodotto inviato da Tarnwick"); `also` keeps its place, because it is translated first.
    """
    asked = [_named(demanded_label(area, platform, post_format, relationship, language, packs, on=on), brand or "…")
             for area in dict.fromkeys(jurisdictions)]
    made = {label.jurisdiction: label for label in asked}
    for spoken in dict.fromkeys(label.language for label in asked):
        group = [label for label in asked if label.language == spoken]
        words = list(dict.fromkeys(word for label in group for word in (label.text, label.tag) if word))
        common = [word for word in words if all(
            label_verdict(word, label.jurisdiction, spoken, relationship, packs, on) == "pass" for label in group)]
        if len(group) > 1 and common:
            text, tag = _pair(common)
            made.update((label.jurisdiction, replace(label, text=text, tag=tag)) for label in group)
    return [made[label.jurisdiction] for label in asked]


def _named(label: LabelDemand, brand: str) -> LabelDemand:
    tag = "".join(char for char in brand.lower() if char.isalnum())
    return replace(
        label, text=label.text.replace("{brand}", brand), tag=label.tag.replace("{brand}", tag),
        said=label.said.replace("{brand}", brand),
    )


def _pair(words: Sequence[str]) -> tuple[str, str]:
    """The label to write and its hashtag form, "" where that is the same or not fit for all."""
    tag = next((word for word in words if word.startswith("#") and word.lower() != words[0].lower()), "")
    return words[0], tag
