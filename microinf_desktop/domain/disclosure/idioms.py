"""Tells a label word from the same word in a sentence: "Werbung nervt", "my ad for oat milk never aired"."""

import re

from microinf_desktop.domain.disclosure.text import word_set

# "ad" and its kin in front of these is a noun in a sentence, not a label.
AD_COMPOUNDS = word_set(
    "budget budgets agency agencies blocker blockers block blocking campaign campaigns spend hoc free friendly revenue "
    "break breaks copy infinitum world man men space sales account accounts manager exec execs executive executives "
    "people person industry sets set team targeting tech network fatigue placement placements rates rate lib libs slot "
    "slots nauseam astra hominem absurdum jingle jingles money skip skipper student students degree class course job "
    "career major"
)
# Adjectives and nouns that make a fixed term of it: misleading advertising, partnership goals.
_FIXED_TERMS = word_set(
    "mensongère mensongères trompeuse comparative subliminale engañosa engañosas subliminal encubierta ingannevole "
    "occulta progresso enganosa goals vibes everywhere überall partout ovunque overal athlete athletes rider team walk "
    "run swim event events child"
)
_BETWEEN = word_set("in between of among")
_MEANT_WITH_AD = (
    "gift", "affil", "spons", "paid", "pr", "advert", "promo", "collab", "partner", "werb", "anzeige", "own",
)
_VERBS = word_set(
    "is was are were has have isn wasn aren makes make made sucks said says never always used agency agencies industry "
    "ist sind war waren wird werden wurde kann können nervt nerven stört lief läuft laufen macht machen gehört gibt "
    "est sont était étaient fait font passe passent m'agace es era son fue hace aburre cansa è sono annoia stanca "
    "was zijn werkt verveelt é são foi era cansa funciona"
)
_ON = word_set("on in im op en na no à a sur auf alla nella bei de der")
_ON_THE_MEDIA = re.compile(
    r"\W{1,2}\w{1,5}\W{1,2}(?:(?:the|der|dem|de|la|le|il|het|a|o)\W{1,2})?"
    r"(?:tv|tele|telly|television|radio|fernsehen|télé|télévision|televisie|televisión|televisione|televisão|youtube|marktplaats|ebay|vinted|craigslist|"
    r"kleinanzeigen|leboncoin|wallapop|todas partes)\b"
)
# Before a noun these make it a known one: "my ad for …", "la publicité pour …", "in unserer Werbung für …".
_DETERMINERS = word_set(
    "my our your his her their the that those every each any mein meine meiner meinem meinen unser unsere unserer "
    "unserem unseren deine deiner eure eurer ihre ihrer der die das den dem des jede jeder la ma ta sa notre votre "
    "leur cette mi tu su nuestra aquella mia tua sua nostra quella de onze mijn jouw jullie hun minha sua nossa aquela"
)
_IDIOM_AFTER = re.compile(
    r"\W{1,2}(?:a (?:visit|compliment|call)|back|in full|attention|my (?:bills|rent|dues)|at (?:my )?(?:work|job))\b"
)
_NOBODY = re.compile(
    r"(?:by|von|par|por|da|door|pela|pelo)\W{1,2}(?:nobody|no one|no brands?|myself|me|niemandem?|personne|nadie|"
    r"nessuno|niemand|ninguém|(?:pure )?(?:caffeine|anxiety|tears|insomnia|luck|chaos|hope)|"
    r"(?:(?:my|meine[rm]?|ma|mon|mi|mia|mio|mijn|minha|meu) (?:\w+ )?)?"
    r"(?:mom|mum|mommy|mummy|dad|daddy|boss|husband|wife|boyfriend|girlfriend|cat|dog|own|wallet|bank|parents|grandma|"
    r"savings|tears|anxiety|mama|papa|mutti|vati|mutter|vater|oma|opa|maman|mère|père|mari|femme|chat|chien|madre|padre|"
    r"mamá|papá|marido|mujer|novio|novia|perro|gato|mamma|papà|nonna|moeder|vader|mãe|pai|cachorro))\b(?!\W{1,2}@)"
)
_SOME_AD = re.compile(r"(?:an )?ad(?: for )?")
_OF_SOME_AD = (" in ", " saw ", " about ", " from ")
PREPOSITIONS_OF_GIVERS = word_set("by von par por da door pela pelo")
_WITH_OR_BY = PREPOSITIONS_OF_GIVERS | word_set("with mit avec con met com for für pour para per voor from bei di de")


def is_asked(text: str, end: int) -> bool:
    """Whether a label word is a question, as in "Werbung? Nein danke"."""
    return text[end:end + 1] == "?"


def is_hyphenated(text: str, end: int) -> bool:
    """"Ad-dicted" and "AD/HD", but not "ad-gifted"."""
    if text[end:end + 1] not in ("-", "/") or not text[end + 1:end + 2].isalpha():
        return False
    rest = text[end + 1:end + 9]
    return not rest.startswith(_MEANT_WITH_AD) if text[end] == "-" else rest[:3].rstrip() in ("hd", "dc")


def runs_between(following: str) -> bool:
    """"Partnership in tennis", "collaboration of spices": two that work together, not a label."""
    return following in _BETWEEN


def names_somebody(text: str, start: int, end: int) -> bool:
    """Whether a phrase says with or by whom: after "In Kooperation mit X" a verb comes as in any German sentence."""
    return not _WITH_OR_BY.isdisjoint(text[start:end].split())


def runs_into_a_sentence(text: str, end: int, following: str) -> bool:
    """Whether what follows a label word at `end` makes it the subject of a sentence or part of a fixed term."""
    return (following in _VERBS or following in _FIXED_TERMS
            or (following in _ON and _ON_THE_MEDIA.match(text, end) is not None))


def is_somebodys(text: str, start: int) -> bool:
    """Whether a possessive or article right before `start` makes the noun there one in a sentence."""
    before = text[max(0, start - 14):start]
    words = before.split()
    return bool(words) and before[-1:] in " \u00a0" and words[-1].lstrip("(\"'“„«") in _DETERMINERS


def is_a_joke(text: str, start: int, end: int) -> bool:
    """"Sponsored by nobody", "paid me a visit": the words of a label that say something else."""
    return _NOBODY.search(text, start, end + 30) is not None or _IDIOM_AFTER.match(text, end) is not None


def is_in_some_ad(text: str, original: str, start: int, span: tuple[int, int]) -> bool:
    """"I once played in an ad for a bank": a film somebody tells of, unless a name, @ or # says whose ad this is.

    `start` is the phrase's place in the folded `text`, `span` its place in the `original`.
    """
    said = _SOME_AD.match(text, start)
    if said is None or not text[:start].removesuffix("an ").endswith(_OF_SOME_AD):
        return False
    whose = original[span[0] + said.end() - start:span[0] + said.end() - start + 1]
    return not (whose in ("@", "#") or whose.isupper())
