"""What an amendment takes over: groups that come together, what stays as agreed, what an extension makes longer."""

from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.domain.amending import (
    Extension,
    lasting_longer,
    months_more,
    proposed_end,
    staying,
    value_groups,
)
from microinf_desktop.domain.contract_fields import with_changes
from microinf_desktop.domain.contract_terms import ExclusivityTerms
from tests.contract_samples import sample_contract


def test_a_part_that_came_or_went_is_one_group_and_stays_as_it_was() -> None:
    bare = replace(sample_contract(), exclusivity=None)
    bound = replace(bare, exclusivity=ExclusivityTerms("tea", ("Leafly",), starts_on=date(2026, 9, 1),
                                                       ends_on=date(2026, 12, 1)))
    for before, after in ((bare, bound), (bound, bare)):
        (group,) = value_groups(before, after)
        assert group.key == "exclusivity"
        assert group.may_stay
        kept = with_changes(after, staying([group], before), "EUR")
        assert kept.exclusivity == before.exclusivity
        assert value_groups(before, kept) == ()


def test_pay_and_work_follow_the_deal() -> None:
    before = sample_contract()
    first, *others = before.deliverables
    after = replace(before, deliverables=(replace(first, quantity=first.quantity + 1), *others))
    (group,) = value_groups(before, after)
    assert not group.may_stay
    assert staying([group], before) == ()


def test_an_extension_moves_the_end_and_what_goes_on_with_it() -> None:
    before = sample_contract()
    before = replace(before, usage=replace(before.usage, months=6, is_perpetual=False))
    end = date(2027, 1, 31)
    until = proposed_end(before, end, date(2026, 11, 24))
    assert until == date(2027, 7, 31)
    said = dict(lasting_longer(before, end, until, Extension(exclusivity=False)))
    assert said == {"timeline.ends_on": "2027-07-31", "usage.months": 12}
    assert dict(lasting_longer(before, end, until, Extension(use=False, exclusivity=False))) == {
        "timeline.ends_on": "2027-07-31"}


@pytest.mark.parametrize(("start", "until", "months"), [
    (date(2026, 1, 31), date(2026, 2, 28), 1), (date(2026, 1, 31), date(2026, 3, 1), 2),
    (date(2026, 1, 15), date(2026, 1, 15), 0), (date(2026, 1, 15), date(2026, 1, 16), 1),
    (date(2026, 1, 15), date(2027, 1, 15), 12), (date(2026, 5, 1), date(2026, 1, 1), 0),
])
def test_months_lead_to_a_day_or_past_it(start: date, until: date, months: int) -> None:
    assert months_more(start, until) == months
