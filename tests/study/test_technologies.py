"""Technologies in a study: what is planted is found, what nobody judged stays open, mistakes are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from smartspec.sources.packs import load_pack
from smartspec.sources.synthetic.technologies import BUDGET, LIKENESS, PLANTED, documents
from smartspec.sources.technologies import load_register, registers
from smartspec.study.file import read_study
from smartspec.study.load import load_inputs
from smartspec.study.run import Run, compute
from smartspec.study.scaffold import new_teaching
from tests.study import small
from tests.study.test_bad_input import smartspec

FUNDED = ["XX-003", "XX-004", "XX-005"]
KIND = {one.code: one.kind for one in PLANTED}


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The chain on made-up technologies, with few draws of everything else."""
    folder = tmp_path_factory.mktemp("lesson") / "study"
    new_teaching(folder, regions=24, seed=2)
    study = read_study(folder / "study.yaml")
    quick = study.model_copy(
        update={
            "ranking": study.ranking.model_copy(update={"draws": 200}),
            "futures": study.futures.model_copy(update={"count": 200}),
            "validation": study.validation.model_copy(update={"draws": 100}),
        }
    )
    return compute(quick, load_inputs(quick, folder))


def kinds(kind: str) -> list[str]:
    return [code for code, planted in KIND.items() if planted == kind]


# ── what was planted is found ─────────────────────────────────────────────────────────────────────────────────────


def test_what_must_be_in_is_in_and_what_cannot_be_is_out(lesson):
    """The proof is in the module that plants them: it needs no run."""
    found = lesson.results["portfolio"].sel(region=FUNDED)
    for kind in ("sure_in", "sure_out", "grey", "too_dear"):
        assert (found["state"].sel(technology=kinds(kind)) == kind).all(), kind
    assert (found["frequency"].sel(technology=kinds("sure_in")) == 1).all()
    assert (found["state"].sel(technology=kinds("scout_trl") + kinds("scout_fit")) == "scout").all()
    assert (found["state"].sel(technology=kinds("ask_cost") + kinds("idle")) == "to_judge").all()
    assert float(found["spent"].max()) <= BUDGET


def test_the_question_worth_asking_is_found_and_the_idle_one_too(lesson):
    """Beside a pump at 1 and a sensor at 30 the bridge takes the third place at whatever is left of 100: 69."""
    found = lesson.results["portfolio"].sel(region=FUNDED)
    assert found["cost_below"].sel(technology=kinds("ask_cost")).values == pytest.approx(69)
    assert found["open_question"].sel(technology=kinds("ask_cost") + kinds("ask_score")).all()
    idle = found.sel(technology=kinds("idle"))
    assert not idle["open_question"].any()
    assert (idle["score_above"] > 9).all()


def test_a_missing_cost_keeps_a_technology_out_of_the_portfolio_and_on_the_list(lesson):
    """Readiness first, then attractiveness, then cost: the first that is missing is named."""
    found = lesson.results["technologies"].sel(technology=kinds("ask_cost"))
    assert found["because"].values.tolist() == ["cost"]
    assert found["in_question"].any("activity").sel(region=FUNDED).all()
    assert not lesson.results["portfolio"]["picked"].sel(technology=kinds("ask_cost")).any()


def test_a_larger_budget_never_brings_less(lesson):
    made = lesson.results["portfolio"].sel(region=FUNDED)
    value = (made["changed"] * made["mean_value"]).sum("technology").transpose("step", "region")
    assert (np.diff(value.values, axis=0) >= -1e-9).all()
    for step in (-0.25, 0.25):
        cost = lesson.results["technologies"]["cost"].sel(bound="high")
        spent = (made["changed"].sel(step=step) * cost).sum("technology")
        assert float(spent.max()) <= BUDGET * (1 + step) + 1e-9


def test_the_robust_portfolio_promises_less_than_the_average_one(lesson):
    made = lesson.results["portfolio"].sel(region=FUNDED)
    assert (made["robust_value"] <= made["value"]).all()
    assert (made["perfect"] >= -1e-9).all()


def test_priorities_rest_on_directions_and_on_technologies_that_are_paid_for(lesson):
    found = lesson.results["domains"]
    chosen = lesson.results["directions"]["chosen"]
    picked = lesson.results["portfolio"]["picked"]
    assert found["final"].sel(region=FUNDED).all()
    assert int(found["final"].sum()) == len(FUNDED)
    assert found.sizes["priority"] == 5
    for region in FUNDED:
        one = found.sel(region=region)
        activities = [code for code in one["domain_activity"].values if code]
        assert activities
        assert chosen.sel(region=region, activity=activities).all()
        taken = {code for texts in one["domain_technologies"].values for code in texts.split()}
        assert picked.sel(region=region, technology=sorted(taken)).all()


def test_the_likeness_of_regions_in_patents_is_the_planted_one(lesson):
    """The likelihood of 24 regions with some 60 fields: within a quarter."""
    assert float(lesson.results["technology_evidence"]["patents_m"]) == pytest.approx(LIKENESS, rel=0.25)


def test_shrunken_advantages_come_nearer_to_the_planted_ones_than_raw_quotients():
    made = documents([f"R{n}" for n in range(60)], 2)
    share = made.counts.sum("region") / made.counts.sum()
    own = made.counts.sum("field")
    raw = made.counts / own / share
    shrunk = (made.counts + LIKENESS * share) / (own + LIKENESS) / share
    assert float(((shrunk - made.advantage) ** 2).mean()) < float(((raw - made.advantage) ** 2).mean())


def test_no_advantage_is_shown_for_fewer_than_five_patents(lesson):
    found = lesson.results["technology_evidence"]
    few = found["patents_documents"] < 5
    assert bool(few.any())
    assert found["patents_advantage"].where(few).isnull().all()


# ── what nobody judged ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_register_names_some_forty_technologies_and_judges_none():
    assert registers() == ["resource_regions"]
    found = load_register("resource_regions", load_pack("kz").activities)
    assert 38 <= len(found.technologies) <= 45
    for one in found.technologies.values():
        assert set(one.name) == {"en", "ru", "kk"}
    assert {"water", "tailings", "methane", "digital_mine", "depth", "agrifood", "logistics"} <= set(found.challenges)
    answered = {key for one in found.technologies.values() for key in one.challenges}
    assert answered == set(found.challenges)


def test_kazakhstan_invents_no_cost_no_level_and_nothing_sure(kazakhstan):
    found = kazakhstan.results["technologies"]
    assert found["trl"].isnull().all()
    assert found["cost"].isnull().all()
    assert found["attractiveness"].isnull().all()
    assert (found["open"].sel(what=["trl", "cost", "years"]) == 1).all()
    states = set(np.unique(kazakhstan.results["portfolio"]["state"]))
    assert states == {"to_judge", "not_in_question"}
    assert not kazakhstan.results["portfolio"]["picked"].any()
    assert not kazakhstan.results["domains"]["final"].any()


def test_a_study_without_technologies_says_there_are_none(tmp_path):
    folder = small.write(tmp_path / "study")
    study = read_study(folder / "study.yaml")
    quick = study.model_copy(update={"ranking": study.ranking.model_copy(update={"draws": 200})})
    made = compute(quick, load_inputs(quick, folder))
    for stage in ("technologies", "technology_evidence", "portfolio", "domains"):
        assert not bool(made.results[stage]["given"])


# ── mistakes ──────────────────────────────────────────────────────────────────────────────────────────────────────

TABLE = "code,activities,challenges,name_en\nsorting,B,water,Ore sorting\npress,C,water,Oil press\n"
CHALLENGES = "code,name_en\nwater,Water\n"
READY = "technology,trl,source\nsorting,6,The institute\n"
COSTS = "technology,stage,cost_low,cost_high,years_low,years_high,source\nsorting,use,5,9,1,2,The institute\n"
SCORES = "technology,criterion,low,high,source\nsorting,market,6,8,The institute\n"
ENTRY = """
technologies:
  table: technologies.csv
  challenges: challenges.csv
  readiness: readiness.csv
  costs: costs.csv
  scores: scores.csv
  budgets: {R1: 100}
"""


def with_technologies(folder: Path, **changed: str) -> Path:
    """The small study with technologies; some of its files spoilt."""
    small.write(folder)
    (folder / "study.yaml").write_text(small.STUDY + changed.pop("entry", ENTRY), encoding="utf-8")
    texts = {"technologies": TABLE, "challenges": CHALLENGES, "readiness": READY, "costs": COSTS, "scores": SCORES}
    for name, text in {**texts, **changed}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


BAD = {
    "an unknown activity": ({"technologies": TABLE.replace(",C,", ",Z9,")}, "row 3: 'press' serves the activity 'Z9'"),
    "an unknown challenge": (
        {"technologies": TABLE.replace("B,water", "B,watr")},
        "row 2: 'sorting' answers the challenge 'watr', which is not in the list; did you mean 'water'?",
    ),
    "a technology twice": ({"technologies": TABLE + "press,C,water,Again\n"}, "row 4: 'press' stands twice"),
    "a technology without a name": ({"technologies": TABLE.replace("Oil press", "")}, "row 3: 'press' has no name"),
    "level 0": ({"readiness": READY.replace(",6,", ",0,")}, "row 2: trl is 0, but must be from 1 to 9"),
    "level 12": ({"readiness": READY.replace(",6,", ",12,")}, "row 2: trl is 12, but must be from 1 to 9"),
    "half a level": ({"readiness": READY.replace(",6,", ",6.5,")}, "levels are whole numbers from 1 to 9"),
    "a level without a source": ({"readiness": READY.replace("The institute", "")}, "row 2: a number without a source"),
    "a level twice": ({"readiness": READY + "sorting,7,x\n"}, "row 3: 'sorting' stands twice"),
    "a level of a stranger": ({"readiness": READY.replace("sorting", "sortin")}, "did you mean 'sorting'?"),
    "low above high": ({"costs": COSTS.replace("5,9", "9,5")}, "row 2: cost_low 9 is above cost_high 5"),
    "a negative cost": ({"costs": COSTS.replace("5,9", "-5,9")}, "row 2: cost_low is -5, but must be 0 or more"),
    "an unknown stage": ({"costs": COSTS.replace("use", "pilot")}, "row 2: no stage 'pilot'; there is research"),
    "a score off the scale": ({"scores": SCORES.replace("8,T", "10,T")}, "row 2: high is 10, but must be from 1 to 9"),
    "an unknown criterion": (
        {"scores": SCORES.replace("market", "markt")},
        "no criterion 'markt'; did you mean 'market'?",
    ),
    "a budget of nobody": ({"entry": ENTRY.replace("R1:", "R99:")}, "no region R99 in the study"),
    "a budget of nothing": ({"entry": ENTRY.replace(": 100", ": 0")}, "a budget must be above zero, found 0 for 'R1'"),
    "eight priorities": ({"entry": ENTRY + "  domains: 8\n"}, "less than or equal to 7"),
    "no table at all": ({"entry": "technologies: {}\n"}, "begin_from: resource_regions"),
    "readiness of firms without a scale": (
        {"readiness": "technology,trl,organisation,source\nsorting,6,3,x\n"},
        "needs a scale",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_told_once_with_its_row_and_the_command_ends_with_two(tmp_path, capsys, name):
    changed, said = BAD[name]
    folder = with_technologies(tmp_path / "study", **changed)
    assert smartspec("run", str(folder), "--no-report", "--json") == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert not told.out.strip()


def test_a_cost_that_is_missing_has_a_defined_answer(tmp_path):
    """On the list, out of every portfolio, and it is said what has to be told first."""
    folder = with_technologies(tmp_path / "study", costs=COSTS.replace("5,9", ","))
    study = read_study(folder / "study.yaml")
    quick = study.model_copy(update={"ranking": study.ranking.model_copy(update={"draws": 200})})
    made = compute(quick, load_inputs(quick, folder))
    found = made.results["technologies"].sel(technology="sorting")
    assert found["held"].item() == "to_judge"
    assert found["because"].item() == "cost"
    assert not made.results["portfolio"]["picked"].any()
