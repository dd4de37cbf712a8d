"""Numbers, dates and sentences in the reader's locale; the German table is complete and keeps its fields."""

import ast
import json
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from microinf_desktop.charts.wording import LocaleWording, translations
from microinf_desktop.documents import report_charts, report_tables
from microinf_desktop.domain.metrics import METRICS
from microinf_desktop.domain.wording import PlainWording, number_word
from microinf_desktop.paths import resource

NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
PACKAGE = Path(report_tables.__file__).parent.parent
SPEAKING = (
    "domain/report_words.py", "documents/reports.py", "documents/report_sections.py", "documents/report_tables.py",
    "documents/report_charts.py",
)
ALIGNMENTS = {"left", "right", "center"}
CALLS = {"say", "_counted", "_progress", "_by_number", "Column", "_section", "_listed"}


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("en_GB", ["418,200", f"6.4{THIN}%", "−€0.24", f"374{THIN}K", "30_November 2026", "3_Mar"]),
        ("en_US", ["418,200", f"6.4{THIN}%", "−€0.24", f"374{THIN}K", "November_30, 2026", "Mar_3"]),
        ("de_DE", ["418.200", f"6,4{THIN}%", f"−0,24{NBSP}€", "374.000", "30._November 2026", "3._März"]),
        ("de-CH", ["418’200", f"6.4{THIN}%", "EUR−0.24", "374’000", "30._November 2026", "3._März"]),
    ],
)
def test_a_locale_writes_numbers_money_and_days_its_way(locale, texts):
    words = LocaleWording(locale)
    assert [
        words.number(418_200), words.percent(6.43), words.money(-0.24, "EUR"), words.compact(374_000),
        words.full_day(date(2026, 11, 30)), words.short_day(date(2026, 3, 3)),
    ] == [text.replace("_", NBSP) for text in texts]


def test_compact_numbers_do_not_jump_at_a_thousand():
    words = LocaleWording("en_GB")
    assert [words.compact(value).replace(THIN, "") for value in (999, 999.8, 1_000, 1_250, 999_960, 1_250_000)] == [
        "999", "1K", "1K", "1.2K", "1M", "1.2M",
    ]
    assert words.compact(0.5) == "0.5"


def test_nothing_is_written_as_minus_zero():
    assert LocaleWording("en_GB").number(-0.04, 1) == "0.0"


@pytest.mark.parametrize("locale", ["xx", "", "zz_ZZ", "../../etc"])
def test_an_unknown_locale_reads_as_english(locale):
    words = LocaleWording(locale)
    assert words.text_language == "en-GB"
    assert words.day(date(2026, 11, 30)) == f"30{NBSP}November"


def test_numbers_follow_the_locale_also_where_sentences_are_english():
    words = LocaleWording("fr_FR")
    assert words.text_language == "en"
    assert words.number(418_200) == f"418{NBSP}200"
    assert words.say("Sources") == "Sources"
    assert words.day(date(2026, 11, 30)) == f"30{NBSP}November"


def test_small_counts_are_words():
    assert number_word(6, PlainWording()) == "six"
    assert number_word(6, LocaleWording("de")) == "sechs"
    assert number_word(40, LocaleWording("de")) == "40"


def test_every_sentence_of_the_report_is_in_the_german_table():
    table = translations("de")
    assert set(_sentences()) - set(table) == set()


def test_translations_keep_the_fields_and_say_nothing_twice():
    path = resource("translations", "report", "de.json")
    pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys))
    for english, german in pairs:
        assert _fields(english) == _fields(german), english
        assert german


def _fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _sentences():
    """Every literal that the report's modules hand to a function that translates, and their tables of labels."""
    for name in SPEAKING:
        for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in CALLS:
                yield from _texts(node.args)
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("text", "note"):
                yield from _texts([node.value])
    for info in METRICS.values():
        yield from filter(None, (info.label, info.noun, info.expression, info.note))
    for labels in (report_tables.PLATFORM_LABELS, report_tables.STATE_LABELS, report_charts.KIND_LABELS):
        yield from labels.values()
    yield from (label for label, _ in report_tables.VERDICT_LABELS.values())


def _name(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _texts(nodes):
    for node in nodes:
        parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
        for part in parts:
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(text, str) and text.strip("., \n{}n") and text not in ALIGNMENTS:
                yield text
