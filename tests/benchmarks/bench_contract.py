"""The contract of a fixed reference text of eight pages against the bare platypus build of the same text.

`contract_reference.json` is a copy of the clause library that never changes; with the deal below it makes the
reference text. Ours is timed with everything that a contract takes: checks, clause choice, values, the search for
characters without a font, layout, signatures, hash, page numbers. The bare build gets the finished strings, already
escaped, and sets them with Paragraph and Table in the same font and sizes; no header, no footer, no page count. The
creator's name changes with each run, so that neither can keep a whole text.
"""

import gc
import io
import json
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pypdf import PdfReader

from microinf_desktop.documents.contract_tables import TableText
from microinf_desktop.documents.contract_text import NumberedClause, assemble
from microinf_desktop.documents.contracts import render_contract
from microinf_desktop.documents.font_files import find_main_family, font_folders, list_font_files, static_instance
from microinf_desktop.documents.text import plain
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contracts import ContractData
from microinf_desktop.interchange.clauses import bundled_library, read_clause_library
from tests.benchmarks.bare_platypus import Story, build_bare, register_fonts
from tests.benchmarks.other_makers import html_of, libreoffice_ms, weasyprint_ms
from tests.contract_samples import CREATOR, full_contract

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parent.parent
_ROUNDS = 25
_PAGES = 8
_LIMIT = 1.5
_BATCH = 200
_TRACED = 50  # memory tracing is slow
_NAMES = ("Wanja Kroskova", "Łucja Nowak", "Ánh Tuyết Nguyễn", "Élodie O’Brien", "Жанна Іванова", "Σοφία Παππά")
# The first build of a process: the imports it needs, the font, one document. The bare one reads finished strings.
_COLD_OURS = """
import pickle, sys, time
data, reference = pickle.load(open(sys.argv[1], "rb"))
start = time.perf_counter()
from microinf_desktop.documents.contracts import render_contract
render_contract(data, reference)
print(time.perf_counter() - start)
"""
_COLD_BARE = """
import pickle, sys, time
files, story = pickle.load(open(sys.argv[1], "rb"))
start = time.perf_counter()
from tests.benchmarks.bare_platypus import build_bare, register_fonts
register_fonts(files)
build_bare(story)
print(time.perf_counter() - start)
"""


def library() -> ClauseLibrary:
    """The reference library; words around the text that came later are those of today's."""
    made = read_clause_library(json.loads((_HERE / "contract_reference.json").read_text("utf-8")), "reference")
    return replace(made, words={**bundled_library().words, **made.words})


def deal(number: int) -> ContractData:
    """The reference deal with the name of the n-th creator."""
    name = f"{_NAMES[number % len(_NAMES)]} {number}"
    return full_contract(creator=replace(CREATOR, party=replace(CREATOR.party, legal_name=name)))


def run() -> list[dict[str, Any]]:
    """Rows for tests.benchmarks.runner; times in milliseconds."""
    reference = library()
    register_fonts(font_data())
    stories = [bare_text(deal(number), reference) for number in range(_ROUNDS)]
    deals = [deal(number) for number in range(_ROUNDS)]
    ours_pages = page_count(render_contract(deals[0], reference))
    bare_pages = page_count(build_bare(stories[0]))
    if bare_pages != _PAGES or ours_pages not in (_PAGES, _PAGES + 1):  # the contents can bring a page
        raise AssertionError(f"the reference text has {ours_pages} and {bare_pages} pages instead of {_PAGES}")
    ours, bare = interleaved(
        lambda number: render_contract(deals[number], reference), lambda number: build_bare(stories[number])
    )
    cold_ours = cold(_COLD_OURS, (deals[0], reference))
    cold_bare = cold(_COLD_BARE, (font_data(), stories[0]))
    each, bare_beside = batch(reference, stories)
    limit = f"{_LIMIT} × bare platypus"
    return [
        row("contract of eight pages", ours, bare, limit, bare * _LIMIT),
        row("bare platypus, same text", bare, None, None, None),
        row("first contract of a process, imports included", cold_ours, cold_bare, None, None),
        row("first bare build of a process", cold_bare, None, None, None),
        row(f"{_BATCH} contracts in a batch, each", each, bare_beside, limit, bare_beside * _LIMIT),
        {"name": f"memory kept by {_TRACED} contracts", "value": kept_memory(reference), "unit": "MB",
         "limit": "flat: 10 MB", "limit_value": 10.0, "ratio": None},
        *beside_others(ours, stories[0]),
    ]


def beside_others(ours: float, story: Story) -> list[dict[str, Any]]:
    """Our time against that of WeasyPrint and LibreOffice, a sentence where one is not installed."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        html = html_of(story, font_data(), Path(folder))
        for name, value in (("WeasyPrint", weasyprint_ms(html)), ("LibreOffice, a process each", libreoffice_ms(html))):
            if value is None:
                print(f"{name.split(',')[0]} is not installed here, so it was not compared.")
                continue
            rows.append(row(f"contract of eight pages beside {name} ({value:,.0f} ms)", ours, value, "faster", value))
    return rows


def row(name: str, value: float, base: float | None, limit: str | None, most: float | None) -> dict[str, Any]:
    return {
        "name": name, "value": value, "unit": "ms", "limit": limit, "limit_value": most,
        "ratio": None if base is None else value / base,
    }


def interleaved(one: Callable[[int], bytes], other: Callable[[int], bytes]) -> tuple[float, float]:
    """Median milliseconds of two builds that take turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(_ROUNDS):
        for build, kept in zip((one, other), times, strict=True):
            start = time.perf_counter()
            build(number)
            kept.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def cold(script: str, given: object) -> float:
    """Median milliseconds that five processes say they took for what they were given."""
    with tempfile.TemporaryDirectory() as folder:
        handed = Path(folder, "given.pickle")
        handed.write_bytes(pickle.dumps(given))
        command = [sys.executable, "-c", script, str(handed)]
        done = [subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT) for _ in range(5)]
    return statistics.median(float(one.stdout) for one in done) * 1000


def batch(reference: ClauseLibrary, stories: list[Story]) -> tuple[float, float]:
    """Median milliseconds of one contract of a batch, and of bare builds strewn among them."""
    ours: list[float] = []
    bare: list[float] = []
    for number in range(_BATCH):
        data = deal(1000 + number)
        start = time.perf_counter()
        render_contract(data, reference)
        ours.append((time.perf_counter() - start) * 1000)
        if number % 8 == 0:
            start = time.perf_counter()
            build_bare(stories[number // 8 % len(stories)])
            bare.append((time.perf_counter() - start) * 1000)
    return statistics.median(ours), statistics.median(bare)


def kept_memory(reference: ClauseLibrary) -> float:
    """Megabytes that Python holds more after a run of contracts than after its first ten, caches included."""
    tracemalloc.start()
    for number in range(10):
        render_contract(deal(2000 + number), reference)
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(10, 10 + _TRACED):
        render_contract(deal(2000 + number), reference)
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return kept / 1e6


def page_count(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


# the bare build


def font_data() -> list[tuple[str, bytes]]:
    """The main family as files of one weight each, under the names the bare build uses."""
    family = find_main_family(list_font_files(font_folders()))
    return [(name, static_instance(family.file(weight), weight)) for weight, name in ((400, "Bare"), (600, "BareBold"))]


def bare_text(data: ContractData, reference: ClauseLibrary) -> Story:
    """The whole text as escaped strings: ("heading", …), ("paragraph", (number, text)), ("table", rows)."""
    clauses = assemble(data, reference)
    story: Story = [("title", "Creator agreement"), ("paragraph", ("", escape(data.campaign)))]
    for party in (data.client, data.agency, data.creator.party):
        story += [("paragraph", ("", escape(line))) for line in (party.legal_name, party.address, party.email)]
    for clause in clauses:
        story.append(("heading", f"{clause.number} {escape(clause.title)}"))
        story += _bare_clause(clause)
    story += [("heading", "Signatures"), ("table", [["Signature", "Signature"], ["Place, date", "Place, date"]])]
    story.append(("heading", "Annex A"))
    rows = [[term.platform.value, " or ".join(term.labels), term.placement, term.platform_tool]
            for term in data.disclosures]
    story.append(("table", [["Platform", "Label", "Where and how", "Setting"], *rows]))
    return story


def _bare_clause(clause: NumberedClause) -> Story:
    story: Story = []
    for paragraph in clause.paragraphs:
        story.append(("paragraph", (paragraph.number, escape(paragraph.plain))))
        if paragraph.table is not None:
            story.append(("table", _bare_rows(paragraph.table)))
    return story


def _bare_rows(table: TableText) -> list[list[str]]:
    rows = [[column.title for column in table.columns]]
    rows += [[plain(text) for text in line] for line in table.rows]
    return rows + ([[plain(text) for text in table.total]] if table.total else [])
