"""The compliance matrix, its panel, and the check of any caption."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget

from microinf_desktop.domain.disclosure import Finding, Post, check_all
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import compliance
from microinf_desktop.services.compliance import run_check
from microinf_desktop.storage.tables import Campaign, Deliverable
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui import checking, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.check_caption import CheckCaptionDialog
from microinf_desktop.ui.pages.compliance_columns import fix_words
from microinf_desktop.ui.pages.compliance_page import CompliancePage
from microinf_desktop.ui.screens import SCREENS
from microinf_desktop.ui.widgets.findings import AreaResult, FindingsView, source_words, verdict_words
from microinf_desktop.ui.widgets.labels import GlyphSign
from microinf_desktop.ui.widgets.metric_chart import MetricChart
from tests.builders import Deal, a_deal, a_draft
from tests.ui.conftest import TODAY, Dialogs

BAD = "Two quiet minutes 🍵 with the Winter Blend by @tarnwicktea.\n\nMore soon.\n#tea #winter #ad #quiet"
GOOD = "Ad: two quiet minutes with the Winter Blend by @tarnwicktea."
PAID = {"compensation_model": "flat_fee", "relationship": "paid"}
UNLABELLED = "Two quiet minutes with the Winter Blend by @tarnwicktea."


@pytest.fixture
def deals(workspace: Workspace) -> dict[str, Deal]:
    """One that fails, one that warns (Austria is not sourced), one that nobody has checked."""
    made = {
        "fails": a_deal(workspace, collaboration=PAID),
        "warns": a_deal(workspace, collaboration=PAID, campaign={"jurisdictions": ["UK", "AT"]}),
        "waits": a_deal(workspace, collaboration=PAID),
    }
    with workspace.writing("Drafts") as session:
        for name, deal in made.items():
            a_draft(session, deal.deliverable_id, caption=UNLABELLED if name == "fails" else GOOD,
                    platform_label_used=name != "fails")
            session.get_one(Deliverable, deal.deliverable_id).state = "client_review"
    for name in ("fails", "warns"):
        run_check(workspace, made[name].deliverable_id, load_packs())
    return made


@pytest.fixture
def page(context: AppContext, workspace: Workspace, deals: dict[str, Deal], qtbot: Any) -> CompliancePage:
    context.workspace = workspace
    made = CompliancePage(context, SCREENS["compliance"])
    qtbot.addWidget(made)
    made.resize(1220, 860)
    made.show()
    workspace.on_step(lambda _step, tables: made.refresh(tables))
    made.activate({})
    return made


def _show(page: CompliancePage, view: str) -> list[int]:
    page.segments.set_value(view)
    page.segments.changed.emit(view)
    return list(page.table.model.ids)


def test_segments_hold_what_their_name_says(page: CompliancePage, deals: dict[str, Deal]) -> None:
    assert _show(page, "failing") == [deals["fails"].deliverable_id]
    assert _show(page, "undecided") == [deals["warns"].deliverable_id]
    assert _show(page, "not_checked") == [deals["waits"].deliverable_id]
    assert len(_show(page, "all")) == 3


def test_a_column_per_jurisdiction_in_use(page: CompliancePage, workspace: Workspace, deals: dict[str, Deal]) -> None:
    assert set(page._areas) == {"UK", "US", "AT"}
    with workspace.writing("Another country") as session:
        session.get_one(Campaign, deals["waits"].campaign_id).jurisdictions = ["FR"]
    assert "FR" in page._areas


def test_cells_tell_verdict_count_and_what_is_missing(page: CompliancePage, deals: dict[str, Deal]) -> None:
    from microinf_desktop.ui.pages.compliance_columns import area_sign, area_tip, verdict_cell

    rows = {row.id: row for row in page._load([deal.deliverable_id for deal in deals.values()])}
    fails, warns, waits = (rows[deals[name].deliverable_id] for name in ("fails", "warns", "waits"))
    assert area_sign("UK", fails) == (Verdict.FAIL, 1)
    assert area_sign("UK", waits) == (Verdict.NOT_CHECKED, 1)
    assert area_sign("AT", fails) is None, "nobody asks for Austria: blank, not a dash"
    assert (verdict_cell(fails), verdict_cell(warns)) == ((Verdict.FAIL, ""), (Verdict.WARN, ""))
    assert "pack 2026" in area_tip("UK", fails)
    assert "checked" in area_tip("UK", fails), "version and day stand with every verdict"


def test_by_check_the_failing_topic_is_marked_and_nothing_is_said_of_a_label_that_is_not_there(
    page: CompliancePage, deals: dict[str, Deal]
) -> None:
    page.axis.set_value("check")
    page.axis.changed.emit("check")
    page.show_all()
    shown = {column.key: column for column in page.table.model.columns}
    row = page._load([deals["fails"].deliverable_id])[0]
    verdict, _rules = shown["topic_label"].getter()(row)
    assert verdict is Verdict.FAIL
    assert "US: " in shown["topic_label"].tooltip(row)  # type: ignore[misc]
    assert shown["topic_place"].getter()(row) is None
    good = page._load([deals["warns"].deliverable_id])[0]
    assert shown["topic_place"].getter()(good) == (Verdict.PASS, 0)


def test_the_panel_marks_the_very_words(page: CompliancePage, workspace: Workspace) -> None:
    buried = a_deal(workspace, collaboration=PAID, deliverable={"kind": "grid_post", "platform": "instagram"})
    with workspace.writing("Draft") as session:
        a_draft(session, buried.deliverable_id, caption=BAD, platform_label_used=False)
    run_check(workspace, buried.deliverable_id, load_packs())
    page.show_all()
    page.look(buried.deliverable_id)
    assert page.panel.caption.value() == BAD
    assert {BAD[mark.start:mark.end] for mark in page.panel.caption.marks()} == {"#ad"}
    found = page.panel.findings.result()
    assert found is not None
    page.panel.findings.place_asked.emit(next(one for one in found.findings if one.end > one.start))
    assert page.panel.caption.textCursor().selectedText() == "#ad", "Show selects the place in the panel"
    page.look(next(iter(deals_without_words(page))))
    assert page.panel.caption.isHidden()


def deals_without_words(page: CompliancePage) -> list[int]:
    return [row.id for row in page._load(page.table.model.ids) if not row.standing.checks]


def test_several_values_of_a_filter_count_and_the_segments_follow(page: CompliancePage, deals: dict[str, Deal]) -> None:
    page.bar.set_values({"campaign": (deals["fails"].campaign_id, deals["waits"].campaign_id)})
    assert _show(page, "all")
    assert sorted(page.table.model.ids) == sorted(deals[name].deliverable_id for name in ("fails", "waits"))
    said = [button.text() for button in page.segments.findChildren(QAbstractButton)]
    assert "Undecided" in said, "the one that warns is filtered out, in the counts too"
    page.bar.set_values({"country": ("AT",)})
    page._query()
    assert list(page.table.model.ids) == [deals["warns"].deliverable_id]


def test_the_record_of_creators_leads_to_their_posts(page: CompliancePage, deals: dict[str, Deal]) -> None:
    page.tabs.set_value("creators")
    page.tabs.changed.emit("creators")
    records = {record.id: record for record in page._load_people(page.people.model.ids)}
    assert {(one.checked, one.first, one.right) for one in records.values()} == {(1, 1, 0)}
    page.people.set_sort("violations", True)
    page._query()
    wanted = page._load([deals["fails"].deliverable_id])[0].deal.influencer_id
    page.people.select(wanted)
    page.open_creator()
    assert page.tabs.value() == "posts"
    assert page.table.isVisible()
    assert list(page.table.model.ids) == [deals["fails"].deliverable_id]


def test_the_panel_opens_the_country_that_decides(page: CompliancePage, deals: dict[str, Deal]) -> None:
    page.look(deals["warns"].deliverable_id)
    assert page.panel.findings.area() == "AT"
    assert page.panel.title.text() == "Warn, 1 rule in Austria"
    assert page.panel.decide.isVisible()


def test_accepting_a_warning_settles_it(
    page: CompliancePage, deals: dict[str, Deal], dialogs: Dialogs, workspace: Workspace
) -> None:
    _show(page, "undecided")
    page.look(deals["warns"].deliverable_id)

    def answer(dialog: QDialog) -> None:
        dialog.form.set_values({"person": "Ida Lund", "reason": "Asked a specialist"})  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    page.panel.decide.click()
    with workspace.reading() as session:
        standing = compliance.standing(session, deals["warns"].deliverable_id)
    assert standing is not None
    assert standing.decision is not None
    assert standing.decision.reason == "Asked a specialist"
    assert list(page.table.model.ids) == []


def test_a_decision_without_a_reason_is_refused(
    page: CompliancePage, deals: dict[str, Deal], dialogs: Dialogs
) -> None:
    page.table.select(deals["warns"].deliverable_id)

    def answer(dialog: QDialog) -> bool:
        dialog.form.set_values({"person": "Ida Lund", "reason": ""})  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]
        assert dialog.form.error_text("reason")  # type: ignore[attr-defined]
        return False

    dialogs.expect(answer)
    page.decide()


def test_what_is_not_checked_is_checked_at_once(page: CompliancePage, deals: dict[str, Deal]) -> None:
    page.check_missing()
    assert _show(page, "not_checked") == []
    assert page.context.toasts[-1] == "1 draft checked: 1 pass"  # type: ignore[attr-defined]


def test_everything_is_checked_or_what_the_filter_names(page: CompliancePage, deals: dict[str, Deal]) -> None:
    toasts: list[str] = page.context.toasts  # type: ignore[attr-defined]
    page.bar.set_values({"campaign": (deals["fails"].campaign_id,)})
    page.check_all()
    assert toasts[-1] == "1 draft checked: 1 fail"
    offered: list[Any] = []
    page.context.show_toast = lambda text, verb, jump: offered.append((verb, jump))  # type: ignore[method-assign]
    page.check_all()
    verb, jump = offered[0]
    assert verb == "Show the failing"
    jump()
    assert page.context.navigation.place.params["view"] == "failing"
    page.context.show_toast = lambda text, verb, jump: toasts.append(text)  # type: ignore[method-assign]
    page.show_all()
    page.check_all()
    assert toasts[-1] == "3 drafts checked: 1 pass, 1 warn, 1 fail"


def test_the_trend_shows_the_weeks_and_their_counts(
    page: CompliancePage, deals: dict[str, Deal], dialogs: Dialogs
) -> None:
    charts: list[MetricChart] = []

    def answer(dialog: QDialog) -> bool:
        charts.extend(dialog.findChildren(MetricChart))
        charts[0].grab()
        assert "2, 0, 1, 1" in charts[0].accessibleDescription(), "two checked: one warns, one fails"
        return False

    page.context.today = lambda: datetime.now(UTC).date()  # type: ignore[method-assign]
    dialogs.expect(answer)
    page.show_trend()
    assert len(charts) == 1


def test_a_summary_says_what_could_not_be_checked() -> None:
    from microinf_desktop.domain.compliance import BatchSummary
    from microinf_desktop.ui.dialogs.compliance_batch import summary_words

    assert summary_words(BatchSummary({}, 2)) == "There is no draft to check. 2 without a draft"
    assert summary_words(BatchSummary({Verdict.WARN: 1200}, 1, 3, 1, 1)) == (
        "1,200 drafts checked: 1,200 warn. 1 without a draft. 3 without a country to check for. "
        "1 stands as it was seen online. 1 got a new draft meanwhile"
    )


def test_every_control_has_a_name(
    page: CompliancePage, deals: dict[str, Deal], unnamed_controls: Callable[[QWidget], list[str]]
) -> None:
    page.look(deals["fails"].deliverable_id)
    assert unnamed_controls(page) == []


# findings ---------------------------------------------------------------------------------------------------------

def test_sources_are_named_by_their_hosts() -> None:
    assert source_words("https://www.asa.org.uk/a ; https://gov.uk/b ; https://asa.org.uk/c ; https://x.example") == (
        "asa.org.uk, gov.uk and 1 more"
    )
    assert source_words("S64K") == "S64K"


def test_no_result_is_not_checked() -> None:
    assert verdict_words([]) == (Verdict.NOT_CHECKED, "Not checked")


def test_an_open_platform_term_is_told_beside_the_pass_and_shown_as_no_failure(qtbot: Any) -> None:
    term = Finding("PLAT-IG-01", "fail", "platform", "Instagram requires its label.", "Turn it on.", "")
    law = Finding("DE-1", "fail", "law", "No label.", "Write one.", "")
    passed = AreaResult("DE", Verdict.PASS, Verdict.FAIL, (term,), (), "1")
    assert verdict_words([passed]) == (Verdict.PASS, "Pass in Germany, 1 platform term open")
    failed = AreaResult("DE", Verdict.FAIL, Verdict.FAIL, (law, term), (), "1")
    assert verdict_words([failed]) == (Verdict.FAIL, "Fail, 1 rule in Germany")
    view = FindingsView(load_packs())
    qtbot.addWidget(view)
    view.set_results([failed])
    signs = [sign.accessibleName() for sign in view.findChildren(GlyphSign)]
    assert signs == [labels.label(Verdict.FAIL), labels.label(Verdict.WARN)]
    assert any("does not stand in the way of approval" in label.text() for label in view.findChildren(QLabel))


def test_buttons_find_the_edit_of_the_newest_check(qtbot: Any) -> None:
    """While somebody types, only places change; a button must not apply the edit of an older text."""
    view = FindingsView(load_packs())
    qtbot.addWidget(view)
    asked: list[Any] = []
    view.fix_asked.connect(asked.append)
    for caption in (BAD, "x" + BAD):
        view.set_results(checking.from_engine(check_all(Post(caption=caption), ["UK"], load_packs(), TODAY)))
    fix = next(button for button in view.findChildren(QWidget) if getattr(button, "kind", "") == "secondary")
    fix.click()
    assert asked[0].fix_edit.replacement.find("xTwo quiet") >= 0


@pytest.mark.parametrize(("caption", "areas", "languages", "mended"), [
    ("Werbung | Zwei Minuten und mein Tee.", ("DE", "FR"), "de fr", "Werbung / Publicité | Zwei Minuten und mein Tee."),
    ("Two quiet minutes", ("UK", "IE"), "en", "#Ad Two quiet minutes"),  # one label does for both
    ("Zwei Minuten #ad #tee #morgen #a #b", ("DE", "NL"), "de nl",
     "#reclame / Werbung | Zwei Minuten #tee #morgen #a #b"),
])
def test_readers_of_two_languages_get_both_labels_and_others_one(
    caption: str, areas: tuple[str, ...], languages: str, mended: str
) -> None:
    post = Post(caption=caption, relationship="paid", audience_language=languages, platform_label_used=False)
    assert checking.mend(post, areas, load_packs(), TODAY) == mended


def test_mending_never_makes_it_worse() -> None:
    post = Post(caption=BAD, relationship="paid", audience_language="en")
    mended = checking.mend(post, ["UK", "US", "DE"], load_packs(), TODAY)
    before = check_all(post, ["UK", "US"], load_packs(), TODAY)
    after = check_all(Post(caption=mended, relationship="paid", audience_language="en"), ["UK", "US"],
                      load_packs(), TODAY)
    assert before.verdict == "fail"
    assert after.verdict != "fail"


# the check of any caption -----------------------------------------------------------------------------------------

@pytest.fixture
def check(context: AppContext, workspace: Workspace, deals: dict[str, Deal], qtbot: Any) -> CheckCaptionDialog:
    context.workspace = workspace
    made = CheckCaptionDialog(None, context, BAD)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_countries_of_the_agency_are_ticked(check: CheckCaptionDialog) -> None:
    assert {code for code, tick in check.areas.items() if tick.isChecked()} == {"UK", "US", "AT"}


def test_the_verdict_follows_text_and_relationship(check: CheckCaptionDialog) -> None:
    assert check.sign.accessibleName() == "Fail"
    check.form.input("relationship").set_value("none")
    check.form.input("relationship").edited.emit()
    assert check.sign.accessibleName() == "Pass"


def test_an_empty_text_is_not_judged(check: CheckCaptionDialog) -> None:
    check.editor.replace_all("")
    assert (check.results, check.sign.accessibleName()) == ([], "Not checked")
    assert check.verdict.text().startswith("Paste the caption")
    check.editor.replace_all(BAD)
    assert check.sign.accessibleName() == "Fail"


def test_a_fix_is_applied_and_copied(check: CheckCaptionDialog) -> None:
    check.findings.show_area("UK")
    check.apply_first()
    assert check.editor.value() != BAD
    check.copy()
    assert QGuiApplication.clipboard().text() == check.editor.value()


def test_without_a_country_nothing_is_judged(check: CheckCaptionDialog) -> None:
    for tick in check.areas.values():
        tick.setChecked(False)
    assert check.verdict.text() == "Not checked"
    assert not check.fix_button.isEnabled()


def test_the_check_has_named_controls(
    check: CheckCaptionDialog, unnamed_controls: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed_controls(check) == []


@pytest.mark.parametrize(("days", "said"), [
    (5 / 1_440, "under an hour"), (1 / 24, "1 hour"), (0.2, "5 hours"), (47 / 24, "47 hours"), (2.0, "2.0 days"),
])
def test_the_time_to_fix_is_told_in_the_unit_it_was_quick_in(days: float, said: str) -> None:
    assert fix_words(days) == said
