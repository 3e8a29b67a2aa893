"""Running: the cache, the story of a number, results that appear whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr

from smartspec.errors import StoreError, StudyError
from smartspec.sources import files
from smartspec.study import cache
from smartspec.study.provenance import answers, explain, lines
from smartspec.study.run import run
from smartspec.study.store import replacing, save
from tests.study import small


def copy(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


def test_a_second_run_recomputes_nothing(kazakhstan_folder, kazakhstan):
    again = run(kazakhstan_folder)
    assert set(again.reused) == set(again.results)
    for name, found in kazakhstan.results.items():
        xr.testing.assert_equal(again.results[name], found)
    assert again.key == kazakhstan.key


@pytest.mark.parametrize(
    ("weights", "anew"),
    [
        ("mass: 2, specialisation: 1, dynamics: 1, contribution: 1, future: 1, robustness: 1", ()),
        ("mass: 2, specialisation: 1, dynamics: 1, contribution: 1, future: 1", ("acceptability",)),
    ],
    ids=["a weight changed", "a group left out"],
)
def test_a_changed_weight_recomputes_what_stands_on_it_only(kazakhstan_folder, kazakhstan, tmp_path, weights, anew):
    """Which weightings are tried hangs on the groups that weigh anything, not on how much they weigh."""
    folder = copy(kazakhstan_folder, tmp_path / "study")
    path = folder / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"\nranking:\n  weights: {{{weights}}}\n", encoding="utf-8")
    again = run(folder)
    rests = {"ranking", "audit", "directions", "variants", "levers", "technologies", "portfolio", "domains"}
    assert set(again.results) - set(again.reused) == rests | set(anew)
    if not anew:
        moved = again.results["ranking"]["rank"] != kazakhstan.results["ranking"]["rank"]
        assert (moved & kazakhstan.results["ranking"]["rank"].notnull()).any()


def test_a_table_once_read_is_read_anew_only_when_it_changed(tmp_path, monkeypatch):
    """The figures are those of the file: where its bytes or the words it is read with changed, memory is silent."""
    folder = small.write(tmp_path / "study")
    seen = []
    real = files.built
    monkeypatch.setattr(files, "built", lambda *given: seen.append(given[0].entry.file) or real(*given))
    first = run(folder)
    assert run(folder).key == first.key
    assert seen == ["value_added.csv"]
    table = pd.read_csv(folder / "value_added.csv")
    table.loc[table.region.isin(["R1", "COUNTRY"]) & (table.activity == "A"), "2024"] += 7
    table.to_csv(folder / "value_added.csv", index=False)
    changed = run(folder)
    assert len(seen) == 2
    at = {"year": 2024, "region": "R1", "activity": "A"}
    before, after = (one.inputs.panels["value_added"].values.sel(at) for one in (first, changed))
    assert float(after - before) == 7
    regions = folder / "regions.csv"
    regions.write_text(regions.read_text(encoding="utf-8").replace("Region R8", "Land R8"), encoding="utf-8")
    run(folder)
    assert len(seen) == 3


def test_what_was_noticed_while_reading_is_remembered_with_the_figures(kazakhstan_folder, kazakhstan):
    again = run(kazakhstan_folder)
    assert again.inputs.remarks == kazakhstan.inputs.remarks
    assert again.inputs.entries == kazakhstan.inputs.entries
    for key, panel in kazakhstan.inputs.panels.items():
        kept = again.inputs.panels[key]
        for name in ("values", "status", "place", "reference", "reference_place"):
            one, other = getattr(panel, name), getattr(kept, name)
            assert (one is None) == (other is None), (key, name)
            if one is not None:
                xr.testing.assert_identical(one.drop_attrs(), other.drop_attrs().rename(one.name))
        assert (kept.indicator, kept.snapshot) == (panel.indicator, panel.snapshot)


def test_a_half_written_cache_entry_is_computed_anew(kazakhstan_folder, kazakhstan, tmp_path):
    folder = copy(kazakhstan_folder, tmp_path / "study")
    for path in (folder / ".smartspec" / "cache").rglob("*.npz"):
        path.write_bytes(path.read_bytes()[:100])
    again = run(folder)
    assert again.reused == ()
    assert again.key == kazakhstan.key


def test_every_number_has_a_story_for_a_region_and_activity(kazakhstan):
    for name in answers():
        key = "KZ-59/type" if name == "type" else f"KZ-59/A/{name}"
        assert explain(kazakhstan, key).how, name


def test_a_quotient_can_be_done_again_from_the_cells_of_its_tree(kazakhstan):
    tree = explain(kazakhstan, "KZ-23/B/quotient")
    share, country = tree.parts
    value, total = share.parts
    cells = [part.value for part in value.parts]
    assert all(part.at.startswith("value_added.csv, row") for part in value.parts)
    assert value.value == pytest.approx(sum(cells) / 3)
    assert total.value == pytest.approx(sum(part.value for part in total.parts))
    own, whole = country.parts
    assert tree.value == pytest.approx((value.value / total.value) / (own.value / whole.value))


def test_the_place_named_is_the_place_in_the_file(kazakhstan):
    tree = explain(kazakhstan, "KZ-23/B/value")
    received = (
        next((kazakhstan.folder / ".smartspec" / "received").glob("*-value_added.csv"))
        .read_text(encoding="utf-8")
        .splitlines()
    )
    for cell in tree.parts:
        row, column = (int(word.strip(",")) for word in cell.at.split() if word.strip(",").isdigit())
        assert float(received[row - 1].split(",")[column - 1]) == cell.value


def test_the_tree_is_plain_data_too(kazakhstan):
    tree = explain(kazakhstan, "KZ-59/A/direction")
    assert json.loads(json.dumps(tree.as_json()))["name"] == tree.name
    assert sum(1 for _ in lines(tree)) > 20


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("KZ-99/A", "no region 'KZ-99'"),
        ("KZ-23/Z/quotient", "no activity 'Z'"),
        ("KZ-23/A/quotent", "quotient"),
        ("", "A key is REGION/ACTIVITY/NUMBER"),
    ],
)
def test_an_unknown_key_gets_the_way_out(kazakhstan, key, hint):
    with pytest.raises(StudyError, match=hint):
        explain(kazakhstan, key)


def test_results_are_saved_with_options_and_manifest(kazakhstan, tmp_path):
    save(kazakhstan, tmp_path)
    manifest = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["value_added"]["sha256"] == kazakhstan.inputs.panels["value_added"].snapshot.sha256
    resolved = (tmp_path / "study.resolved.yaml").read_text(encoding="utf-8")
    assert "draws: 10000" in resolved
    assert len(list((tmp_path / "artefacts").glob("*.csv"))) > 15


def _fail() -> None:
    raise OSError("no such luck")


def test_a_failure_leaves_earlier_results_as_they_were(tmp_path):
    target = tmp_path / "results"
    with replacing(target) as fresh:
        (fresh / "run.json").write_text("first")
    with pytest.raises(StoreError, match="no such luck"), replacing(target) as fresh:
        (fresh / "run.json").write_text("second") and _fail()
    assert (target / "run.json").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_a_folder_with_other_things_is_not_written_over(tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "thesis.docx").write_text("years of work")
    with pytest.raises(StoreError, match="no results of a run"), replacing(tmp_path / "results"):
        pass


def test_a_target_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "results").write_text("a file")
    with pytest.raises(StoreError, match="is a file"), replacing(tmp_path / "results"):
        pass


def test_the_key_of_the_code_covers_the_rooms_that_compute():
    assert len(cache.code_key()) == 32
