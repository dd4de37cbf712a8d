"""Each member of each vocabulary has a word, each state of each pipeline its own glyph."""

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from microinf_desktop.domain.enums import (
    CampaignState,
    ClientDecision,
    ContractState,
    DeliverableState,
    PaymentState,
    RelationshipStage,
    Verdict,
)
from microinf_desktop.paths import icon as icon_path
from microinf_desktop.ui import glyphs, icons, labels, theme
from microinf_desktop.ui.screens import SCREENS
from microinf_desktop.ui.theme import Tone

PIPELINES = (RelationshipStage, ClientDecision, DeliverableState, ContractState, PaymentState, Verdict, CampaignState)


def _picture(state: object, late: bool = False) -> QImage:
    return glyphs.glyph_pixmap(state, late, 14, 4.0).toImage()  # type: ignore[arg-type]


@pytest.mark.parametrize("vocabulary", labels.VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_words_are_sentence_case_and_different(vocabulary: type) -> None:
    words = [word for _, word in labels.choices(vocabulary)]
    assert len(set(words)) == len(words)
    assert all(word[0].isupper() and "_" not in word for word in words)


def test_equal_values_of_two_pipelines_keep_their_own_glyph() -> None:
    assert ContractState.ACTIVE.value == RelationshipStage.ACTIVE
    assert _picture(RelationshipStage.ACTIVE) != _picture(ContractState.ACTIVE)
    assert glyphs.tone_of(PaymentState.APPROVED) is Tone.PROGRESS


@pytest.mark.parametrize("pipeline", PIPELINES, ids=lambda pipeline: pipeline.__name__)
def test_states_of_a_pipeline_can_be_told_apart(pipeline: type) -> None:
    for first, second in combinations(pipeline, 2):  # type: ignore[call-overload]
        assert _picture(first) != _picture(second), (first, second)


def test_verdicts_differ_without_colour() -> None:
    masks = [_picture(verdict).createAlphaMask() for verdict in Verdict]
    assert all(first != second for first, second in combinations(masks, 2))


def test_late_turns_to_danger_but_for_what_is_over() -> None:
    assert glyphs.tone_of(DeliverableState.DRAFT_IN, late=True) is Tone.DANGER
    assert glyphs.tone_of(DeliverableState.COMPLETE, late=True) is Tone.DONE


def test_glyphs_follow_the_theme(qapp: object) -> None:
    light = _picture(Verdict.FAIL)
    theme.apply(qapp, theme.Mode.DARK)  # type: ignore[arg-type]
    assert _picture(Verdict.FAIL) != light


def test_every_icon_is_drawn_in_the_colour_asked_for() -> None:
    for path in Path(icon_path("ui")).glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert 'stroke-width="1.4"' in text, path.name
        picture = icons.pixmap(path.stem, "#ff0000").toImage()
        drawn = [picture.pixelColor(x, y) for x in range(16) for y in range(16) if picture.pixelColor(x, y).alpha()]
        assert drawn, path.name
        assert all(colour.green() < 60 for colour in drawn if colour.alpha() > 200), path.name


def test_screens_name_icons_that_exist() -> None:
    for screen in SCREENS.values():
        assert icon_path("ui", f"{screen.icon}.svg").is_file(), screen.id
        assert not screen.parent or screen.parent in SCREENS


def test_unknown_icons_are_a_mistake() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000")
