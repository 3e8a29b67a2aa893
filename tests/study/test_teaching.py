"""The teaching study: the chain finds what was planted, as often as the generator says it can be found.

Every threshold is a probability the generator itself implies, with the room sampling needs: nothing here was
set by looking at what came out.
"""

from __future__ import annotations

import hashlib
import warnings
from functools import lru_cache
from math import erf, sqrt
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy import stats

from smartspec import cli, measures
from smartspec.errors import StoreError, StudyError
from smartspec.foresight.scenarios import estimate
from smartspec.sources.synthetic import Recipe, Teaching, generate, write_study
from smartspec.sources.synthetic.recipe import division_rows
from smartspec.sources.synthetic.tables import lists
from smartspec.study.file import read_study
from smartspec.study.load import load_inputs
from smartspec.study.run import Run, compute
from smartspec.study.scaffold import new_teaching

SEEDS = (1, 2, 3)
REGIONS = 24
RECIPE = Recipe()
GROWTH = 5
LANGUAGES = ("en", "ru", "kk")


@pytest.fixture(scope="module", params=SEEDS)
def lesson(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Teaching, Run]:
    """A country of the truth that is known, and the chain run on the tables it was written to."""
    folder = tmp_path_factory.mktemp("lesson") / "study"
    new_teaching(folder, regions=REGIONS, seed=request.param)
    study = read_study(folder / "study.yaml")
    quick = study.model_copy(update={"ranking": study.ranking.model_copy(update={"draws": 200})})
    return generate(regions=REGIONS, seed=request.param), compute(quick, load_inputs(quick, folder))


def at_least(found: np.ndarray, chance: float) -> None:
    """So few are found by chance, if each is with this chance, less than once in a thousand."""
    assert found.size >= 10
    assert stats.binom.cdf(found.sum(), found.size, chance) > 0.001


def below(value: float, mean: float, deviation: float) -> float:
    """The chance of a normal draw under a value."""
    return (1 + erf((value - mean) / deviation / sqrt(2))) / 2


def planted(made: Teaching, kind: str) -> np.ndarray:
    return made.truth.kind.values == kind


# ── what was planted is found ─────────────────────────────────────────────────────────────────────────────────────


def test_every_type_is_the_planted_one(lesson):
    """Types are planted well off their lines: further than prices and chance move a share of value added."""
    made, done = lesson
    assert done.results["profile"]["type"].values.tolist() == made.truth.type.values.tolist()


def test_quotients_are_the_planted_ones_give_or_take_the_noise_of_a_year(lesson):
    """The mean over three years around the centre: growth noise of two years, and drift of trends and prices."""
    made, done = lesson
    off = np.log(done.results["specialisation"]["quotient"] / made.truth.quotient)
    still = made.truth.kind != "entry"
    assert abs(float(off.where(still).median())) < RECIPE.noise
    assert float(off.where(still).std()) < 2 * RECIPE.noise


def test_planted_strengths_are_found(lesson):
    """Lost only where chance makes growth negative: the trend against the noise of five years."""
    made, done = lesson
    found = done.results["long_list"]["class"].values[planted(made, "strength")] == "strength"
    lost = below(0, RECIPE.strength_growth * GROWTH, RECIPE.noise * sqrt(GROWTH))
    at_least(found, 1 - lost)


def test_planted_fading_strengths_are_found(lesson):
    """Lost only where chance lifts five years of shrinking above zero."""
    made, done = lesson
    found = done.results["long_list"]["class"].values[planted(made, "fading")] == "declining"
    lost = 1 - below(0, RECIPE.fading_growth * GROWTH, RECIPE.noise * sqrt(GROWTH))
    at_least(found, 1 - lost)


def test_planted_emerging_activities_are_found(lesson):
    """Lost only where chance leaves less than a standard error of the planted lead: Student's t off its centre."""
    made, done = lesson
    there = planted(made, "emerging")
    found = done.results["long_list"]["class"].values[there] == "emerging"
    whole = (
        done.results["dynamics"]["national_growth"].broadcast_like(made.truth.trend).transpose(*made.truth.kind.dims)
    )
    lead = (made.truth.trend - whole).values[there] * sqrt(GROWTH) / RECIPE.noise
    at_least(found, float(stats.nct.sf(done.study.strengths.lead, GROWTH - 1, lead).mean()))


def test_what_is_called_a_strength_has_a_high_true_quotient(lesson):
    """No cell is called a strength, and none a fading one, whose planted quotient is well under the line."""
    made, done = lesson
    called = np.isin(done.results["long_list"]["class"].values, ["strength", "declining"])
    slack = np.exp(-4 * RECIPE.noise * sqrt(2))
    settled = called & ~planted(made, "entry")
    assert made.truth.quotient.values[settled].min() > 1.5 * slack
    assert called[made.truth.quotient.values > 1.5].mean() > 0.5


def test_nothing_is_called_declining_that_grows_by_far(lesson):
    made, done = lesson
    called = done.results["long_list"]["class"].values == "declining"
    assert made.truth.trend.values[called].max() < 3 * RECIPE.noise / sqrt(GROWTH)


def test_entries_come_from_under_the_line_to_above_it(lesson):
    made, done = lesson
    yearly = done.results["specialisation"]["yearly_quotient"].transpose("year", "region", "activity").values
    there = planted(made, "entry")
    assert (yearly[0][there] < 1).all()
    at_least((yearly[-3:].mean(0)[there] >= 1).astype(float), 0.95)


# ── the price response, at the rate its standard error promises ──────────────────────────────────────────────────


def test_price_responses_lie_within_their_errors_as_often_as_they_should(lesson):
    """Student's t with n - 2 degrees of freedom, on cells whose trend is one trend: the model is the planted one."""
    made, done = lesson
    fit = done.results["futures"]
    off = ((fit["response"].values - made.truth.response.values) / fit["response_error"].values)[
        ~planted(made, "entry")
    ]
    freedom = int(fit["years"].max()) - 2
    for errors in (1.0, 2.0):
        chance = 2 * stats.t.cdf(errors, freedom) - 1
        assert abs((abs(off) < errors).mean() - chance) < 3 * sqrt(chance * (1 - chance) / off.size)


def test_planted_responses_stand_out(lesson):
    made, done = lesson
    moved = made.truth.response.values > 0
    response = done.results["futures"]["response"].values
    error = done.results["futures"]["response_error"].values[moved]
    assert (
        abs(response[moved].mean() - made.truth.response.values[moved].mean())
        < 3 * sqrt((error**2).sum()) / moved.sum()
    )
    assert abs(response[~moved & ~planted(made, "entry")].mean()) < 0.01


def test_no_response_can_be_read_from_a_price_that_moves_nothing():
    """A null: the same volumes against the price of another seed."""
    made, other = generate(regions=8, seed=1), generate(regions=8, seed=2)
    fit = estimate(made.volume_index.sel(year=slice(None, 2024)), other.price.sel(year=slice(None, 2024)))
    calm = (made.truth.kind.values != "entry") & (made.truth.response.values == 0)
    beyond = (abs(fit["response"] / fit["response_error"]).values > stats.t.ppf(0.975, 7))[calm].mean()
    assert abs(beyond - 0.05) < 3 * sqrt(0.05 * 0.95 / calm.sum())


# ── relatedness ──────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache
def country(regions: int, seed: int) -> Teaching:
    return generate(regions=regions, seed=seed)


def held(made: Teaching, *years: int) -> xr.DataArray:
    return measures.presence(measures.location_quotient(made.value.sel(year=list(years)).mean("year")), threshold=1.0)


def near(presence: xr.DataArray) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return measures.proximity(presence).values


def agreement(presence: xr.DataArray, made: Teaching) -> float:
    """Correlation of estimated proximity with true relatedness, over pairs of activities."""
    pairs = np.triu_indices(presence.sizes["activity"], 1)
    return float(np.corrcoef(near(presence)[pairs], made.truth.relatedness.values[pairs])[0, 1])


@pytest.mark.parametrize("seed", SEEDS)
def test_proximity_knows_more_of_relatedness_than_chance_does(seed):
    """A null keeps how many regions hold each activity and shuffles which: METHOD's question to every matrix."""
    made = country(60, seed)
    presence = held(made, 2022, 2023, 2024)
    rng = np.random.default_rng(seed)
    null = [agreement(presence.copy(data=rng.permuted(presence.values, axis=0)), made) for _ in range(50)]
    assert agreement(presence, made) > max(null)


def test_more_regions_tell_more_of_relatedness():
    mean = [
        np.mean([agreement(held(country(n, s), 2022, 2023, 2024), country(n, s)) for s in SEEDS]) for n in (12, 50, 200)
    ]
    assert mean == sorted(mean)
    assert mean[-1] - mean[0] > 0.1


def _areas(score: np.ndarray, happened: np.ndarray, open_: np.ndarray) -> np.ndarray:
    """By region: the share of pairs of an entry and a cell without one, that the score puts in the right order."""
    found = []
    for row, entries, free in zip(score, happened, open_, strict=True):
        yes, no = row[entries & free], row[~entries & free]
        if yes.size and no.size:
            found.append((yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2)
    return np.array(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_density_at_the_start_tells_entries_better_than_chance(seed):
    """Ranks within regions, absent activities only, entries planted after the years density is taken from."""
    made = country(60, seed)
    presence = held(made, 2015, 2016)
    score = measures.relatedness_density(presence, measures.proximity(presence)).values
    entries, free = planted(made, "entry"), presence.values == 0
    areas = _areas(score, entries, free)
    assert areas.mean() - 0.5 > 3 * areas.std() / sqrt(areas.size)
    best = _areas(made.truth.fit.values, entries, free).mean()
    assert areas.mean() < best


@pytest.mark.parametrize(("regions", "enough"), [(8, False), (60, True)])
def test_relatedness_needs_fifty_regions(regions, enough, tmp_path):
    new_teaching(tmp_path, regions=regions)
    study = read_study(tmp_path / "study.yaml")
    light = study.model_copy(
        update={
            "ranking": study.ranking.model_copy(update={"draws": 100}),
            "futures": study.futures.model_copy(update={"count": 100}),
        }
    )
    found = compute(light, load_inputs(light, tmp_path)).results
    assert bool(found["relatedness"]["enough"]) is enough
    assert ("density" in found["relatedness"]) is enough
    assert bool(found["criteria"]["used"].sel(criterion="density").any()) is enough


# ── the tables ───────────────────────────────────────────────────────────────────────────────────────────────────


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        new_teaching(tmp_path / name, regions=8, seed=seed)
    one, again, other = (digest(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert one.keys() == other.keys()
    same = {name for name in one if one[name] == other[name]}
    planted = {"challenges.csv", "technologies.csv", "truth/technologies.csv"}
    planted |= {f"tables/technology_{name}.csv" for name in ("readiness", "costs", "scores")}
    assert same == {"study.yaml", "activities.csv", "neighbours.csv"} | planted


def test_totals_are_the_sums_of_their_parts():
    made = country(12, 1)
    xr.testing.assert_allclose(made.value.sum("activity"), made.total, atol=0.05, rtol=0)
    nominal = made.country.sum("activity")
    growth = 100 * nominal / nominal.shift(year=1)
    volume_times_price = made.country_total_index * made.deflator / 100
    assert abs(growth.sel(year=volume_times_price.year) - volume_times_price).max() < 0.02


def test_the_regions_volume_indices_weigh_up_to_the_country():
    """Laspeyres with the values of the year before, as the System of National Accounts chains volumes."""
    made = country(12, 1)
    before = made.value.shift(year=1).sel(year=made.volume_index.year)
    whole = (made.volume_index * before).sum("activity") / before.sum("activity")
    assert abs(whole - made.total_index).max() < 0.02
    country_whole = (made.country_index * before.sum("region")).sum("activity") / before.sum(("region", "activity"))
    assert abs(country_whole - made.country_total_index).max() < 0.02


def test_the_chain_sees_no_break_and_no_gap_where_none_was_planted(lesson):
    _, done = lesson
    assert float(abs(done.results["quality"]["break"]).max()) == 0
    assert int(done.results["quality"]["published"].min()) == REGIONS * 88
    assert bool(done.results["quality"]["adequate"].all())


def test_contributions_add_up_to_the_growth_of_the_region(lesson):
    _, done = lesson
    made = done.results["dynamics"]
    assert abs(made["total_growth"] - made["published_growth"]).max() < 0.5


def test_a_seed_has_the_same_activities_whatever_the_number_of_regions():
    few, many = country(12, 1), country(50, 1)
    xr.testing.assert_equal(few.truth.needs, many.truth.needs)
    xr.testing.assert_equal(few.price, many.price)


def test_the_divisions_are_the_88_of_the_international_list():
    """ISIC Rev. 4: divisions 01 to 99, of which eleven numbers are not used."""
    unused = {"04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89"}
    codes = [f"{number:02}" for number in range(1, 100) if f"{number:02}" not in unused]
    rows = division_rows()
    assert [row["code"] for row in rows] == codes
    for column in (f"{part}_{language}" for part in ("name", "short") for language in LANGUAGES):
        texts = [row[column] for row in rows]
        assert all(texts)
        assert len(set(texts)) == len(texts)
    assert max(len(row[f"short_{language}"]) for row in rows for language in LANGUAGES) <= 24


def test_names_are_made_up_and_no_two_are_alike():
    rows = [line.split(",") for line in lists(country(400, 1))["regions.csv"].splitlines()[1:]]
    for column in (2, 3, 4):
        assert len({row[column] for row in rows}) == 401
    assert {row[0][:2] for row in rows} == {"XX"}
    tiles = [(row[5], row[6]) for row in rows[1:]]
    assert len(set(tiles)) == 400


def test_every_division_has_a_role_with_a_reason_in_every_language(lesson):
    _, done = lesson
    assert len(done.inputs.roles) == 88
    assert all(set(entry.reason) == set(LANGUAGES) for entry in done.inputs.roles.values())
    assert done.study.synthetic
    for variant in done.study.futures.variants.values():
        assert set(variant.activities) <= {
            code for code, entry in done.inputs.roles.items() if entry.role == "candidate"
        }


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_makes_a_study_that_checks_out(tmp_path, capsys):
    cli.commands(["new", str(tmp_path / "lesson"), "--teaching", "--regions", "9"], standalone_mode=False)
    cli.commands(["check", str(tmp_path / "lesson")], standalone_mode=False)
    assert "9 regions, 88 activities, 2015–2025" in capsys.readouterr().out


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(StoreError, match="not empty"):
        new_teaching(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="Name another folder"):
        write_study(tmp_path / "file" / "study", country(12, 1))


@pytest.mark.parametrize("regions", [7, 401])
def test_too_few_or_too_many_regions_are_refused(regions):
    with pytest.raises(StudyError, match="8 to 400"):
        generate(regions=regions)


def test_a_lift_is_called_proven_only_where_its_own_interval_lies_above_zero(lesson):
    """One model's proof never speaks for another: each badge is that of its own lift."""
    _, made = lesson
    found = made.results["validation"]
    low = found["lift"].sel(bound="low", way=["model_density", "model_all"])
    enough = found["events"] >= made.study.validation.events
    proven = found["badge"].sel(way=low.way) == "proven_lift"
    np.testing.assert_array_equal(proven.transpose(*low.dims).values, ((low > 0) & enough).transpose(*low.dims).values)
    others = found["badge"].drop_sel(way=["model_density", "model_all"])
    assert (others == "").all()
