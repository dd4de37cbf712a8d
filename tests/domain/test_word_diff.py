"""The word diff gives back both texts, keeps words whole and stays quick."""

from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.word_diff import Change, Counts, Piece, apart, count_changes, word_diff, words

K, R, A = Change.KEPT, Change.REMOVED, Change.ADDED
ALPHABET = st.sampled_from([
    "Ad", ":", " ", "\n", "tea", "don't", "#ad", "@kestrel", "🍵", "👩🏽‍🍳", "🇩🇪", "é", "é", "茶", "を", "ชา",
    "1.5", "\r\n", "",
])
TEXTS = st.lists(ALPHABET, max_size=30).map("".join) | st.text(max_size=60)


def shown(old: str, new: str) -> list[tuple[Change, str]]:
    return [(piece.change, piece.text) for piece in word_diff(old, new)]


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_rebuilt_and_offsets_hold(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not A) == old
    assert "".join(piece.text for piece in pieces if piece.change is not R) == new
    for piece in pieces:
        assert piece.text
        if piece.change is not A:
            assert old[piece.old_at:piece.old_at + len(piece.text)] == piece.text
        if piece.change is not R:
            assert new[piece.new_at:piece.new_at + len(piece.text)] == piece.text


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_the_same_text_is_kept_in_one_piece(text: str) -> None:
    assert word_diff(text, text) == ((Piece(K, text, 0, 0),) if text else ())
    assert "".join(words(text)) == text


def test_a_changed_word_is_shown_removed_then_added() -> None:
    assert shown("Two quiet minutes with tea", "Two loud minutes with tea") == [
        (K, "Two "), (R, "quiet"), (A, "loud"), (K, " minutes with tea"),
    ]
    assert shown("minutes with tea", "Ad: minutes with tea") == [(A, "Ad: "), (K, "minutes with tea")]


def test_a_replaced_phrase_is_read_in_one_piece() -> None:
    assert shown("the old green pot stands", "the new red cup stands") == [
        (K, "the "), (R, "old green pot"), (A, "new red cup"), (K, " stands"),
    ]


def test_words_stay_whole_in_any_script() -> None:
    assert words("Don't #ad @kestrel.lane 1.5 l") == [
        "Don't", " ", "#ad", " ", "@kestrel.lane", " ", "1.5", " ", "l",
    ]
    assert words("Naïve Straße здесь हिन्दी café.") == [
        "Naïve", " ", "Straße", " ", "здесь", " ", "हिन्दी", " ", "café", ".",
    ]
    assert words("👩🏽‍🍳🇩🇪🇫🇷❤️1️⃣") == ["👩🏽‍🍳", "🇩🇪", "🇫🇷", "❤️", "1️⃣"]
    assert words("お茶を飲む") == ["お", "茶", "を", "飲", "む"]
    assert words("end. Next,then") == ["end", ".", " ", "Next", ",", "then"]


def test_cjk_changes_by_character() -> None:
    assert shown("お茶を飲む", "お水を飲む") == [(K, "お"), (R, "茶"), (A, "水"), (K, "を飲む")]


def test_line_breaks_and_spaces_are_changes_too() -> None:
    assert shown("a b", "a\nb") == [(K, "a"), (R, " "), (A, "\n"), (K, "b")]


def test_counts_are_of_words() -> None:
    assert count_changes(word_diff("Two quiet minutes.", "Ad: two minutes 🍵!")) == Counts(added=3, removed=2)
    assert count_changes(word_diff("same", "same")) == Counts(0, 0)


def test_long_texts_stay_quick() -> None:
    first = [f"word{number % 700}" for number in range(10_000)]
    second = [f"neu{word}" if at % 41 == 0 else word for at, word in enumerate(first)]
    other = [f"other{number % 650}" for number in range(10_000)]
    begun = perf_counter()
    pieces = word_diff(" ".join(first), " ".join(second))
    strange = word_diff(" ".join(first), " ".join(other))
    assert perf_counter() - begun < 4, "two comparisons of 10,000 words"
    assert sum(piece.change is A for piece in pieces) > 200
    assert count_changes(strange) == Counts(10_000, 10_000)


def test_figures_that_replace_each_other_are_shown_apart() -> None:
    shown = [piece.text for piece in apart(word_diff("for 12 months", "for 3 months"))]
    assert "".join(shown) == "for 12\u20093 months"
    assert [piece.text for piece in apart(word_diff("a b", "a b c"))] == [p.text for p in word_diff("a b", "a b c")]
