"""The report of a campaign as the client will see it, with what it cannot say yet beside it."""

from typing import Any

from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.beside import Beside
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear
from microinf_desktop.ui.widgets.pdf_preview import PdfPreview

_WIDTH = 320


class ReportPage(Page):
    """`params["id"]` is the campaign."""

    tables = frozenset({
        "campaign", "campaign_target", "client", "collaboration", "bonus", "deliverable", "metric_snapshot", "payment",
        "disclosure_check", "agency",
    })

    def build(self) -> None:
        self.header.set_breadcrumb(tr("Reports"))
        self.left = ScrollColumn()
        self.preview = PdfPreview()
        self.preview.save_button.hide()  # the head has it
        self.preview.saved.connect(lambda path: self.context.toast(tr("Saved as {path}", path=path)))
        self.set_content(Beside(self.left, self.preview, _WIDTH))

    def reload(self) -> None:
        workspace, campaign_id, day = self.context.workspace, int(str(self.params.get("id", 0))), self.context.today()

        def work(_progress: Any, _token: Any) -> tuple[Any, bytes, list[str]]:
            from microinf_desktop import papers
            from microinf_desktop.queries.reports import report_data

            with workspace.reading() as session:
                data = report_data(session, campaign_id, today=day)
            unprintable = papers.unprintable_in_report(workspace, campaign_id, day)
            return data, papers.report(workspace, campaign_id, day), unprintable

        self.context.tasks.read(work, self._show, key="report.preview", label=tr("Drawing the report"))

    def _show(self, made: tuple[Any, bytes, list[str]]) -> None:
        from microinf_desktop.domain.reports import headline, summary

        data, content, unprintable = made
        self.header.set_title(data.frame.campaign, data.frame.client.name)
        self.preview.show_pdf(content, f"{data.frame.client.name} {data.frame.campaign}, report.pdf".replace("/", "-"))
        clear(self.left.body)
        column = self.left.body
        column.addWidget(Label(headline(data), "panel", wrap=True))
        column.addWidget(Label(summary(data), ink="text2", wrap=True))
        if unprintable:
            column.addWidget(Label(tr("What no installed font can print"), "section"))
            for glyph in unprintable[:12]:
                column.addWidget(Label(f"•  {glyph}", "secondary", "danger", wrap=True))
        if data.gaps:
            column.addSpacing(8)
            column.addWidget(Label(tr("What the report cannot say yet"), "section"))
            for gap in data.gaps:
                column.addWidget(Label(f"•  {gap}", "secondary", "text2", wrap=True))
        column.addStretch(1)

    def actions(self) -> list[Action]:
        group = tr("Report")
        return [
            Action("report.campaign", tr("Open the campaign"),
                   lambda: self.context.navigation.open("campaign", id=self.params.get("id")), "", "campaigns", group,
                   "quiet"),
            Action("report.save", tr("Save PDF"), self.preview.save_as, "Ctrl+S", "save", group, "primary"),
        ]
