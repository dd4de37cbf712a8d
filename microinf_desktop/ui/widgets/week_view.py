"""One week as seven tall days, with the keys and drags of the month."""

from datetime import date, timedelta

from microinf_desktop.ui.widgets.month_view import MonthView


class WeekView(MonthView):
    """The week of the current day; PageUp and PageDown turn the week."""

    weeks = 1

    @property
    def first(self) -> date:
        """The Monday of the week."""
        return self.month - timedelta(days=self.month.weekday())

    def show_month(self, month: date, today: date) -> None:
        """Turn to the week of a day."""
        self.month, self.today = month, today
        self.update()
