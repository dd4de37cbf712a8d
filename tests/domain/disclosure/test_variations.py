"""What an honest post may be followed by, what spoils it in any language, and where its label stops counting."""

import pytest

from microinf_desktop.domain.disclosure import PackSet, Post, check
from tests.domain.disclosure.conftest import DAY

OPENINGS = {
    "US": ("en", "Ad: slow coffee with @brewhaus"), "UK": ("en", "AD | slow coffee with @brewhaus"),
    "IE": ("en", "#Ad slow coffee with @brewhaus"), "AU": ("en", "#ad slow coffee with @brewhaus"),
    "CA": ("en", "#ad slow coffee with @brewhaus"), "EU": ("en", "Advertisement: slow coffee with @brewhaus"),
    "IN": ("en", "Ad | slow chai with @brewhaus"), "DE": ("de", "Werbung | Sonntagskaffee mit @brewhaus"),
    "FR": ("fr", "Publicité | mon café du dimanche avec @brewhaus"),
    "ES": ("es", "Publicidad | domingo lento con @brewhaus"),
    "IT": ("it", "Pubblicità | domenica lenta con @brewhaus"), "NL": ("nl", "#reclame rustige zondag met @brewhaus"),
    "BE": ("nl", "#reclame rustige zondag met @brewhaus"), "BR": ("pt", "#publi domingo lento com @brewhaus"),
}
DENIALS = {
    "en": (
        "not an ad", "This is not an ad", "not sponsored", "I was not paid for this", "no ad", "#notanad",
        "#notsponsored", "#unsponsored", "unpaid", "not a paid post", "nobody paid me for this",
        "this isn't sponsored", "I'm not being paid", "not an #ad", "zero sponsorship here", "not paid to say this",
        "this is not a sponsored post", "not even an ad",
    ),
    "de": (
        "keine Werbung", "Das ist keine Werbung", "unbezahlte Werbung", "nicht gesponsert", "unbezahlt",
        "#keinewerbung", "#unbezahlt", "ohne Bezahlung", "keine Anzeige", "nicht bezahlt",
        "ich werde dafür nicht bezahlt",
    ),
    "fr": (
        "pas une pub", "ceci n'est pas une publicité", "non sponsorisé", "pas sponsorisé", "#nonsponsorisé",
        "pas de partenariat", "je ne suis pas payée pour ça", "aucune rémunération", "non rémunéré", "pas une collab",
    ),
    "es": (
        "no es publicidad", "esto no es publi", "sin patrocinio", "no patrocinado", "nadie me paga",
        "no me pagan por esto", "#noespublicidad", "#nopatrocinado", "no es un anuncio", "sin publicidad",
    ),
    "it": (
        "non è una pubblicità", "non sponsorizzato", "nessuna sponsorizzazione", "non è adv", "non mi pagano",
        "#nonsponsorizzato", "non è una sponsorizzazione", "nessuno mi paga",
    ),
    "nl": (
        "geen reclame", "dit is geen reclame", "niet gesponsord", "geen advertentie", "niet betaald", "#geenreclame",
        "#nietgesponsord", "geen betaalde samenwerking", "geen samenwerking", "ik word hier niet voor betaald",
    ),
    "pt": (
        "não é publi", "não é publicidade", "sem patrocínio", "não patrocinado", "ninguém me pagou", "#nãoépubli",
        "#naoepubli", "não fui paga", "não é propaganda", "não estou sendo paga",
    ),
}
HARMLESS = {
    "en": (
        "\n\n#love #cup #home #me #you #coffee", "Thanks to my mom for the cake!",
        "I'm not a morning person, no sir.", "No coupon needed.", "I paid for parking though.",
        "Not gonna lie, I love it.", "No filter needed, not even once.", "It is not cheap but worth it.",
        "My friend sent me this playlist for free time.", "We never paid so little for such a view.",
        "Nobody asked me why I cried.", "This is not your average cup.", "Gift idea for mum 🎁", "Perfect gift!",
        "Link in bio 🔗", "Use code MIA15 for 15% off", "@mia @zoe come over", "What do you think? 👇",
        "I bought the cups at the market.", "Watch out for the sequel, an ad-free playlist is in my bio.",
        "The collab of the century: cake and coffee.", "My partner loves it.", "Proud ambassador of sleeping in.",
        "PR for my deadlift today: 90kg!",
    ),
    "de": (
        "\n\n#liebe #tasse #zuhause #ich #kaffee #sonntag", "Danke an meine Mama für den Kuchen!",
        "Ich bin kein Morgenmensch.", "Kein Filter nötig.", "Nicht ganz billig, aber gut.", "Mein Partner liebt es.",
        "Geschenkidee für Mama 🎁", "Link in der Bio", "Mit dem Code MIA15 spart ihr 15 %",
        "Die Tassen habe ich auf dem Markt gekauft.", "Parken war unbezahlbar.", "Was meint ihr? 👇",
    ),
    "fr": (
        "\n\n#amour #tasse #maison #moi #café #dimanche", "Merci à ma mère pour le gâteau !",
        "Je ne suis pas du matin.", "Pas de filtre.", "Mon partenaire adore.", "Idée cadeau pour maman 🎁",
        "Lien en bio", "-15 % avec le code MIA15", "Je ne paie jamais le parking.", "Et vous ? 👇",
    ),
    "es": (
        "\n\n#amor #taza #casa #yo #cafe #domingo", "¡Gracias a mi madre por la tarta!", "No soy de mañanas.",
        "Sin filtros.", "A mi pareja le encanta.", "Idea de regalo para mamá 🎁", "Enlace en mi bio",
        "15 % con el código MIA15", "No es barato pero vale la pena.", "¿Qué pensáis? 👇",
    ),
    "it": (
        "\n\n#amore #tazza #casa #io #caffè #domenica", "Grazie a mia mamma per la torta!",
        "Non sono una persona mattiniera.", "Nessun filtro.", "Il mio compagno lo adora.",
        "Idea regalo per la mamma 🎁", "Link in bio", "15% con il codice MIA15", "Non è economico ma ne vale la pena.",
        "E voi? 👇",
    ),
    "nl": (
        "\n\n#liefde #mok #thuis #ik #koffie #zondag", "Dank aan mijn moeder voor de taart!",
        "Ik ben geen ochtendmens.", "Geen filter nodig.", "Mijn partner vindt het heerlijk.", "Cadeautip voor mama 🎁",
        "Link in bio", "15% met code MIA15", "Niet goedkoop, wel goed.", "En jullie? 👇",
    ),
    "pt": (
        "\n\n#amor #xicara #casa #eu #cafe #domingo", "Obrigada à minha mãe pelo bolo!",
        "Não sou uma pessoa matinal.", "Sem filtro.", "Meu parceiro adora.", "Ideia de presente para a mãe 🎁",
        "Link na bio", "15% com o cupom MIA15", "Não é barato mas vale.", "E vocês? 👇",
    ),
}
FILLER = "We drove up before sunrise with two thermoses and one map. " * 3


def _post(area: str, caption: str, **facts: object) -> Post:
    return Post(caption=caption, jurisdiction=area, audience_language=OPENINGS[area][0],
                platform_label_used=False, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("area", OPENINGS)
def test_a_denial_spoils_every_label(packs: PackSet, area: str) -> None:
    language, opening = OPENINGS[area]
    captions = [f"{opening}{gap}{denial}" for denial in DENIALS[language] for gap in (". ", "\n\n")]
    assert [one for one in captions if check(_post(area, one), packs, DAY).verdict != "fail"] == []


@pytest.mark.parametrize("area", OPENINGS)
def test_harmless_words_after_a_label_change_nothing(packs: PackSet, area: str) -> None:
    language, opening = OPENINGS[area]
    captions = [opening, *(f"{opening}! {tail}" for tail in HARMLESS[language])]
    assert [one for one in captions if check(_post(area, one), packs, DAY).verdict != "pass"] == []


@pytest.mark.parametrize("area", OPENINGS)
def test_a_label_out_of_sight_never_passes(packs: PackSet, area: str) -> None:
    _, opening = OPENINGS[area]
    hidden = [
        _post(area, FILLER + opening), _post(area, f"Hello\n.\n.\n.\n.\n{opening}"),
        _post(area, "My cup of the day", first_comment=opening), _post(area, "My cup of the day", bio=opening),
        _post(area, opening, platform="tiktok", format="video", onscreen_text="", spoken="", duration_s=20),
        _post(area, "My cup", format="story", onscreen_text="tap here", frames=2, frames_labelled=0),
        _post(area, "My cup", platform="podcast", format="podcast", title=opening, spoken="", duration_s=900),
    ]
    assert [post for post in hidden if check(post, packs, DAY).verdict == "pass"] == []
