"""A brief as it was stored reads back as it was sent."""

from datetime import date

import pytest

from microinf_desktop.domain.briefs import BriefAudience, BriefData, BriefStep, brief_json
from microinf_desktop.domain.contract_json import brief_from_json
from microinf_desktop.domain.errors import KnownError


def test_a_stored_brief_reads_back_as_it_was() -> None:
    brief = BriefData("First Bake", "Dunmarrow", "Kestrel Lane", "Wanja", 2, date(2026, 11, 20), dos=("Bake", "Ünder"),
                      steps=(BriefStep(date(2027, 1, 2), "Draft"),), audience=BriefAudience("Bakers", 18))
    assert brief_from_json(brief_json(brief)) == brief
    with pytest.raises(KnownError, match="cannot be read"):
        brief_from_json("[]")
