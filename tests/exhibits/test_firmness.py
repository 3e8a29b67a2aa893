"""The section on how firm the ranking is: its cells are the results, and what cannot be said is said to be so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smartspec.exhibits import charts
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.firmness import firmness
from smartspec.exhibits.view import View
from smartspec.report.html import every_exhibit
from smartspec.study.steps.audit import audit
from tests.study.test_audit import changed


def shown(view: View, key: str) -> Exhibit:
    return next(exhibit for exhibit in every_exhibit((firmness(view),)) if exhibit.key == key)


def test_the_first_of_zhambyl_hangs_on_how_it_is_reckoned(views, kazakhstan):
    """Agriculture and transport: two candidates, whose shares of first places are those of the results."""
    rows = {row["region"]: row for row in shown(views["en"], "firmness-table").table.text}
    assert len(rows) == 10
    assert rows["Zhambyl"]["firm_first"] == "Agriculture (A)"
    made = kazakhstan.results["audit"]["first_share"].sel(region="KZ-31")
    assert rows["Zhambyl"]["firm_ways"] == f"{made.sel(activity='A').item():.0%}".replace("%", "\u202f%")
    assert rows["Zhambyl"]["firm_others"].startswith("Transport")
    told = " ".join(firmness(views["en"]).sections[0].text)
    assert "10 of 20" in told
    assert "Zhambyl" in told


def test_limits_stand_in_brackets_behind_the_weight(views, kazakhstan):
    row = next(row for row in shown(views["en"], "stability-table").table.text if row["region"] == "Akmola")
    upper = kazakhstan.results["audit"]["upper"].sel(region="KZ-11", group="specialisation").item()
    assert row["group.specialisation"] == f"20\u202f% (0\u2013{100 * upper:.0f}\u202f%)"
    assert row["group.robustness"] == "20\u202f% (any)"
    assert row["stable_next"].startswith("Agriculture, if specialisation weighs more than")


def test_bars_and_cells_are_the_results(views, kazakhstan):
    made = kazakhstan.results["audit"]
    for bar in charts.effective_chart(views["ru"]).chart["datasets"]["effective"]:
        assert bar["effective"] == pytest.approx(made["effective"].sel(criterion=bar["criterion"]).item())
        assert bar["nominal"] == pytest.approx(made["nominal"].sel(criterion=bar["criterion"]).item())
    cells = charts.correlation_heat(views["kk"]).chart["datasets"]["cells"]
    assert len(cells) == 8 * 7 / 2
    for cell in cells:
        at = {"criterion": cell["criterion"], "other": cell["other"]}
        assert cell["correlation"] == pytest.approx(made["correlation"].sel(at).item())


def test_two_that_say_the_same_share_the_weight_of_their_group_or_count_twice(views, kazakhstan):
    pair = '"location quotient" and "lowest quotient of the last years", +0.99'
    view = views["en"]
    assert f"one of each pair would do: {pair}" in " ".join(firmness(view).sections[1].text)
    criteria = dict(view.study.ranking.criteria)
    criteria["lowest_quotient"] = criteria["lowest_quotient"].model_copy(update={"group": "mass"})
    ranking = view.study.ranking.model_copy(update={"criteria": criteria})
    moved = replace(view, study=view.study.model_copy(update={"ranking": ranking}))
    assert f"counts twice: {pair}" in " ".join(firmness(moved).sections[1].text)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_too_few_candidates_and_no_choice_are_told(views, kazakhstan, language):
    view = views[language]
    value = kazakhstan.results["criteria"]["value"]
    one = audit(changed(kazakhstan, value=value.where(value.region == "KZ-71")))
    few = firmness(replace(view, results={**view.results, "audit": one}))
    assert few.sections[1].text == (view.words.say("audit.none"),)
    assert few.sections[1].exhibits == ()
    nothing = audit(changed(kazakhstan, value=value.where(value > value.max())))
    assert firmness(replace(view, results={**view.results, "audit": nothing})).text == (
        view.words.say("firmness.none"),
    )
