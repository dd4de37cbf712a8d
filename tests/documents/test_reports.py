"""The report PDF: what it says, that its charts are vectors, that user text survives, and that bytes repeat."""

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from microinf_desktop.documents import report_figures
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.page import Canvas
from microinf_desktop.documents.reports import render_report, report_texts
from microinf_desktop.domain.enums import CampaignState, TargetMetric
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.report_rows import PageSize, ReportDetail
from microinf_desktop.domain.reports import CreatorDeal, DayCount, ReportParty, build_report
from tests import report_samples as samples

ROOT = Path(__file__).resolve().parents[2]


def reader(data, **logos):
    return PdfReader(io.BytesIO(render_report(data, **logos)))


def words(pdf):
    """All text of the document on one line, narrow spaces made plain."""
    text = " ".join(page.extract_text() for page in pdf.pages)
    return re.sub(r"\s+", " ", text.replace("\N{NARROW NO-BREAK SPACE}", " "))


def a_logo(color="#2F5D3A", size=(240, 80), kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", size, color).save(stream, kind)
    return stream.getvalue()


@pytest.fixture(scope="module")
def finished():
    return reader(samples.finished())


# Content ----------------------------------------------------------------------------------------------------

def test_the_cover_carries_the_finding_the_period_and_who_prepared_it(finished):
    cover = finished.pages[0].extract_text().replace("\N{NARROW NO-BREAK SPACE}", " ")
    flat = re.sub(r"\s+", " ", cover)
    assert "Reach beat its target by 12 %, sales came late and fell 13 % short" in flat
    assert "30 November 2026 to 14 December 2026" in flat
    assert "Ida Lund, Kestrel Lane" in flat
    assert re.search(r"Compliance annex\s*4", cover)


def test_the_summary_page_shows_result_target_difference_and_formula(finished):
    flat = re.sub(r"\s+", " ", finished.pages[1].extract_text().replace("\N{NARROW NO-BREAK SPACE}", " "))
    for text in ("418,200", "Target 374,000, +12 %", "Sum over posts, not unique", "26,737 ÷ 418,200", "2.9 x",
                 "Target 360, −13 %", "€18,420 ÷ €6,340", "Cumulative gross reach", "418 K reached", "Target 374 K",
                 "Orders by code, two-day periods"):
        assert text in flat


def test_every_creator_deliverable_check_and_hash_is_printed(finished):
    text = words(finished)
    data = samples.finished()
    for row in data.creators:
        assert row.name in text
        assert f"{row.reach:,}" in text
    assert all(check.evidence_sha256 in text for check in data.compliance)
    assert "UK-LABEL-WORDING" in text
    assert "Label is also on the picture for its whole length." in text
    assert "10 pass, 1 warn, 1 fail" in text
    assert "1 of 12 disclosure checks failed" in text


def test_tables_give_totals_of_sums_not_of_rates(finished):
    text = words(finished)
    assert "All 418,200 26,737 6.4 % €6,340 €0.24 312" in text


def test_pages_are_numbered_and_sections_are_bookmarks_and_links(finished):
    total = len(finished.pages)
    for number, page in enumerate(finished.pages[1:], 2):
        assert f"{number} of {total}" in page.extract_text().replace("\N{NO-BREAK SPACE}", " ")
    titles = [entry.title for entry in finished.outline]
    assert titles[0].startswith("Reach beat its target")
    assert titles[1:] == [
        "Creators", "Results and targets", "Budget", "Deliverables", "Compliance annex", "Formulas, sources and gaps",
    ]
    links = [one.get_object() for one in finished.pages[0]["/Annots"]]
    assert len(links) == len(titles)


def test_metadata_names_client_campaign_agency_and_language(finished):
    assert finished.metadata.title == "Tarnwick Tea: Winter Blend"
    assert finished.metadata.author == "Kestrel Lane"
    assert finished.trailer["/Root"]["/Lang"] == "en-GB"
    assert "/CreationDate" not in finished.metadata or "2000" in str(finished.metadata["/CreationDate"])


def test_long_reports_repeat_their_heads():
    pdf = reader(samples.large())
    heads = [page for page in pdf.pages if "last read" in page.extract_text()]
    assert len(pdf.pages) > 10
    assert len(heads) >= 3
    text = words(pdf)
    assert "best 12 of 40 creators" in text
    assert all(row.name in text for row in samples.large().creators)


# Honest without figures -------------------------------------------------------------------------------------

def test_without_figures_there_is_no_chart_and_no_invented_number():
    data = samples.unread()
    text = words(reader(data))
    assert "their figures are not read yet" in text
    assert "Cumulative" not in text
    assert "Engagement rate" not in text
    assert "0 %" not in text
    assert "Targets" in text
    assert "€6,340" in text
    assert "The figures of 12 of 12 posts are not read yet." in text


def test_a_running_campaign_is_not_painted_as_failed():
    frame = replace(samples.FRAME, state=CampaignState.RUNNING, ends_on=samples.PREPARED)
    data = samples.finished(frame)
    text = words(reader(data))
    assert "interim report" in text
    assert "Target 360, 87 % so far" in text
    assert "−13 %" not in text


def test_amounts_of_a_column_show_cents_alike():
    deals = [replace(deal, cost=Money(deal.cost.minor + (50 if deal.creator_id == 2 else 0), "EUR"))
             for deal in samples.deals()]
    text = words(reader(build_report(samples.FRAME, deals, samples.finished_deliverables())))
    assert "€900.00" in text
    assert "€1,480.50" in text


def test_before_anything_is_published_the_plan_is_shown():
    text = words(reader(samples.planned()))
    assert "Nothing is published yet" in text
    assert "due 30 Nov" in text
    assert "Briefed" in text


def test_an_empty_campaign_still_gives_a_document():
    pdf = reader(build_report(samples.FRAME, [], []))
    assert len(pdf.pages) >= 2
    assert "No deliverable is planned yet." in words(pdf)


def test_partial_figures_draw_only_what_they_carry():
    half = [
        replace(row, reads=tuple(replace(read, reach=None, impressions=None) for read in row.reads))
        for row in samples.finished_deliverables()
    ]
    text = words(reader(build_report(samples.FRAME, samples.deals(), half, targets=samples.TARGETS)))
    assert "Cumulative" not in text
    assert "Cost and engagements" in text
    assert "Not known, because a figure was not read: Gross reach, ER by reach" in text


# Sizes, details, languages ----------------------------------------------------------------------------------

def test_details_leave_out_what_their_readers_do_not_want():
    def titles(detail):
        frame = replace(samples.FRAME, detail=detail)
        return [entry.title for entry in reader(samples.finished(frame)).outline][1:]

    assert titles(ReportDetail.EXECUTIVE) == ["Formulas, sources and gaps"]
    assert titles(ReportDetail.MANAGER) == ["Creators", "Results and targets", "Budget", "Formulas, sources and gaps"]


def test_the_paper_is_the_clients():
    sizes = {
        size: reader(samples.finished(replace(samples.FRAME, page_size=size))).pages[0].mediabox for size in PageSize
    }
    assert [round(float(value)) for value in sizes[PageSize.A4][2:]] == [595, 842]
    assert [round(float(value)) for value in sizes[PageSize.LETTER][2:]] == [612, 792]


def test_a_german_client_reads_german():
    pdf = reader(samples.finished(replace(samples.FRAME, locale="de_DE", conversion_name="Bestellungen")))
    text = words(pdf)
    assert "Reichweite übertraf das Ziel um 12 %, Verkäufe kamen spät und blieben 13 % darunter" in text
    assert "418.200" in text
    assert "6.340 €" in text
    assert "14. Dezember 2026" in text
    assert pdf.trailer["/Root"]["/Lang"] == "de-DE"
    assert [word for word in ("Target", "Published", "of 12", "Engagements", "Formula:") if word in text] == []


# User text and pictures -------------------------------------------------------------------------------------

def test_user_text_prints_as_typed():
    pdf = reader(samples.awkward())
    text = words(pdf)
    for typed in ("<b>A & B</b>", "{page}", "{total}", "<img src=x>", "$x^2$ & Co", "Ł. Żółć", "&amp; <br/> & {x}",
                  "100 % <last> & first {n}", "O'Neil <x>", "Ида Лунд", "山田 花子"):
        assert typed in text, typed
    assert samples.AWKWARD_NAME in text.replace(" ", "")


def test_characters_without_a_font_are_listed_before_the_report_is_made():
    data = samples.finished()
    odd = replace(data, gaps=("A private character \ue123",))
    assert missing_characters(report_texts(data)) == []
    assert [found.character for found in missing_characters(report_texts(odd))] == ["\ue123"]


def test_logos_stand_on_the_cover_only():
    pdf = reader(samples.finished(), logo=a_logo(), agency_logo=a_logo(size=(30, 400), kind="JPEG"))
    assert len(pdf.pages[0].images) == 2
    assert all(len(page.images) == 0 for page in pdf.pages[1:])


def test_what_is_no_picture_is_refused_in_words():
    for broken in (b"not a picture", a_logo()[:40]):
        with pytest.raises(KnownError, match="logo"):
            render_report(samples.finished(), logo=broken)
    with pytest.raises(KnownError, match="logo"):
        render_report(samples.finished(), agency_logo=b"not a picture")


@pytest.mark.parametrize("color", ["", "#FFE600", "#FFFFFF", "#000000", "#AC2C30", "red"])
def test_any_client_color_gives_a_report(color):
    data = samples.finished(replace(samples.FRAME, client=ReportParty("Client", color)))
    assert len(reader(data).pages) >= 5


def test_extreme_figures_fit():
    rows = samples.finished_deliverables()
    huge = [
        replace(row, reads=tuple(replace(read, reach=9_999_999_999, revenue_minor=10**13) for read in row.reads))
        for row in rows
    ]
    data = build_report(
        replace(samples.FRAME, currency="IDR"), [CreatorDeal(1, "A", cost=Money(10**14, "IDR"))], huge,
        targets={TargetMetric.REACH: 1.0, TargetMetric.REVENUE: 1e-6}, daily=[DayCount(samples.START, 10**9)],
    )
    assert len(reader(data).pages) >= 4


# Files ------------------------------------------------------------------------------------------------------

def test_charts_are_vectors_and_all_fonts_are_embedded(finished):
    assert all(len(page.images) == 0 for page in finished.pages)
    drawing = finished.pages[1].get_contents().get_data().decode("latin-1")
    assert len(re.findall(r" l$| l ", drawing)) > 40
    for page in finished.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()
            descendant = inner["/DescendantFonts"][0].get_object() if "/DescendantFonts" in inner else inner
            assert descendant["/Subtype"] == "/Type3" or "/FontFile2" in descendant["/FontDescriptor"]


def test_the_same_data_give_the_same_bytes_in_every_process():
    code = (
        "import hashlib; from tests import report_samples as s; "
        "from microinf_desktop.documents.reports import render_report as r; "
        "print(hashlib.sha256(r(s.finished())).hexdigest(), hashlib.sha256(r(s.awkward())).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"},
        capture_output=True, text=True, check=True,
    ).stdout
    here = " ".join(hashlib.sha256(render_report(data)).hexdigest() for data in (samples.finished(), samples.awkward()))
    assert there.strip() == here


def test_other_data_give_other_bytes():
    changed = replace(samples.FRAME, state=CampaignState.RUNNING)
    assert render_report(samples.finished()) != render_report(samples.finished(changed))


# The renderer -----------------------------------------------------------------------------------------------

def draw(figure):
    """The operators a figure becomes, and whether it is left as it was."""
    canvas = Canvas(io.BytesIO(), invariant=1)
    before = (figure.dpi, figure.patch.get_visible())
    report_figures.draw_figure(canvas, figure, 10, 20)
    assert (figure.dpi, figure.patch.get_visible()) == before
    return "\n".join(canvas._code)


def test_lines_fills_curves_and_clips_become_operators():
    figure = Figure(figsize=(2, 1))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.plot([0, 1], [0, 1], color="#FF0000", linestyle="--", linewidth=2)
    axes.bar([0.5], [0.5], width=0.2, color="#00FF00", linewidth=0)
    axes.plot([0.5], [0.5], marker="o", color="#0000FF")
    operators = draw(figure)
    assert "1 0 0 RG" in operators
    assert "2.00 w" in operators
    assert re.search(r"\[[\d.]+ [\d.]+\] 0\.00 d", operators)
    assert "0 1 0 rg" in operators
    assert " c " in operators
    assert "re W n" in operators


def test_text_is_drawn_as_given_and_may_be_turned():
    figure = Figure(figsize=(2, 1))
    figure.text(0.5, 0.5, "turned", rotation=90, label="नाम")
    operators = draw(figure)
    assert "0 1 -1 0" in operators.replace(".0", "")
    assert "Tj" in operators or "TJ" in operators


def test_half_transparent_colors_are_refused():
    figure = Figure(figsize=(2, 1))
    figure.add_axes((0, 0, 1, 1)).plot([0, 1], [0, 1], alpha=0.5)
    with pytest.raises(ValueError, match="opaque"):
        draw(figure)
