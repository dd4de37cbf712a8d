"""Words for media: platforms, groups, own channels, and words nobody knows."""

import pytest

from microinf_desktop.domain.media import Place, Use
from microinf_desktop.interchange.media import load_media


@pytest.mark.parametrize(("word", "inside", "outside"), [
    ("Instagram", Place.INSTAGRAM, Place.FACEBOOK), ("store windows", Place.POINT_OF_SALE, Place.OUT_OF_HOME),
    ("E-Mail", Place.EMAIL, Place.WEBSITE), ("Soziale  Medien", Place.TIKTOK, Place.WEBSITE),
    ("all media", Place.TV, None),
])
def test_words_name_places(word: str, inside: Place, outside: Place | None) -> None:
    places = load_media().read([word]).places
    assert inside in places
    assert outside not in places


def test_some_words_name_the_use_as_well() -> None:
    (spark,) = load_media().read(["TikTok Spark Ads"]).media
    assert (spark.places, spark.uses) == ({Place.TIKTOK}, {Use.FROM_ACCOUNT})


def test_a_word_nobody_knows_is_kept_as_typed() -> None:
    read = load_media().read(["Instagram", " the usual channels ", ""])
    assert (read.places, read.unknown) == ({Place.INSTAGRAM}, ("the usual channels",))
