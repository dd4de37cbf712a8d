"""Guesses the language of a caption from its small words; says nothing when it is not sure."""

import re
from collections.abc import Collection, Sequence

from microinf_desktop.domain.disclosure.text import word_set

_SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": word_set("the and of to my with this is for it you was are on our we i that they so but all have been your "
                    "me from what when after how its a an as at do no in not or if he she can will just more"),
    "de": word_set("der die das und ich mit mein meine meinen nicht ist ein eine einen für auf wir euch zu dem den von "
                    "im bei auch es so sich schon heute nur aber wie hier habe seit"),
    "fr": word_set("le la les des et mon ma mes avec je un une du pour est dans sur vous nous ce cette pas au qui que "
                    "ces plus en ai depuis sans mais chez"),
    "es": word_set("el la los las y mi mis con que un una de del para es en por muy esta este lo se al más como no "
                    "pero todo hoy desde cuando tu"),
    "it": word_set("il lo la gli e mio mia con che un una di del della per è in sono questo questa non più da alla "
                    "nel le i ho dei anche oggi come mi"),
    "nl": word_set("de het een en mijn met van voor is ik op dat niet deze dit zijn te in aan jullie maar nog ook bij "
                    "wat heb naar uit om zo onze"),
    "pt": word_set("o a os as e meu minha com que um uma de do da para é em não por no na esse essa você mais eu muito "
                    "hoje dos das meus como"),
    "ga": word_set("agus an na mo le ar tá is go sa chun leis seo féin bhfuil ag"),
}
_ALL_SMALL_WORDS = frozenset().union(*_SMALL_WORDS.values())
_COUNTED = tuple((small, language) for language, small in _SMALL_WORDS.items())
# Words too common to look a phrase up by.
EVERYDAY = _ALL_SMALL_WORDS | word_set(
    "free link links business work real content person product make get feature company working your one"
)
_OTHER_SCRIPT = re.compile(r"(?![\u2000-\u2bff\U00010000-\U0010ffff])[^\W\d_\x00-\u024f]")
_SCRIPTS = ((0x0900, 0x097F, "hi"), (0x0400, 0x04FF, "ru"), (0x0600, 0x06FF, "ar"), (0x0590, 0x05FF, "he"),
            (0x0370, 0x03FF, "el"), (0x3040, 0x30FF, "ja"), (0xAC00, 0xD7AF, "ko"), (0x4E00, 0x9FFF, "zh"),
            (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0980, 0x09FF, "bn"), (0x0E00, 0x0E7F, "th"))
_SEPARATED = re.compile(r"[\s,;]+")
_ENOUGH = 3
_CLEARLY = 2
_PLENTY = 5
_SCRIPT_LETTERS = 8


def two_letters(tag: str | None) -> str:
    """`de` of `de-AT` or `DE`; empty when nothing is known."""
    return (tag or "").strip().lower().replace("_", "-").split("-")[0][:3]


def language_for(stated: str | None, spoken: Collection[str]) -> str:
    """The language in which an audience reads a post: of several stated ("de fr"), the first that a country speaks.

    The first stated where it speaks none of them; empty when nothing is known.
    """
    asked = [two_letters(tag) for tag in _SEPARATED.split(stated or "") if tag]
    return next((one for one in asked if one in spoken), asked[0] if asked else "")


def stated_languages(caption: str, audience: Sequence[str]) -> str | None:
    """What `language_for` takes for a planned or written post: the audience's languages, that of the caption first
    when it is one of them; the caption's alone where nobody said who reads it, None when nothing is known."""
    first = (caption,) if caption and (caption in audience or not audience) else ()
    return " ".join(dict.fromkeys((*first, *audience))) or None


def plainly(words: set[str], language: str) -> bool:
    """True when small words alone settle that a text is in this language; the quick way round `guess`."""
    return len(words & _SMALL_WORDS.get(language, frozenset())) > _PLENTY


def guess(words: set[str], text: str) -> str:
    """Two-letter language of folded text, or "" when its small words do not settle it."""
    common = words & _ALL_SMALL_WORDS
    if len(common) >= _ENOUGH:
        scored = [(len(common & small), language) for small, language in _COUNTED]
        scored.sort(reverse=True)
        (best, language), (second, _) = scored[0], scored[1]
        if best >= _ENOUGH and best - second >= _CLEARLY and best > second * 1.4:
            return language
    if not text.isascii() and (letters := _OTHER_SCRIPT.findall(text, 0, 2000)):
        for low, high, script in _SCRIPTS:
            inside = sum(low <= ord(letter) <= high for letter in letters)
            if inside >= _SCRIPT_LETTERS and 2 * inside >= len(letters):
                return script
    return ""
