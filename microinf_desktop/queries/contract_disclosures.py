"""The labels a contract or a brief demands: by platform, jurisdiction, language and placement."""

from collections.abc import Iterable, Sequence
from datetime import date

from microinf_desktop.domain.contracts import DisclosureTerm
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.disclosure.audience import audience_labels
from microinf_desktop.domain.disclosure.language import stated_languages
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.storage.tables import Campaign, Collaboration, Deliverable


def disclosure_terms(
    deal: Collaboration, campaign: Campaign, deliverables: Sequence[Deliverable], jurisdictions: Iterable[str],
    packs: PackSet, on: date, brand: str = "",
) -> tuple[DisclosureTerm, ...]:
    """The labels to demand, one row per platform, jurisdiction, language and placement; none for `none`."""
    if deal.relationship == "none":
        return ()
    found: dict[DisclosureTerm, None] = {}
    areas = tuple(jurisdictions)
    for item in deliverables:
        kind = DeliverableKind(item.kind)
        if kind in (DeliverableKind.RAW_UGC, DeliverableKind.EVENT):
            continue
        language = stated_languages(item.caption_language, campaign.audience_languages)
        for label in audience_labels(areas, item.platform, kind.post_format, deal.relationship, language, packs, on=on,
                                     brand=brand):
            found[DisclosureTerm(
                Platform(item.platform), label.language, unique([label.text], [label.tag]),
                " ".join(part for part in (label.place, label.also.replace("{brand}", brand)) if part),
                label.platform_tool, label.jurisdiction,
            )] = None
    return tuple(found)


def unique(*lists: Iterable[str]) -> tuple[str, ...]:
    """All entries once, in their order, without empty ones."""
    return tuple(dict.fromkeys(item for listed in lists for item in listed if item))
