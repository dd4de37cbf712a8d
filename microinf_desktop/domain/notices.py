"""The message about a violation in one language: what is wrong, the exact words, where, why, until when."""

from collections.abc import Mapping
from dataclasses import dataclass

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.violations import Rung

ENGLISH = "en"
# What a creator has to be told, by what the checker found. What is in none of these is told in the checker's words.
_FAULTS: dict[str, tuple[str, ...]] = {
    "missing": ("missing", "brand_only"),
    "elsewhere": ("comment_only", "bio_only", "title_only"),
    "hidden": ("below_fold", "fold_unsure"),
    "buried": ("page_foot", "after_link", "late_in_page", "last_words", "not_first", "run_long", "run_short",
               "run_weak", "runs_on", "leads_long_run", "fused", "fused_front"),
    "word": ("gift_influenced", "understated", "weak_for_tie", "off_list", "superseded", "unclear_word", "weak_word",
             "nonstandard", "tool_only"),
    "language": ("label_language",),
    "denied": ("denies_ad", "denies_pay", "denies_pay_soft", "bought", "bought_though_given"),
    "picture": ("not_in_video", "late", "late_unsure", "flash", "flash_unsure", "sound_only", "picture_only",
                "too_brief", "low_contrast", "tiny_text", "small_text", "obscured", "picture_not_first",
                "frame_missing", "carousel_frame", "not_on_picture", "not_spoken", "audio_late", "live_once",
                "live_gap", "live_title_only"),
}
_FAULT_OF = {problem: fault for fault, problems in _FAULTS.items() for problem in problems}
FAULTS = tuple(_FAULTS)


@dataclass(frozen=True, slots=True)
class NoticeTexts:
    """The words of one language; templates with named places. Labels come from the packs, never from here."""

    language: str
    name: str
    texts: Mapping[str, str]
    asks: Mapping[Rung, str]
    faults: Mapping[str, str]
    places: Mapping[str, str]

    def place(self, form: str, fold: int, minutes: int) -> str:
        """Where the label goes in a form of post (`plan.form_of`); `fold` in characters, 0 where nothing is cut."""
        key = f"{form}_fold" if fold and f"{form}_fold" in self.places else form
        return self.places[key].format_map({"fold": fold, "minutes": minutes})


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a message says. `what` and `place` are as recorded, in English; `problem` is the checker's word for it.

    `form`, `fold` and `minutes` say where the label goes (`NoticeTexts.place`).
    """

    creator: str
    kind: DeliverableKind
    link: str
    what: str
    wording: str
    place: str
    rule: str
    source: str
    problem: str = ""
    form: str = "text"
    fold: int = 0
    minutes: int = 0
    clause: str = ""
    client: str = ""
    is_unplanned: bool = False


def notice_text(rung: Rung, facts: NoticeFacts, texts: NoticeTexts, *, kind: str, due: str, sender: str) -> str:
    """The message of a rung, ready to send; `kind` and `due` are the post's kind and the deadline in its language."""
    say = texts.texts
    names = facts.creator.split()
    hello = say["greeting"].format_map({"name": facts.creator.strip(), "first": names[0]}) if names else (
        say["greeting_unnamed"])
    post = say["post"].format_map({"kind": kind, "link": facts.link}) if facts.link else kind
    asked = texts.asks[rung].format_map({
        "post": post, "fault": fault_text(facts, texts), "due": due, "clause": facts.clause or say["clause"],
    })
    parts = [hello, asked]
    if facts.wording and rung is not Rung.TERMINATE:
        own = facts.place if texts.language == ENGLISH else ""
        place = own or texts.place(facts.form, facts.fold, facts.minutes)
        parts.append("\n".join((say["write"].format_map({"wording": facts.wording}),
                                say["where"].format_map({"place": place}))))
    why = [say["rule"].format_map({"rule": facts.rule})]
    if facts.source:
        why.append(say["source"].format_map({"source": facts.source.replace(" ; ", ", ")}))
    parts += ["\n".join(why), say["proof"] if rung is not Rung.TERMINATE else "", sender]
    return "\n\n".join(part for part in parts if part) + "\n"


def fault_text(facts: NoticeFacts, texts: NoticeTexts) -> str:
    """What is wrong: as recorded in English, by its kind in other languages, which cannot translate what was typed.

    Of a post nobody had planned it says why it needs a label all the same.
    """
    fault = _FAULT_OF.get(facts.problem, "")
    said = texts.faults[fault] if fault and texts.language != ENGLISH else facts.what
    if not facts.is_unplanned:
        return said
    return f"{said} {texts.texts['unplanned'].format_map({'client': facts.client})}"
