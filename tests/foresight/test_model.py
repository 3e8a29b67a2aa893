"""The model: limits, identities, each mechanism against its equation by hand, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import smartspec
from smartspec.errors import ForesightError
from smartspec.foresight import scenarios
from smartspec.foresight.scenarios import Lever, Limit, Size

from .worlds import ACTIVITIES, AT, REGIONS, TREND, VALUE, economy, futures, run

SPEND = {"narrow": Lever(share=0.02, start=2022, years=3), "wide": Lever(share=0.02, transfers=0.01, start=2021)}
EVERYTHING = {
    "demand.C": Size(-0.02, 0.02),
    "convergence": Size(0.0, 0.05),
    "agglomeration": Size(0.0, 0.2),
    "relatedness": Size(0.0, 0.1),
    "entry_size": Size(0.01, 0.02),
    "support": Size(0.0, 1.0),
    "delay": Size(0.0, 2.0),
    "rent": Size(0.0, 1.0),
    "displacement": Size(0.0, 0.5),
    "delta": Size(0.1, 0.4),
    "limit.labour": Size(0.0, 0.01),
    "limit.water": Size(0.0, 0.0),
    "migration": Size(0.0, 0.5),
}
DENSITY = smartspec.label([[0.2, 0.5, 0.4], [0.1, 0.6, 0.5]], **AT)
COEFFICIENTS = smartspec.label(
    np.tile([[0.1, 0.2, 0.0], [0.1, 0.1, 0.1], [0.05, 0.1, 0.1]], (2, 2, 1, 1)),
    delta=[0.1, 0.4],
    region=REGIONS,
    activity=ACTIVITIES,
    other=ACTIVITIES,
)
LIMITS = {
    "labour": Limit(
        smartspec.label([0.1, 1.0, 2.0], activity=ACTIVITIES), smartspec.label([60.0, 140.0], region=REGIONS)
    ),
    "water": Limit(
        smartspec.label([1.0, 1.0, 0.0], activity=ACTIVITIES), smartspec.label([99.0, 70.0], region=REGIONS)
    ),
}


def everything(noise: float = 0.03):
    made = economy(response=0.1, noise=noise, density=DENSITY, chance=DENSITY, coefficients=COEFFICIENTS, limits=LIMITS)
    names = [name for name in scenarios.MECHANISMS if name != "price_on_value"]
    return run(made, futures(EVERYTHING), *names, levers=SPEND, accounts=True)


def test_without_support_and_at_constant_prices_the_trend_is_all_there_is():
    found = run(economy(response=0.3), futures(flat=True), "trend", "price_on_volume")
    expected = (VALUE * np.exp(6 * TREND)).sum(1)
    assert found["volume"].isel(step=-1).values == pytest.approx(np.broadcast_to(expected, (40, 2, 2)))
    assert found["value"].values == pytest.approx(found["volume"].values)


def test_without_a_response_the_price_is_irrelevant():
    quiet = run(economy(response=0.0), futures(flat=True), "trend", "price_on_volume")
    moved = run(economy(response=0.0), futures(), "trend", "price_on_volume")
    assert moved["volume"].values == pytest.approx(quiet["volume"].values)


def test_with_a_response_volumes_follow_the_sum_of_price_changes():
    drawn = futures()
    made = economy(response=0.3)
    found = run(made, drawn, "trend", "price_on_volume")
    moved = (drawn.changes - made.fit["mean_change"]).sum("step").values
    expected = (VALUE * np.exp(6 * TREND + 0.3 * moved[..., None])).sum(-1)
    assert found["volume"].isel(step=-1, variant=0).values == pytest.approx(expected)


def test_prices_act_on_value_through_the_activitys_deflator():
    drawn = futures()
    prices = xr.Dataset({"response": ("activity", [0.5]), "response_error": ("activity", [0.0])}, {"activity": ["B"]})
    found = run(economy(prices=prices), drawn, "trend", "price_on_value")
    dear = np.exp(0.5 * drawn.main.sum("step").values)[:, None]
    end = VALUE * np.exp(6 * TREND)
    assert found["value"].isel(step=-1, variant=0).values == pytest.approx(end[:, 1:].sum(1) + dear * end[:, 0])
    share = dear * end[:, 0] / (end[:, 1:].sum(1) + dear * end[:, 0])
    assert found["extraction"].isel(variant=0).values == pytest.approx(share)


def test_the_spread_is_that_of_the_light_projection():
    """Two ways to the same futures: the model's volumes and `project`, on the same estimates and flat prices."""
    made, drawn = economy(noise=0.05), futures(count=4000, flat=True)
    found = np.log(run(made, drawn, "trend", "variance")["ratio"].isel(variant=0))
    fit = made.fit.drop_vars("mean_change").assign(mean_change=0.0)
    light = np.log(scenarios.project(fit, drawn.main * 0, seed=2))
    assert found.std("future").values == pytest.approx(light.std("future").values, rel=0.06)
    assert found.mean("future").values == pytest.approx(light.mean("future").values, abs=0.012)


def test_support_by_hand():
    """2 % of 100 spent on 30 in three years: log growth 0.5 x 2 / v each year."""
    found = run(economy(), futures({"support": Size(0.5, 0.5)}), "trend", "support", levers=SPEND)
    volume = 30.0
    for step in range(1, 7):
        volume *= np.exp(0.02)
        if step in (2, 3, 4):
            volume *= np.exp(0.5 * 2 / volume)
    narrow = found.sel(variant="narrow", region="N")
    assert narrow["ratio"].sel(activity="C").values == pytest.approx(volume / 30)
    assert narrow["ratio"].sel(activity="B").values == pytest.approx(np.exp(0.06))
    assert narrow["spent"].values == pytest.approx(6.0)
    assert found["spent"].sel(variant="wide", region="N").values == pytest.approx(18.0)


def test_an_effect_of_zero_makes_support_irrelevant():
    none = run(economy(), futures({"support": Size(0, 0)}), "trend", "support", levers=SPEND)
    assert none["volume"].values == pytest.approx(run(economy(), futures(), "trend")["volume"].values)


def test_a_delay_puts_support_off():
    sizes = {"support": Size(0.5, 0.5), "delay": Size(10, 10)}
    late = run(economy(), futures(sizes), "trend", "support", levers={**SPEND, "narrow": Lever(share=0.1, start=2021)})
    assert late["volume"].sel(variant="narrow").values == pytest.approx(
        run(economy(), futures(), "trend")["volume"].sel(variant="narrow").values
    )


def test_oil_reaches_the_purse_only_where_the_study_says_so():
    prices = xr.Dataset({"response": ("activity", [1.0]), "response_error": ("activity", [0.0])}, {"activity": ["B"]})
    names = ("trend", "price_on_value", "support", "purse")
    closed = run(economy(prices=prices), futures({"support": Size(0.1, 0.1)}), *names, levers=SPEND)
    assert closed["spent"].sel(variant="narrow").std("future").values == pytest.approx(0, abs=1e-12)
    drawn = futures({"support": Size(0.1, 0.1), "rent": Size(1, 1)})
    open_ = run(economy(prices=prices), drawn, *names, levers=SPEND)
    dear = np.exp(drawn.main.cumsum("step").values)[:, [0, 1, 2]]  # what the year before dug is what a year can spend
    grown = np.exp(0.01 * np.array([1, 2, 3]))
    assert open_["spent"].sel(variant="narrow", region="N").values == pytest.approx(2 * (dear * grown).sum(1))


def test_what_support_takes_from_others_is_its_share_of_the_gain():
    sizes = {"support": Size(0.5, 0.5), "displacement": Size(1.0, 1.0)}
    found = run(economy(), futures(sizes), "trend", "support", "displacement", levers=SPEND, accounts=True)
    account = found["account"].sel(variant="narrow")
    assert account.sel(part="displacement").values == pytest.approx(-account.sel(part="support").values)


def test_suppliers_gain_what_the_leontief_inverse_says():
    made = economy(coefficients=COEFFICIENTS)
    drawn = futures({"demand.C": Size(0.1, 0.1), "delta": Size(0.1, 0.1)}, steps=1)
    account = run(made, drawn, "trend", "demand", "linkages", accounts=True)["account"].isel(
        grown=0, variant=0, future=0
    )
    gain = 30 * np.exp(0.02) * (np.exp(0.1) - 1)
    inverse = np.linalg.inv(np.eye(3) - COEFFICIENTS.values[0, 0])
    expected = gain * (inverse[:, 1].sum() - 1)
    assert account.sel(region="N", part="linkages").item() == pytest.approx(expected)
    assert account.sel(region="N", part="demand").item() == pytest.approx(gain)


def test_no_resource_is_used_beyond_its_limit():
    sizes = {"limit.water": Size(0, 0)}
    found = run(economy(limits={"water": LIMITS["water"]}), futures(sizes), "trend", "limits")
    end = found["ratio"].isel(variant=0).values * VALUE
    assert ((end * [1, 1, 0]).sum(-1) <= np.array([99.0, 70.0]) * (1 + 1e-9)).all()


def test_without_departures_nothing_converges_and_nothing_agglomerates():
    same = economy()
    same.fit["trend"][:] = 0.02
    sizes = {"convergence": Size(0.1, 0.1), "agglomeration": Size(0.5, 0.5)}
    found = run(same, futures(sizes), "trend", "convergence", "agglomeration")
    assert found["ratio"].values == pytest.approx(np.exp(0.12))


def test_regions_that_draw_ahead_slow_down():
    sizes = {"convergence": Size(0.2, 0.2)}
    apart = run(economy(), futures(), "trend")["volume"].isel(step=-1, future=0, variant=0)
    nearer = run(economy(), futures(sizes), "trend", "convergence")["volume"].isel(step=-1, future=0, variant=0)
    gap, gap_before = (np.ptp(np.log(end.values / VALUE.sum(1))) for end in (nearer, apart))
    assert gap < gap_before


def test_each_years_change_is_the_sum_of_its_parts():
    found = everything()
    change = found["volume"].diff("step").rename(step="grown")
    xr.testing.assert_allclose(change, found["account"].sum("part"), rtol=1e-9)
    assert set(found["account"].part.values) == set(scenarios.ACCOUNTS)


def test_regions_are_the_sum_of_their_activities():
    found = everything()
    end = (found["ratio"] * smartspec.label(VALUE, **AT)).sum("activity")
    xr.testing.assert_allclose(end, found["volume"].isel(step=-1, drop=True), rtol=1e-9)


def test_the_same_seed_gives_the_same_futures():
    made = economy(noise=0.03)
    first, second = (run(made, futures(count=300), "trend", "variance") for _ in range(2))
    xr.testing.assert_identical(first, second)


def test_a_run_that_stopped_goes_on_where_it_was():
    made, drawn = economy(noise=0.03), futures(count=600)
    kept: dict[int, dict[str, np.ndarray]] = {}
    asked: list[int] = []

    def remember(number, compute):
        if number not in kept:
            asked.append(number)
            kept[number] = compute()
        return kept[number]

    told: list[int] = []
    whole = run(made, drawn, "trend", "variance", progress=lambda done, of: told.append(done))
    run(made, drawn, "trend", "variance", remember=remember)
    del kept[1]
    again = run(made, drawn, "trend", "variance", remember=remember)
    assert (asked, told) == ([0, 1, 2, 1], [256, 512, 600])
    xr.testing.assert_identical(whole, again)


def test_a_region_with_an_unestimated_activity_of_weight_is_unknown():
    made = economy()
    made.fit["trend"][0, 0] = np.nan
    found = run(made, futures(), "trend")
    assert found["volume"].sel(region="N").isnull().all()
    assert found["volume"].sel(region="S").notnull().all()
    assert found["ratio"].sel(region="N").isnull().all()


def test_variants_that_cannot_differ_are_the_same():
    found = run(economy(noise=0.03), futures(), "trend", "variance")
    xr.testing.assert_equal(found.sel(variant="narrow", drop=True), found.sel(variant="wide", drop=True))


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"low": 2.0, "high": 1.0}, "low 2 above high 1"),
        ({"low": 0.0, "high": 1.0, "basis": "cited"}, "names no `source`"),
        ({"low": 0.0, "high": 1.0, "basis": "estimated"}, "lacks `error` or `years`"),
        ({"low": 0.0, "high": np.inf}, "two finite ends"),
        ({"low": 0.0, "high": 1.0, "basis": "felt"}, "estimated, cited, assumed"),
    ],
)
def test_a_range_says_what_is_wrong_with_it(sizes, said):
    with pytest.raises(ForesightError, match=said):
        Size(**sizes)


def test_a_parameter_nobody_uses_is_refused_with_a_hint():
    with pytest.raises(ForesightError, match="did you mean 'displacement'"):
        scenarios.switched({"displacment": Size(0, 1)}, ["trend"])
    with pytest.raises(ForesightError, match=r"did you mean 'demand\.NAME'"):
        scenarios.switched({"demand": Size(0, 1)}, ["trend"])


def test_mechanisms_wait_for_what_they_act_on():
    on = scenarios.switched({"displacement": Size(0, 1), "migration": Size(0, 1)}, ["trend"])
    assert [name for name, state in on.items() if state] == ["trend"]
    on = scenarios.switched({"migration": Size(0, 1), "limit.labour": Size(0, 0)}, ["trend"])
    assert on["migration"]
    assert on["limits"]


def test_labels_that_do_not_meet_are_named():
    made = economy()
    odd = scenarios.Economy(made.fit, smartspec.label(VALUE, region=["N", "X"], activity=ACTIVITIES))
    with pytest.raises(ForesightError, match="differ in region: S, X"):
        run(odd, futures(), "trend")


def test_a_table_whose_activities_use_up_all_they_make_is_refused():
    odd = COEFFICIENTS.copy(data=np.tile(np.eye(3), (2, 2, 1, 1)))
    with pytest.raises(ForesightError, match="use up all they make"):
        run(economy(coefficients=odd), futures({"delta": Size(0.1, 0.1)}), "trend", "linkages")
