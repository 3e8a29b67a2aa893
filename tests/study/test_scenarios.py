"""Scenarios of a study: published indices as witness, what is off and why, forecasts that are scored, refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from smartspec.errors import ForesightError, MeasureError, StoreError, StudyError
from smartspec.foresight.scenarios import COLUMNS
from smartspec.study.file import read_study
from smartspec.study.forecasts import keep, long_table, score
from smartspec.study.inputs import Given
from smartspec.study.reasons import reasons
from smartspec.study.run import Run
from smartspec.study.steps import scenarios as step
from smartspec.study.steps.economy import start
from smartspec.study.vocabulary import FlowTable, LeverEntry, LimitEntry, OutcomeEntry, Range

from . import small

ESTIMATED = {"trend", "variance", "price_on_volume", "price_on_value", "reversion"}
PARTS = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "L", "OTHER_SERVICES"]


def given_with(run: Run, *, futures: dict[str, object] | None = None, **fields: object) -> Given:
    """The run's view with other scenarios, and fewer futures."""
    study = run.study.model_copy(
        update={
            "scenarios": run.study.scenarios.model_copy(update=fields),
            "futures": run.study.futures.model_copy(update={"count": 200, **(futures or {})}),
        }
    )
    return Given(study, run.inputs, run.results)


def test_without_an_authors_word_only_what_is_estimated_takes_part(kazakhstan: Run):
    made = kazakhstan.results["scenarios"]
    assert set(made.mechanism.values[made["on"].values]) == ESTIMATED
    assert made["parameters"].sel(basis=["cited", "assumed"]).values.tolist() == [0, 0]
    assert not bool(kazakhstan.results["levers"]["modelled"])


def test_fans_open_from_the_start(kazakhstan: Run):
    fan = kazakhstan.results["scenarios"]["volume"]
    assert (fan.sel(step=0) == 1).all()
    assert (fan.diff("level") >= 0).all()


def test_growth_scored_in_the_back_cast_is_the_published_one(kazakhstan: Run):
    """Outside witness: the published volume index of each region's gross product, chained over the scored years."""
    made = kazakhstan.results["backcast"]
    table = kazakhstan.inputs.panels["grp_volume_index"].values.isel(activity=0)
    for origin in (2018, 2019, 2020):
        for region in ("KZ-23", "KZ-55", "KZ-11"):
            published = float(np.log(table.sel(region=region, year=slice(origin + 1, 2025)) / 100).mean())
            assert made["actual"].sel(origin=origin, constant=region).item() == pytest.approx(published, abs=0.01)
    assert made["regions"].values.tolist() == [15, 15, 15]  # Turkistan and Shymkent have no indices before 2018
    assert (made["error"] > 0).all()


def test_exposure_follows_what_is_dug(kazakhstan: Run):
    """Published output: Atyrau and Mangystau dig no coal, Karaganda and Pavlodar no oil."""
    found = kazakhstan.results["scenarios"]["exposure"]
    assert found.sel(constant=["KZ-23", "KZ-47"], commodity="COAL_AUS").values.tolist() == [0, 0]
    assert found.sel(constant=["KZ-35+KZ-62", "KZ-55"], commodity="CRUDE_BRENT").values.tolist() == [0, 0]
    assert found.sel(constant="KZ-75").isnull().all()


def test_where_a_region_falls_short_is_said_with_its_measures(kazakhstan: Run):
    found = reasons(kazakhstan.study, kazakhstan.results["scenarios"], "KZ-39")
    assert found is not None
    assert 0 < found.failing < 1
    assert found.box.density > found.failing
    assert max(found.box.quasi_p.values()) <= 0.05


def test_support_with_an_effect_is_worth_more_than_none(kazakhstan: Run):
    sizes = {"support": Range(low=0.5, high=0.5), "displacement": Range(low=0.0, high=0.0)}
    given = given_with(kazakhstan, uncertainties=sizes, levers={"resource_innovative": LeverEntry(share=0.02)})
    found = step.levers(given)
    assert bool(found["on"].sel(mechanism="support"))
    end = found["middle"]
    assert (end.sel(variant="resource_innovative") >= end.sel(variant="inertial_resource") - 1e-9).all()
    assert float((end.sel(variant="resource_innovative") - end.sel(variant="inertial_resource")).max()) > 0
    assert not bool(step.scenarios(given)["modelled"])
    assert found["parameters"].sel(basis="assumed").item() == 2


def test_a_line_nothing_meets_is_a_finding(kazakhstan: Run):
    found = step.scenarios(given_with(kazakhstan, outcomes={"dream": OutcomeEntry(of="volume", at_least=1e6)}))
    assert (found["met"] == 0).all()
    assert reasons(given_with(kazakhstan, outcomes={"dream": OutcomeEntry(of="volume", at_least=1e6)}).study, found,
                   "KZ-23").failing == 1  # fmt: skip


def test_mechanisms_the_study_switches_off_are_off(kazakhstan: Run):
    off = ("price_on_volume", "price_on_value", "reversion")
    found = step.scenarios(given_with(kazakhstan, off=off))
    assert set(found.mechanism.values[found["on"].values]) == {"trend", "variance"}
    assert found["met"].sel(outcome="income").values == pytest.approx(found["met"].sel(outcome="growth").values)


def flows(share: float, **more: object) -> FlowTable:
    return FlowTable(flows={a: dict.fromkeys(PARTS, share) for a in PARTS}, output=dict.fromkeys(PARTS, 100.0), **more)


def test_suppliers_take_part_once_a_table_and_a_delta_are_given(kazakhstan: Run):
    sizes = {"demand.C": Range(low=0.01, high=0.01), "delta": Range(low=0.1, high=0.4)}
    found = start(given_with(kazakhstan, uncertainties=sizes, input_output=flows(4.0)))
    assert found is not None
    assert found.on["linkages"]
    assert found.economy.coefficients is not None
    assert (found.economy.coefficients.fillna(0) <= 0.04 + 1e-12).all()


@pytest.mark.parametrize(
    ("fields", "error", "said"),
    [
        ({"levers": {"magic": LeverEntry(share=0.1)}}, StudyError, "`levers:` names magic; there are inertial"),
        ({"uncertainties": {"demand.Z": Range(low=0, high=1)}}, StudyError, "names Z"),
        ({"limits": {"water": LimitEntry(use={"Q9": 1}, available={})}}, StudyError, "names Q9"),
        ({"outcomes": {"o": OutcomeEntry(of="volume", at_least=1, regions={"XX": 2})}}, StudyError, "names XX"),
        ({"input_output": flows(4.0, final=dict.fromkeys(PARTS, 1.0))}, MeasureError, "output"),
        ({"input_output": flows(20.0)}, MeasureError, "."),
        ({"input_output": FlowTable(flows={}, output={"A": 1.0})}, StudyError, "lacks B, C"),
        ({"input_output": flows(-1.0)}, MeasureError, "."),
    ],
)
def test_what_the_study_does_not_have_or_does_not_balance_is_refused(kazakhstan: Run, fields, error, said):
    with pytest.raises(error, match=said):
        start(given_with(kazakhstan, **fields))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("  uncertainties:\n    support: {low: 2, high: 1}", 21, "low 2 above high 1"),
        ("  uncertainties:\n    support: {low: 0, high: 1, basis: cited}", 21, "names no `source`"),
        ("  uncertainties:\n    luck: {low: 0, high: 1}", 19, "no parameter luck"),
        ("  uncertainties:\n    limit.water: {low: 0, high: 0}", 19, "`limits:` does not have"),
        ("  outcomes:\n    jobs: {of: jobs, at_least: 1}", 21, "'income', 'growth'"),
        ("  outcomes:\n    o: {of: volume}", 21, "needs a line"),
        ("  outcomes:\n    o: {of: volume, at_least: 2, at_most: 1}", 21, "nothing can meet both"),
        ("  outcomes:\n    o: {of: volume, own_past: true}", 21, "not for volume"),
        ("  levers:\n    a: {shar: 0.1}", 21, "did you mean 'share'"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(tmp_path: Path, text, line, said):
    folder = small.write(tmp_path / "study")
    path = folder / "study.yaml"
    lines = path.read_text(encoding="utf-8").count("\n")
    path.write_text(path.read_text(encoding="utf-8") + f"scenarios:\n{text}\n", encoding="utf-8")
    with pytest.raises(StudyError) as wrong:
        read_study(path)
    assert said in str(wrong.value)
    assert f"line {lines + line - 18}:" in str(wrong.value)


def test_a_study_without_indices_says_what_is_missing(kazakhstan: Run):
    panels = {key: panel for key, panel in kazakhstan.inputs.panels.items() if key != "value_added_volume_index"}
    from dataclasses import replace

    bare = replace(kazakhstan, inputs=replace(kazakhstan.inputs, panels=panels))
    assert not bool(step.scenarios(bare.given())["modelled"])
    assert not bool(step.backcast(bare.given())["tested"])
    with pytest.raises(ForesightError, match="no volume indices"):
        long_table(bare)


def test_a_forecast_is_kept_and_scored_on_what_was_published(kazakhstan: Run, tmp_path: Path):
    from dataclasses import replace

    run = replace(kazakhstan, folder=tmp_path)
    table = long_table(run, futures=300)
    assert list(table.columns) == list(COLUMNS)
    kept = sorted((tmp_path / ".smartspec" / "futures").rglob("*.npz"))
    kept[0].unlink()
    assert long_table(run, futures=300).equals(table)  # a run that stopped goes on
    path = keep(run, table)
    assert keep(run, table) == path
    found = score(run, path)
    assert found["cells"] == 17
    assert 0 <= found["inside"] <= 1
    odd = tmp_path / "odd.csv"
    odd.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(StoreError, match="no column model"):
        score(run, odd)


def test_what_was_published_since_is_the_gross_products_own_index(kazakhstan: Run):
    """Outside witness: the published volume index of 2025, a first release."""
    found = step.published(kazakhstan.given(), 2024)
    assert isinstance(found, xr.DataArray)
    table = kazakhstan.inputs.panels["grp_volume_index"].values.isel(activity=0).sel(year=2025)
    for region in ("KZ-23", "KZ-55", "KZ-75"):
        assert found.sel(year=2025, region=region).item() == pytest.approx(
            table.sel(region=region).item() / 100, abs=0.015
        )
    assert step.published(kazakhstan.given(), 2025) is None


def test_the_command_writes_the_long_table(kazakhstan_folder: Path, tmp_path: Path):
    target = tmp_path / "futures.csv"
    command = [
        sys.executable,
        "-m",
        "smartspec.cli",
        "scenarios",
        str(kazakhstan_folder),
        "--out",
        str(target),
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert json.loads(done.stdout)["regions"] == 17
    assert target.read_text(encoding="utf-8").startswith(",".join(COLUMNS))
