"""The label to demand of a planned post: the words, where they go, and nothing where no label is needed."""

from typing import Any

from PySide6.QtWidgets import QLabel

from microinf_desktop.domain.disclosure import Post
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.label_demand import LabelDemands
from tests.builders import TODAY


def _said(widget: LabelDemands) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_one_block_per_label_with_words_place_speech_and_switch(qtbot: Any) -> None:
    made, copied = LabelDemands(), []
    qtbot.addWidget(made)
    made.show()
    made.copy_asked.connect(copied.append)
    post = Post(platform="tiktok", format="video", relationship="paid", audience_language="de fr")
    made.show_post(post, ("DE", "FR"), load_packs(), TODAY, "Tarnwick Tea")
    said = _said(made)
    assert said[1:4] == ["Werbung", "or #werbung", "Germany · German"]
    assert "Said: “Werbung für Tarnwick Tea”" in said
    assert "Also switch on: content disclosure setting" in said
    assert "France · French" in said
    assert any("sources read" in text for text in said), "version and date stand with it"
    made.findChildren(LinkButton)[1].click()
    assert copied == ["Publicité"]


def test_a_label_that_names_somebody_names_the_client(qtbot: Any) -> None:
    made = LabelDemands()
    qtbot.addWidget(made)
    made.show()
    post = Post(platform="instagram", format="feed_post", relationship="gifted", audience_language="it")
    made.show_post(post, ("IT",), load_packs(), TODAY, "Tarnwick Tea")
    assert _said(made)[1:3] == ["Prodotto inviato da Tarnwick Tea", "or #prodottoinviatodatarnwicktea"]
    assert not any("{" in text for text in _said(made))


def test_nothing_is_demanded_without_a_tie_or_a_country(qtbot: Any) -> None:
    made = LabelDemands()
    qtbot.addWidget(made)
    made.show()
    for post, areas in ((Post(relationship="none"), ("DE",)), (Post(relationship="paid"), ())):
        made.show_post(post, areas, load_packs(), TODAY, "Tarnwick Tea")
        assert made.isHidden()
