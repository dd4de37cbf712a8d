"""Exclusivity a creator is bound by: with whom, for what, until when, and from which day she is free again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Binding:
    """A deal that keeps a creator from working for others; both days are inside it, None is open."""

    client: str
    campaign: str
    category: str
    starts_on: date | None
    ends_on: date | None

    @property
    def free_from(self) -> date | None:
        """The first day that is free; None when the end is not known."""
        return None if self.ends_on is None else self.ends_on + timedelta(days=1)

    def holds_on(self, day: date) -> bool:
        """Whether the binding has not ended by a day; one that starts later is still to come and counts."""
        return self.ends_on is None or self.ends_on >= day

    def __str__(self) -> str:
        what = f" for {self.category}" if self.category else ""
        if self.ends_on is None:
            return f"Bound to {self.client} ({self.campaign}){what}, the end is not known."
        start = f" from {self.starts_on:%d %b %Y}" if self.starts_on else ""
        return (f"Bound to {self.client} ({self.campaign}){what}{start} until {self.ends_on:%d %b %Y}; "
                f"free from {self.free_from:%d %b %Y}.")


def binding(
    client: str, campaign: str, category: str, days_before: int, days_after: int, first: date | None, last: date | None
) -> Binding:
    """The binding of a deal whose posts go live from `first` to `last` (as in its contract)."""
    return Binding(
        client, campaign, category.strip(), None if first is None else first - timedelta(days=days_before),
        None if last is None else last + timedelta(days=days_after),
    )


def present(bindings: Iterable[Binding], today: date) -> tuple[Binding, ...]:
    """Those that still hold, the one that ends last first."""
    held = [one for one in bindings if one.holds_on(today)]
    return tuple(sorted(held, key=lambda one: one.ends_on or date.max, reverse=True))
