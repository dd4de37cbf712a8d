"""Ages and codes of personas."""

from dataclasses import replace

import pytest

from microinf_desktop.domain.personas import PersonaDraft

READER = PersonaDraft(1, "The second-cup reader", 29, 49, countries=("GB",), languages=("en",))


@pytest.mark.parametrize(("change", "fields"), [
    ({}, []), ({"age_from": 13, "age_to": 99}, []), ({"age_from": None}, []), ({"age_from": 49}, []),
    ({"name": " "}, ["name"]), ({"age_from": 12}, ["age_from"]), ({"age_to": 100}, ["age_to"]),
    ({"age_from": 50}, ["age_to"]), ({"countries": ("Britain",)}, ["countries"]),
    ({"languages": ("EN",)}, ["languages"]),
])
def test_problems(change: dict[str, object], fields: list[str]) -> None:
    assert [problem.field for problem in replace(READER, **change).problems()] == fields  # type: ignore[arg-type]
