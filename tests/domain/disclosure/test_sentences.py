"""A label word inside an ordinary sentence is no label, and a label that runs on without a divider still is one."""

import pytest

from microinf_desktop.domain.disclosure import PackSet, Post, check
from tests.domain.disclosure.conftest import DAY

NO_LABELS = [
    ("DE", "de", "In unserer Werbung für Haferdrinks war ich nie, aber der Kaffee von @brewhaus ist top"),
    ("DE", "de", "Die Werbung für Haferdrinks nervt. Kaffee von @brewhaus ist top"),
    ("DE", "de", "Unsere Anzeige bei Ebay läuft noch, Kaffee von @brewhaus"),
    ("DE", "de", "Anzeige ist raus! Kaffee von @brewhaus"),
    ("DE", "de", "Werbung nervt mich. Kaffee von @brewhaus"),
    ("DE", "de", "Werbung kann ich nicht sehen. Kaffee von @brewhaus"),
    ("DE", "de", "Werbung im Fernsehen schaue ich nie. Kaffee von @brewhaus"),
    ("US", "en", "My ad for oat milk never aired. Coffee from @brewhaus"),
    ("US", "en", "The Oatly ad made me cry. Coffee from @brewhaus"),
    ("US", "en", "Our advertisement for oat milk never aired. Coffee from @brewhaus"),
    ("US", "en", "Advertising is dead, coffee is not. @brewhaus"),
    ("US", "en", "Ads are everywhere. Coffee from @brewhaus"),
    ("US", "en", "The ad said 24 hours. It lasted 3. @pipsound"),
    ("US", "en", "Ad break over, back to coffee @brewhaus"),
    ("US", "en", "Sponsored by nobody, coffee from @brewhaus"),
    ("US", "en", "Sponsored by my dad lol @brewhaus"),
    ("US", "en", "Sponsored by caffeine and @brewhaus"),
    ("US", "en", "Paid in full! coffee from @brewhaus"),
    ("US", "en", "Promotion at work today!! coffee from @brewhaus"),
    ("US", "en", "Promotion by my boss, finally! coffee from @brewhaus"),
    ("US", "en", "Ad astra, coffee from @brewhaus"),
    ("US", "en", "AD 79, Pompeii. Coffee from @brewhaus"),
    ("US", "en", "Brewhaus paid me a visit, coffee here is great"),
    ("US", "en", "My mom sent me this free mug. Coffee @brewhaus"),
    ("FR", "fr", "La publicité pour ce café passe à la télé. @brewhaus"),
    ("FR", "fr", "Publicité mensongère partout, pas ici. @brewhaus"),
    ("FR", "fr", "Ma publicité préférée: @brewhaus"),
    ("ES", "es", "La publicidad de la tele me aburre, el café de @brewhaus no"),
    ("ES", "es", "Publicidad engañosa no, por favor. Café de @brewhaus"),
    ("ES", "es", "Mi publicidad favorita es la de @brewhaus"),
    ("IT", "it", "La pubblicità in TV mi annoia, il caffè @brewhaus no"),
    ("IT", "it", "Pubblicità progresso? No, caffè @brewhaus"),
    ("IT", "it", "Ad agosto si beve freddo: @brewhaus"),
    ("NL", "nl", "De reclame op tv is saai, koffie van @brewhaus niet"),
    ("NL", "nl", "Reclame op tv is saai, koffie van @brewhaus niet"),
    ("BR", "pt", "A publicidade na TV cansa, o café da @brewhaus não"),
    ("BR", "pt", "Publicidade enganosa nunca, café da @brewhaus sempre"),
    ("IN", "en", "Collaboration is key in life. chai with @brewhaus"),
    ("IN", "en", "Partnership goals with my husband. chai with @brewhaus"),
    ("IN", "en", "Our collaboration in the kitchen, chai with @brewhaus"),
    ("AU", "en", "Branded content makes me yawn, coffee from @brewhaus doesn't"),
    ("UK", "en", "Advert breaks are for tea. @brewhaus"),
    ("UK", "en", "Advertising executives hate this coffee. @brewhaus"),
]
LABELS = [
    ("US", "en", "Sponsored by my friends at @brewhaus. Coffee!"),
    ("US", "en", "Advertisement slow Sunday with @brewhaus"),
    ("US", "en", "This is a paid ad for @brewhaus: coffee"),
    ("US", "en", "Sponsored by @brewhaus"),
    ("US", "en", "Promotion by Brewhaus, coffee"),
    ("US", "en", "My paid ad with @brewhaus: coffee"),
    ("US", "en", "Brewhaus paid me to drink coffee"),
    ("US", "en", "This post is sponsored by Brewhaus and I love it"),
    ("US", "en", "In a paid partnership with @brewhaus"),
    ("DE", "de", "Werbung für @brewhaus – Kaffee am Sonntag"),
    ("DE", "de", "Werbung mein Sonntag mit @brewhaus"),
    ("DE", "de", "Enthält Werbung für @brewhaus. Sonntag!"),
    ("DE", "de", "Dieser Beitrag ist Werbung für @brewhaus"),
    ("FR", "fr", "Publicité mon café du dimanche avec @brewhaus"),
    ("FR", "fr", "Publicité pour @brewhaus : mon café"),
    ("FR", "fr", "Collaboration commerciale mon café avec @brewhaus"),
    ("ES", "es", "Publicidad de @brewhaus: domingo lento"),
    ("ES", "es", "Publicidad domingo lento con @brewhaus"),
    ("IT", "it", "Pubblicità per @brewhaus: domenica"),
    ("IT", "it", "Pubblicità il mio caffè con @brewhaus"),
    ("NL", "nl", "#reclame voor @brewhaus: koffie"),
    ("BR", "pt", "Publicidade para @brewhaus: café"),
    ("IN", "en", "Collaboration with @brewhaus: chai"),
    ("IN", "en", "In collaboration with @brewhaus, slow chai"),
    ("AU", "en", "Branded content by @brewhaus: coffee"),
    ("UK", "en", "Advertising my favourite coffee @brewhaus"),
]


@pytest.mark.parametrize(("area", "language", "caption"), NO_LABELS)
def test_a_label_word_in_a_sentence_is_no_label(packs: PackSet, area: str, language: str, caption: str) -> None:
    post = Post(caption=caption, jurisdiction=area, audience_language=language, platform_label_used=False)
    assert check(post, packs, DAY).verdict == "fail"


@pytest.mark.parametrize(("area", "language", "caption"), LABELS)
def test_a_label_without_a_divider_is_still_one(packs: PackSet, area: str, language: str, caption: str) -> None:
    post = Post(caption=caption, jurisdiction=area, audience_language=language, platform_label_used=False)
    assert check(post, packs, DAY).verdict == "pass"
