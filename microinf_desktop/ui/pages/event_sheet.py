"""The run sheet and guest list as they are printed, always as the event is now."""

from microinf_desktop.queries.events import EventDetail
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.event_part import EventPart
from microinf_desktop.ui.widgets.pdf_preview import PdfPreview


class EventSheetView(EventPart):
    """A preview with its own buttons to save and open."""

    def build(self) -> None:
        self.preview = PdfPreview()
        self.preview.title.setText(tr("Run sheet and guest list"))
        self.column.addWidget(self.preview, 1)
        self.preview.saved.connect(lambda path: self.context.toast(tr("Saved as {path}", path=path)))

    def reload(self, event: EventDetail) -> None:
        from microinf_desktop import papers

        workspace, event_id, today = self.context.workspace, event.id, self.context.today()
        self.context.tasks.read(
            lambda _p, _t: papers.event_sheet(workspace, event_id, today),
            lambda data: self.preview.show_pdf(data, f"{event.row.name}.pdf"), key="event.sheet")
