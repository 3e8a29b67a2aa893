"""The audit of the ranking: limits that hold when tried, shares that are counts, and studies without a choice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from smartspec import decision
from smartspec.study.inputs import Given
from smartspec.study.run import Run
from smartspec.study.steps.audit import RULES, SCALINGS, audit


@pytest.fixture(scope="module")
def found(kazakhstan: Run) -> xr.Dataset:
    return kazakhstan.results["audit"]


def changed(run: Run, *, weights: dict[str, float] | None = None, value: xr.DataArray | None = None) -> Given:
    """The same run with other weights of groups, or other values of the criteria."""
    ranking = run.study.ranking.model_copy(update={"weights": weights or {}})
    criteria = run.results["criteria"]
    results = {**run.results, "criteria": criteria if value is None else criteria.assign(value=value)}
    return Given(run.study.model_copy(update={"ranking": ranking}), run.inputs, results)


def first(run: Run, region: str, groups: dict[str, float]) -> str:
    """Who is first by the weighted sum, reckoned from the values of the criteria alone."""
    made, criteria = run.results["criteria"], run.study.ranking.criteria
    values = made["value"].sel(region=region).to_pandas().dropna(how="all")
    values = values[[key for key in values if bool(made["used"].sel(region=region, criterion=key))]]
    values = values.fillna((values.max() + values.min()) / 2)
    group = {key: criteria[key].group for key in values}
    shares = {key: groups[group[key]] / list(group.values()).count(group[key]) for key in values}
    scores = decision.weighted_sum(decision.table(values.rename_axis(index="candidate"), weights=shares))
    return str(scores.idxmax().item())


def test_manufacturing_of_akmola_by_hand(kazakhstan, found):
    """Two leaders part by group: specialisation is all A's; so C leads until that group outweighs its lead elsewhere.

    With five groups of equal weight and min-max over C, A and R, scores within a group are means of its criteria. The
    growth of R is unknown and counts as halfway.
    """
    values = kazakhstan.results["criteria"]["value"].sel(region="KZ-11").to_pandas().dropna(how="all")
    values = values.dropna(axis=1, how="all")
    scaled = ((values - values.min()) / (values.max() - values.min())).fillna(0.5)
    groups = pd.Series({key: kazakhstan.study.ranking.criteria[key].group for key in scaled})
    lead = (scaled.loc["C"] - scaled.loc["A"]).groupby(groups).mean()
    rest = lead.drop("specialisation").mean()
    limit = rest / (rest - lead["specialisation"])
    at = {"region": "KZ-11", "group": "specialisation"}
    assert found["upper"].sel(at).item() == pytest.approx(limit)
    assert (found["leader"].sel(region="KZ-11").item(), found["above"].sel(at).item()) == ("C", "A")


def test_beyond_each_limit_the_one_named_takes_over(kazakhstan, found):
    tried = 0
    for region in found.region.values[found["leader"].values != ""]:
        weight = found["weight"].sel(region=region).dropna("group").to_series()
        for group in weight.index:
            at = {"region": region, "group": group}
            for end, other, step in (("lower", "below", -1e-6), ("upper", "above", 1e-6)):
                limit, name = found[end].sel(at).item(), found[other].sel(at).item()
                if name:
                    inside, outside = (self_weighed(weight, group, limit + way) for way in (-step, step))
                    assert first(kazakhstan, region, inside) == found["leader"].sel(region=region).item()
                    assert first(kazakhstan, region, outside) == name
                    tried += 1
    assert tried > 10


def self_weighed(weight: pd.Series, group: str, own: float) -> dict[str, float]:
    """One group's weight moved, the others in their proportions."""
    rest = weight.drop(group)
    return {**(rest / rest.sum() * (1 - own)).to_dict(), group: own}


def test_shares_are_counts_over_all_ways(kazakhstan, found):
    assert found.sizes["choice"] == 2 * (1 + 2 * len(SCALINGS))
    assert set(found["rule"].values) == set(RULES)
    there = found["place"].notnull().all("choice")
    assert there.sum("activity").isin([0, *range(2, 20)]).all()
    counted = (found["place"] == 1).mean("choice").where(there)
    xr.testing.assert_allclose(found["first_share"], counted)
    assert (found["best"] <= found["worst"]).where(there, True).all()
    ranked = kazakhstan.results["ranking"]["rank"].where(there)
    assert (abs(found["place"] - ranked).max("choice") == found["largest_shift"]).where(there, True).all()


def test_weights_on_paper_are_those_of_the_groups(kazakhstan, found):
    """Five groups have data; each weighs a fifth, shared by its criteria."""
    groups = {key: item.group for key, item in kazakhstan.study.ranking.criteria.items()}
    nominal = found["nominal"].dropna("criterion").to_series()
    assert nominal.groupby(groups).sum().to_numpy() == pytest.approx([0.2] * 5)
    assert float(found["effective"].sum()) == pytest.approx(1)
    assert found["says"].sel(criterion="quotient", other="lowest_quotient").item() == "same"
    r = found["correlation"].dropna("criterion", how="all").dropna("other", how="all")
    assert np.diag(r) == pytest.approx(1)


def test_a_group_of_no_weight_takes_no_part(kazakhstan):
    made = audit(changed(kazakhstan, weights={"mass": 1, "specialisation": 1}))
    assert set(made["nominal"].dropna("criterion").criterion.values) == {
        "share",
        "national_share",
        "quotient",
        "lowest_quotient",
    }
    assert set(made["weight"].dropna("group", how="all").group.values) == {"mass", "specialisation"}


def test_without_a_choice_there_is_nothing_to_audit(kazakhstan):
    value = kazakhstan.results["criteria"]["value"]
    nobody = audit(changed(kazakhstan, value=xr.full_like(value, np.nan)))
    assert not nobody["given"]
    assert not nobody["audited"]
    few = audit(changed(kazakhstan, value=value.where(value.region == "KZ-71")))
    assert few["given"]
    assert not few["audited"]


def test_criteria_that_do_not_vary_are_not_audited(kazakhstan):
    value = kazakhstan.results["criteria"]["value"]
    assert not audit(changed(kazakhstan, value=value.where(value.isnull(), 1.0)))["audited"]
