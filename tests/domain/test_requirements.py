"""What a brief requires is found in a caption as people write it, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.requirements import RequirementKind, required_in


def test_words_are_found_whole_and_in_any_case() -> None:
    found = required_in("Advent with @Tarnwicktea\n#advent\nwww.tarn.example/klara", ["tarnwicktea"], ["ad"],
                        ["https://tarn.example/klara/"], "KLARA15")
    assert [(one.kind, one.line) for one in found] == [
        (RequirementKind.MENTION, 1), (RequirementKind.HASHTAG, None), (RequirementKind.LINK, 3),
        (RequirementKind.CODE, None),
    ]


def test_signs_are_added_once_and_empty_words_left_out() -> None:
    found = required_in("@a #b", ["@a", " "], ["#b", ""], [], "")
    assert [(one.text, one.is_met) for one in found] == [("@a", True), ("#b", True)]


@given(st.text(max_size=40), st.text(alphabet="abcäß", min_size=1, max_size=6), st.text(max_size=40))
def test_a_word_on_a_line_of_its_own_is_found(before: str, word: str, after: str) -> None:
    caption = f"{before}\n#{word}\n{after}"
    (found,) = required_in(caption, hashtags=[word])
    assert found.line is not None
    assert found.line <= before.count("\n") + 2


def test_text_call_to_action_and_length_are_looked_for_too() -> None:
    caption = "Two quiet minutes.\n“Try  it\nyourself” with the link in bio"
    found = required_in(caption, required_caption='"try it yourself"', call_to_action="Link in bio", min_characters=500)
    assert [(one.kind, one.line) for one in found] == [
        (RequirementKind.CAPTION, 2), (RequirementKind.CALL_TO_ACTION, 3), (RequirementKind.LENGTH, None),
    ]
    assert required_in(" abc ", min_characters=3)[0].is_met
    assert not required_in(" ab ", min_characters=3)[0].is_met
