"""The posts file: streams verdicts in the agreed shape, and names file, line and field of what is wrong."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.interchange.posts import check_lines, read_posts

GOOD = {
    "id": "a-1",
    "jurisdiction": "US",
    "platform": "instagram",
    "format": "feed_post",
    "relationship": "paid",
    "caption": "#spon eggs",
    "platform_label_used": False,
    "context": {},
}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "posts.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_one_record_a_line_in_the_agreed_shape(tmp_path: Path) -> None:
    records = list(check_lines(written(tmp_path, GOOD, "", {**GOOD, "id": "a-2", "caption": "#ad eggs"}), load_packs()))
    assert [(record["id"], record["verdict"], record["platform_verdict"]) for record in records] == [
        ("a-1", "fail", "fail"),
        ("a-2", "pass", "fail"),
    ]
    assert list(records[0]) == ["id", "verdict", "platform_verdict", "findings"]
    finding = records[0]["findings"][0]
    assert list(finding) == ["rule", "severity", "scope", "message", "fix", "source", "start", "end"]
    assert (finding["rule"], finding["severity"], finding["scope"]) == ("US-FTC-WORD-02", "fail", "law")
    assert "#spon eggs"[finding["start"] : finding["end"]] == "#spon"
    json.dumps(records)


def test_positions_are_code_points_of_the_caption_as_written(tmp_path: Path) -> None:
    caption = "👩‍👩‍👧 ✨ #spon eggs"
    record = next(check_lines(written(tmp_path, {**GOOD, "caption": caption}), load_packs()))
    finding = record["findings"][0]
    assert caption[finding["start"] : finding["end"]] == "#spon"


def test_unknown_context_keys_and_missing_ids_are_fine(tmp_path: Path) -> None:
    line = {key: value for key, value in GOOD.items() if key != "id"} | {"context": {"moon": "full", "bio": None}}
    assert [post.id for post in read_posts(written(tmp_path, line, line))] == ["1", "2"]


def test_a_byte_order_mark_is_no_part_of_the_first_post(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert next(read_posts(path)).caption == "#spon eggs"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "posts.jsonl, line 2: not valid JSON"),
        ("[1]", "posts.jsonl, line 2: an object is expected."),
        ({key: value for key, value in GOOD.items() if key != "caption"}, "line 2: the field “caption” is missing."),
        ({**GOOD, "caption": 7}, "line 2: “caption” must be a text."),
        ({**GOOD, "jurisdiction": " "}, "line 2: “jurisdiction” is empty."),
        ({**GOOD, "platform_label_used": "yes"}, "line 2: “platform_label_used” must be true, false or null."),
        ({**GOOD, "context": []}, "line 2: “context” must be an object."),
        ({**GOOD, "context": {"frames": "three"}}, "line 2: “context.frames” must be a number."),
        ({**GOOD, "context": {"frames": True}}, "line 2: “context.frames” must be a number."),
        ({**GOOD, "context": {"obscured_by_ui": "maybe"}}, "line 2: “context.obscured_by_ui” must be true or false."),
        (
            {**GOOD, "context": {"spoken_times_s": "often"}},
            "line 2: “context.spoken_times_s” must be a list of numbers.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_line_and_field(tmp_path: Path, line: object, words: str) -> None:
    with pytest.raises(KnownError) as caught:
        list(read_posts(written(tmp_path, GOOD, line)))
    assert words in str(caught.value)


def test_files_that_are_no_files(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(bytes(range(256)))
    for path, words in (
        (empty, "empty.jsonl is empty."),
        (tmp_path, "is a folder"),
        (binary, "binary.jsonl, line 1: not valid JSON"),
        (tmp_path / "none.jsonl", "cannot be read"),
    ):
        with pytest.raises(KnownError) as caught:
            list(read_posts(path))
        assert words in str(caught.value)


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_posts_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(content)
    with suppress(KnownError):  # anything else would be a bug
        list(check_lines(path, load_packs()))
