"""The proof made on foreign panels and on physical output: the figures of docs/validation.md.

    python -m benchmarks.world.proof TABLES

TABLES is the folder the world reference is made from. Every figure is out of sample, with intervals over regions.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import xarray as xr

from benchmarks.world.reference import pooled, relatedness
from benchmarks.world.tables import PANELS, common, divisions
from smartspec.diagnosis import models
from smartspec.diagnosis import validation as test
from smartspec.diagnosis.entries import entries, predictors
from smartspec.diagnosis.products import disclosed, joined
from smartspec.sources.world import world_groups
from smartspec.study.reference import national_quotient
from smartspec.study.run import Run, run
from smartspec.study.scaffold import new_study

DRAWS = 1_000
ALL = ("quotient", "trend", "ubiquity", "diversity", "density", "size")
REST = ("quotient", "trend", "ubiquity", "diversity", "size")


def row(name: str, outcome: xr.DataArray, foretold: xr.DataArray, base: xr.DataArray | None = None) -> None:
    """One line: AUC, and the lift over a baseline on the same draws."""
    area = test.scores(outcome, foretold, draws=DRAWS)["auc"].values
    told = f"  {name:44} AUC {area[0]:.3f} ({area[1]:.3f} to {area[2]:.3f})"
    if base is not None:
        lift = test.lift(outcome, foretold, base, draws=DRAWS).values
        told += f"   lift {lift[0]:+.3f} ({lift[1]:+.3f} to {lift[2]:+.3f})"
    print(told)


def eu(folder: Path) -> None:
    """Whether density adds to the quotient at the level of NACE divisions."""
    value = divisions(folder)
    size = value.coords["size"].drop_vars("country")
    quotient = value.drop_vars(["country", "size"])
    print(
        f"\nNACE divisions, {quotient.sizes['region']} regions of {len(set(value.country.values))} countries, 2008-2014"
    )
    for rule, horizon in (("crossing", 5), ("held", 4), ("held", 3)):
        outcome = entries(quotient, rule=rule, horizon=horizon)
        known = predictors(quotient, [int(y) for y in outcome.window.values], size=size)
        print(
            f" {rule}, {horizon} years, windows {outcome.window.values.tolist()}: "
            f"{int(outcome.sum())} entries of {int(outcome.notnull().sum())}"
        )
        told = {
            names: models.predict(outcome, known, names)
            for names in (("quotient",), ("quotient", "density"), ALL, REST)
        }
        base = told[("quotient",)]
        row("density alone", outcome, known.sel(predictor="density", drop=True))
        row("quotient", outcome, base)
        row("quotient and density", outcome, told[("quotient", "density")], base)
        row("all", outcome, told[ALL], base)
        row("all against all but density", outcome, told[ALL], told[REST])
        for year in outcome.window.values:
            one = outcome.sel(window=[year])
            lift = test.lift(
                one, told[("quotient", "density")].sel(window=[year]), base.sel(window=[year]), draws=DRAWS
            )
            low, high = (float(lift.sel(bound=bound)) for bound in ("low", "high"))
            print(
                f"    window {year}: {int(one.sum())} entries, lift {float(lift[0]):+.3f} ({low:+.3f} to {high:+.3f})"
            )


def kazakhstan(done: Run) -> tuple[xr.DataArray, xr.DataArray]:
    """Kazakhstan's value added on constant regions by common group, and its size."""
    main = done.inputs.panels["value_added"].select(activities=done.inputs.activities)
    made = main.on_constant_regions(done.inputs.geography)
    group = world_groups()
    label = xr.DataArray(
        [group[str(code)] for code in made.values.activity.values],
        coords={"activity": made.values.activity},
        name="group",
    )
    value = made.values.groupby(label).sum("activity", skipna=False).rename(group="activity")
    value = value.transpose("year", "region", "activity").sel(year=slice(2014, None))
    return value.assign_coords(country=("region", np.full(value.sizes["region"], "KAZ")))


def pooled_test(folder: Path, done: Run) -> None:
    """Trained abroad, tested on Kazakhstan."""
    names = [name for name, table in PANELS.items() if table.level == "groups14"]
    panels = [common(folder, name) for name in names]
    order = panels[0].activity.values
    near = relatedness([national_quotient(one) for one in panels])
    near = near.sel(activity=order, other=order)
    outcome, known = pooled([one.sel(activity=order) for one in panels], near)
    print(f"\nTrained on {', '.join(names)}: {int(outcome.sum())} entries of {int(outcome.notnull().sum())} pairs")
    here = kazakhstan(done).sel(activity=order)
    came, now = pooled([here], near)
    base = models.foretell(outcome, known, now, ["quotient"]).where(came.notnull())
    print(f" tested on Kazakhstan: {int(came.sum())} entries of {int(came.notnull().sum())} pairs")
    row("quotient", came, base)
    row("all, with world relatedness", came, models.foretell(outcome, known, now, ALL).where(came.notnull()), base)
    row(
        "all, boosted trees",
        came,
        models.foretell(outcome, known, now, ALL, kind="boosted").where(came.notnull()),
        base,
    )


def products(done: Run) -> None:
    """Start of output of a product where there was none: how many, and whether anything foretells it."""
    panel, geography = done.inputs.panels["products"], done.inputs.geography
    constant = {code: list(members) for code, members in geography.constant.items()}
    constant |= {"+".join(members): [*members, code] for code, members in geography.former.items()}
    print(f"\nPhysical output, {len(panel.activities)} products, {panel.years[0]}-{panel.years[-1]}")
    for name, last in (
        ("a blank is no output to 2016, or where the total closes", 2016),
        ("a blank is always no output", 2025),
    ):
        clear = disclosed(
            panel.values, panel.reference, last_full_disclosure=last, exceptions=None if last == 2016 else ()
        )
        made = joined(clear["output"], clear["printed"], constant).rename(constant="region")
        tiny = 1e-12
        outcome = entries(made, below=tiny, present=tiny, horizon=5)
        starts = [int(year) for year in outcome.window.values]
        known = predictors(made.where(made.isnull(), made > 0).astype(float), starts)
        print(
            f" {name}: {int(outcome.sum())} starts of {int(outcome.notnull().sum())} in windows "
            f"{starts[0]}-{starts[-1]}, {int((outcome.max('window') == 1).sum())} pairs of region and product"
        )
        base = models.predict(outcome, known, ["ubiquity", "diversity"])
        for key in ("ubiquity", "diversity", "density"):
            row(key, outcome, known.sel(predictor=key, drop=True))
        row("model: ubiquity, diversity", outcome, base)
        row("model: and density", outcome, models.predict(outcome, known, ["ubiquity", "diversity", "density"]), base)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        new_study(Path(place) / "study", pack="kz", texts={})
        done = run(Path(place) / "study")
        eu(folder)
        pooled_test(folder, done)
        products(done)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
