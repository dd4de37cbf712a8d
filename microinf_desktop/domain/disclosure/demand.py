"""The exact label to demand before anything is written: words, place and platform switch, for brief and contract."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.disclosure.language import language_for
from microinf_desktop.domain.disclosure.packs import PackSet
from microinf_desktop.domain.disclosure.plan import area_for, form_of
from microinf_desktop.domain.disclosure.ties import tie_of


@dataclass(frozen=True, slots=True)
class LabelDemand:
    """What a brief asks for: `text` opens the caption, `tag` is its hashtag form, `said` is spoken.

    `place` says where it goes, `also` what else the jurisdiction wants, `platform_tool` the switch to turn on
    ("" when the platform has none or does not ask for it). `sourced` is False where the pack only warns so far.
    """

    jurisdiction: str
    language: str
    text: str
    tag: str
    said: str
    place: str
    also: str
    platform_tool: str
    pack_version: str
    sourced: bool


_PLACES = {
    "text": "First words of the caption{fold}, apart from other hashtags.",
    "story": "On the picture of every frame, easy to read, clear of the app's icons.",
    "video": "On the screen from the first seconds, long enough to read, and spoken where the product is praised; "
             "also as the first words of the caption{fold}.",
    "live": "On the screen all through the stream, or said at the start and again at least every {minutes} minutes.",
    "audio": "Said before the promotion starts; show notes are not enough.",
    "page": "At the top, before the first link; never only at the foot.",
}


def demanded_label(jurisdiction: str, platform: str, post_format: str, relationship: str,
                   language: str | None, packs: PackSet, *, role: str | None = None,
                   on: date | None = None) -> LabelDemand:
    """The label to demand for a planned post; the audience's language is a two-letter code or a tag like `fr-CA`.

    Of several ("de fr") the first that the jurisdiction speaks counts, as in the check of the written post.
    """
    area = area_for(packs, jurisdiction, on or date.today())
    form = form_of(post_format, platform)
    tie = tie_of(relationship, role, None)
    plan = area.plan(platform, form, tie)
    wanted = language_for(language, area.pack.languages) or area.pack.languages[0]
    demand = plan.demand(wanted)
    row = plan.platform
    fold = f" (within {row.chars_sure} characters)" if row.chars_sure else ""
    minutes = int(area.setting("live_interval_s") // 60)
    duty = row.tool_duty.get(tie, row.tool_duty.get("*", "ok"))
    return LabelDemand(
        area.pack.id, demand.language, demand.text, demand.tag, demand.said,
        _PLACES[form].format(fold=fold, minutes=minutes), demand.also,
        row.tool_name if duty in ("warn", "fail") else "", area.pack.version, area.pack.sourced,
    )
