"""Linkages: textbook answers first, then the laws, then the refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec import measures
from smartspec.errors import MeasureError

PAIR = ["1", "2"]
THREE = ["mines", "metals", "trade"]
NATION = [[0.2, 0.3, 0.1], [0.1, 0.1, 0.2], [0.05, 0.2, 0.1]]


def square(values: object) -> xr.DataArray:
    array = np.asarray(values, dtype=float)
    names = [f"a{i}" for i in range(array.shape[-1])]
    return smartspec.label(array, activity=names, other=names)


def row(values: object) -> xr.DataArray:
    return smartspec.label(values, activity=[f"a{i}" for i in range(len(values))])


unhurried = settings(deadline=None, max_examples=25)

FLOWS = square([[150, 500], [200, 100]])
OUTPUT = row([1000, 2000])
COEFFICIENTS = square([[0.15, 0.25], [0.2, 0.05]])
nation = square(NATION)
made = row([100, 80, 60])

# Column sums under 1 make any such economy productive.
economies = arrays(float, (5, 5), elements=st.floats(0, 0.19)).map(square)
outputs = arrays(float, 5, elements=st.floats(1, 1e4)).map(row)


def test_miller_blair_two_activities():
    """Miller and Blair (2009), section 2.3: the coefficients, the inverse and the new output."""
    found = measures.technical_coefficients(FLOWS, OUTPUT, final_demand=row([350, 1700]), value_added=row([650, 1400]))
    xr.testing.assert_allclose(found, COEFFICIENTS)
    inverse = measures.leontief_inverse(found)
    assert inverse.values == pytest.approx(np.array([[1.2541, 0.3300], [0.2640, 1.1221]]), abs=5e-5)
    assert inverse.values @ [600, 1500] == pytest.approx([1247.5, 1841.6], abs=0.05)


def test_miller_blair_multipliers():
    """Miller and Blair (2009), section 6.2: output, simple income and type I income multipliers."""
    income = row([0.3, 0.25])
    assert measures.output_multipliers(COEFFICIENTS).values == pytest.approx([1.518, 1.452], abs=5e-4)
    simple = measures.output_multipliers(COEFFICIENTS, direct=income, kind="simple")
    assert simple.values == pytest.approx([0.442, 0.380], abs=6e-4)
    assert measures.output_multipliers(COEFFICIENTS, direct=income).values == pytest.approx([1.47, 1.52], abs=5e-3)


def test_miller_blair_supply_side():
    """Miller and Blair (2009), section 12.1: the output inverse of the same table."""
    found = measures.ghosh_inverse(COEFFICIENTS, OUTPUT).values
    assert found == pytest.approx(np.array([[1.2541, 0.6601], [0.1320, 1.1221]]), abs=5e-5)


def test_three_activities_of_the_method_reference():
    assert measures.output_multipliers(nation).values == pytest.approx([1.6135, 2.0362, 1.7429], abs=5e-5)
    assert measures.backward_linkages(nation).values == pytest.approx([0.8976, 1.1328, 0.9696], abs=5e-5)
    assert measures.forward_linkages(nation, made).values == pytest.approx([1.0598, 0.9390, 1.0012], abs=5e-5)


def test_flegg_of_the_method_reference():
    """Lambda .45108; the diagonal takes SLQ, and a large supplier is capped at the national coefficient."""
    names = nation["activity"].values.tolist()
    jobs = smartspec.label([[10, 30, 60]], region=["N"], activity=names)
    country = smartspec.label([400, 900, 700], activity=names)
    found = measures.regional_coefficients(jobs, nation, reference=country).isel(region=0).values
    assert found[[0, 1, 2, 2], [0, 0, 2, 0]] == pytest.approx([0.0451, 0.0601, 0.0773, 0.05], abs=5e-5)
    slq = measures.regional_coefficients(jobs, nation, reference=country, method="slq").isel(region=0).values
    assert slq == pytest.approx(np.array(NATION) * np.array([[0.5], [2 / 3], [1.0]]))
    cilq = measures.regional_coefficients(jobs, nation, reference=country, method="cilq").isel(region=0).values
    assert cilq[0] == pytest.approx([0.2 * 0.5, 0.3 * 0.75, 0.1 * 0.5 / (12 / 7)])
    aflq = measures.regional_coefficients(jobs, nation, reference=country, method="aflq").isel(region=0).values
    assert aflq[:, :2] == pytest.approx(found[:, :2])
    assert aflq[:, 2] == pytest.approx(found[:, 2] * np.log2(1 + 12 / 7))


def test_dispersion_by_hand():
    """One activity sells to all alike, the other to itself only: Rasmussen's coefficients of variation."""
    found = measures.key_activities(square([[0.5, 0.25], [0, 0]]), row([10, 10]))
    assert found["backward"].values == pytest.approx([2 / 1.75, 1.5 / 1.75])
    assert found["backward_dispersion"].values == pytest.approx([np.sqrt(2), np.sqrt(2) / 3])
    assert found["forward"].values == pytest.approx([2.5 / 1.75, 1 / 1.75])
    assert found["key"].values.tolist() == [1, 0]


def test_economic_base_by_hand():
    jobs = smartspec.label([[60, 40], [40, 160]], region=["N", "S"], activity=["mining", "trade"])
    found = measures.economic_base(jobs)
    assert found["basic"].values == pytest.approx(np.array([[60 - 100 / 3, 0], [0, 160 - 400 / 3]]))
    assert found["multiplier"].values == pytest.approx([3.75, 7.5])


def test_minimum_requirements_by_hand():
    """Shares of trade .4, .8 and .5: the least is .4, the second .5; what exceeds it is basic."""
    jobs = smartspec.label([[60, 40], [20, 80], [50, 50]], region=["N", "S", "T"], activity=["mining", "trade"])
    assert measures.minimum_requirements(jobs).values == pytest.approx([0.2, 0.4])
    assert measures.minimum_requirements(jobs, rank=2).values == pytest.approx([0.5, 0.5])
    assert measures.minimum_requirements(jobs, rank=4).isnull().all()
    found = measures.economic_base(jobs, requirements=measures.minimum_requirements(jobs))
    assert found["base"].values == pytest.approx([40, 40, 40])


def reduced_loss(table: xr.DataArray, output: xr.DataArray, taken: list[int]) -> float:
    """The method done the long way: strike rows, columns and final demand, and solve what is left."""
    A, x = table.values, output.values
    final = (np.eye(len(x)) - A) @ x
    stay = [i for i in range(len(x)) if i not in taken]
    left = np.linalg.solve(np.eye(len(stay)) - A[np.ix_(stay, stay)], final[stay])
    return float(x.sum() - left.sum())


@unhurried
@given(economies, outputs)
def test_extraction_equals_the_reduced_system(table, output):
    groups = {"pair": ["a1", "a3"], "one": ["a0"], "three": ["a0", "a1", "a4"]}
    alone = measures.hypothetical_extraction(table, output)
    joint = measures.hypothetical_extraction(table, output, groups=groups)
    assert alone["loss"].values == pytest.approx([reduced_loss(table, output, [i]) for i in range(5)], rel=1e-6)
    expected = [reduced_loss(table, output, taken) for taken in ([1, 3], [0], [0, 1, 4])]
    assert joint["loss"].values == pytest.approx(expected, rel=1e-6)
    assert joint["loss"].values[0] <= float(alone["loss"].sel(activity=["a1", "a3"]).sum()) * (1 + 1e-9)


def test_a_group_is_not_the_sum_of_its_members():
    alone = measures.hypothetical_extraction(nation, made)["loss"]
    joint = measures.hypothetical_extraction(nation, made, groups={"g": ["a0", "a1"]})["loss"]
    assert joint.item() < float(alone[:2].sum()) - 1
    everything = measures.hypothetical_extraction(nation, made, groups={"all": ["a0", "a1", "a2"]})
    assert everything["share"].item() == pytest.approx(1)
    assert everything["elsewhere"].item() == pytest.approx(0)


@unhurried
@given(economies, outputs)
def test_output_is_what_final_demand_calls_for(table, output):
    final = output - (table * output.rename(activity="other")).sum("other")
    called = (measures.leontief_inverse(table) * final.rename(activity="other")).sum("other")
    xr.testing.assert_allclose(called, output, rtol=1e-8)


@unhurried
@given(economies, outputs)
def test_both_inverses_follow_the_same_flows(table, output):
    expected = measures.leontief_inverse(table) * output.rename(activity="other") / output
    xr.testing.assert_allclose(measures.ghosh_inverse(table, output), expected.transpose("activity", "other"))


@unhurried
@given(economies, outputs, st.floats(0.01, 100))
def test_the_unit_of_the_table_does_not_matter(table, output, factor):
    flows = table * output.rename(activity="other")
    xr.testing.assert_allclose(measures.technical_coefficients(flows * factor, output * factor), table)
    xr.testing.assert_allclose(
        measures.forward_linkages(table, output * factor), measures.forward_linkages(table, output)
    )


@unhurried
@given(economies, outputs)
def test_linkages_are_one_on_average(table, output):
    assert measures.backward_linkages(table).mean().item() == pytest.approx(1)
    assert measures.forward_linkages(table, output).mean().item() == pytest.approx(1)
    assert measures.forward_linkages(table, output, model="leontief").mean().item() == pytest.approx(1)


@unhurried
@given(economies, economies, outputs)
def test_leading_dimensions_equal_a_loop(one, two, output):
    both = xr.concat([one, two], xr.IndexVariable("year", [2020, 2021]))
    for year, table in ((2020, one), (2021, two)):
        for measure in (measures.key_activities, measures.hypothetical_extraction, measures.ghosh_inverse):
            xr.testing.assert_allclose(measure(both, output).sel(year=year, drop=True), measure(table, output))
        groups = {"g": ["a0", "a2"]}
        xr.testing.assert_allclose(
            measures.hypothetical_extraction(both, output, groups=groups).sel(year=year, drop=True),
            measures.hypothetical_extraction(table, output, groups=groups),
        )


@unhurried
@given(economies, outputs)
def test_the_order_of_labels_does_not_matter(table, output):
    turned = table.isel(activity=[2, 0, 1, 4, 3])
    xr.testing.assert_allclose(
        measures.leontief_inverse(turned),
        measures.leontief_inverse(table).sel(activity=turned.activity, other=turned.activity.values),
    )
    xr.testing.assert_allclose(
        measures.forward_linkages(turned, output).sel(activity=table.activity), measures.forward_linkages(table, output)
    )


@unhurried
@given(arrays(float, (4, 5), elements=st.floats(0.1, 1e3)), st.sampled_from(["slq", "cilq", "flq"]))
def test_a_region_never_supplies_more_than_the_nation(values, method):
    nation = square(np.full((5, 5), 0.1))
    jobs = smartspec.label(values, region=list("NSEW"), activity=nation["activity"].values.tolist())
    found = measures.regional_coefficients(jobs, nation, method=method)
    assert float(found.max()) <= 0.1 + 1e-12
    if method == "slq":
        whole = jobs.sum("region").expand_dims(region=["all"])
        same = measures.regional_coefficients(whole, nation, method="slq")
        assert same.isel(region=0).values == pytest.approx(nation.values)


def test_an_activity_a_region_lacks_stays_out_of_its_inverse_only():
    jobs = smartspec.label([[10, 0, 60], [20, 30, 40]], region=["N", "S"], activity=["a0", "a1", "a2"])
    table = measures.regional_coefficients(jobs, nation)
    inverse = measures.leontief_inverse(table)
    assert inverse.sel(region="N", activity="a1").isnull().all()
    assert inverse.sel(region="N", other="a1").isnull().all()
    kept = table.sel(region="N", activity=["a0", "a2"], other=["a0", "a2"])
    assert inverse.sel(region="N", activity=["a0", "a2"], other=["a0", "a2"]).values == pytest.approx(
        np.linalg.inv(np.eye(2) - kept.values)
    )
    assert inverse.sel(region="S").notnull().all()
    found = measures.key_activities(table, jobs)
    assert found["backward"].isnull().values.tolist() == [[False, True, False], [False, False, False]]
    joint = measures.hypothetical_extraction(table, jobs, groups={"g": ["a0", "a1"]})["loss"]
    alone = measures.hypothetical_extraction(table, jobs)["loss"]
    assert joint.sel(region="N").item() == pytest.approx(alone.sel(region="N", activity="a0").item())


def test_an_unknown_cell_makes_its_own_table_unknown_only():
    other = nation.copy()
    other[0, 1] = np.nan
    both = xr.concat([nation, other], xr.IndexVariable("year", [2020, 2021]))
    with pytest.warns(UserWarning, match="1 of 2 tables"):
        found = measures.leontief_inverse(both)
    assert found.sel(year=2020).notnull().all()
    assert found.sel(year=2021).isnull().all()


def test_a_pandas_table_is_answered_in_kind():
    frame = pd.DataFrame([[150, 500], [200, 100]], index=PAIR, columns=PAIR)
    found = measures.technical_coefficients(frame, pd.Series([1000, 2000], index=PAIR))
    assert found.loc["1", "2"] == 0.25
    assert measures.output_multipliers(found).loc["1"] == pytest.approx(1.518, abs=5e-4)
    loss = measures.hypothetical_extraction(found, pd.Series([1000, 2000], index=PAIR))["loss"]
    assert loss.index.tolist() == PAIR


def test_labels_that_differ_are_refused():
    table = smartspec.label(np.eye(2), activity=["a", "b"], other=["a", "c"])
    with pytest.raises(MeasureError, match=r"b \(row only\), c \(column only\)"):
        measures.leontief_inverse(table * 0.1)
    with pytest.raises(MeasureError, match="a9"):
        measures.technical_coefficients(FLOWS, smartspec.label([1, 2], activity=["a0", "a9"]))


def test_zero_and_negative_output_are_refused():
    for bad in (0, -5):
        with pytest.raises(MeasureError, match=rf"more than zero.*1 of 2.*a1: {bad}"):
            measures.technical_coefficients(FLOWS, row([1000, bad]))
    with pytest.raises(MeasureError, match="a0 / a1: -500"):
        measures.technical_coefficients(square([[150, -500], [200, 100]]), OUTPUT)


def test_an_unbalanced_table_is_refused_when_a_balance_is_asked():
    with pytest.raises(MeasureError, match=r"sales differ from output.*1 of 2.*a0: -100"):
        measures.technical_coefficients(FLOWS, OUTPUT, final_demand=row([250, 1700]))
    with pytest.raises(MeasureError, match=r"costs differ from output.*a1: 200"):
        measures.technical_coefficients(FLOWS, OUTPUT, value_added=row([650, 1600]))
    measures.technical_coefficients(FLOWS, OUTPUT, final_demand=row([250, 1700]), tolerance=0.2)


def test_a_singular_matrix_is_refused():
    with pytest.raises(MeasureError, match="singular"):
        measures.leontief_inverse(square([[0.5, 0.5], [0.5, 0.5]]))
    with pytest.raises(MeasureError, match="uses up more than it makes"):
        measures.leontief_inverse(square([[0.9, 0.9], [0.9, 0.9]]))


def test_unknown_options_are_refused():
    jobs = smartspec.label([[1, 2, 3]], region=["N"], activity=["a0", "a1", "a2"])
    with pytest.raises(MeasureError, match="slq, cilq, flq, aflq"):
        measures.regional_coefficients(jobs, nation, method="rpc")
    with pytest.raises(MeasureError, match="delta"):
        measures.regional_coefficients(jobs, nation, delta=-1)
    with pytest.raises(MeasureError, match="reference="):
        measures.regional_coefficients(jobs.where(jobs > 1), nation)
    with pytest.raises(MeasureError, match="rank"):
        measures.minimum_requirements(jobs, rank=0)
    with pytest.raises(MeasureError, match="either"):
        measures.economic_base(jobs, reference=made, requirements=made)
    with pytest.raises(MeasureError, match="g: a7"):
        measures.hypothetical_extraction(nation, made, groups={"g": ["a0", "a7"]})
    with pytest.raises(MeasureError, match="no members"):
        measures.hypothetical_extraction(nation, made, groups={"g": []})
    with pytest.raises(MeasureError, match="type I"):
        measures.output_multipliers(nation, kind="type II")
    with pytest.raises(MeasureError, match="ghosh"):
        measures.forward_linkages(nation, made, model="both")
    with pytest.raises(MeasureError, match=r"smartspec\.label"):
        measures.leontief_inverse(np.eye(2))
