"""What other libraries answer, each asked in an environment of its own, in one go, on the same table.

ANSWERS   code by library: it finds x, w, types, p, q and bounds, and fills `found` with a list of numbers by name
ask       run it and read what it found
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from benchmarks.decision import CACHE

__all__ = ["ANSWERS", "ask"]

BEFORE = """
import contextlib, io, json, sys, warnings
warnings.simplefilter("ignore")
import numpy as np
told = json.loads(sys.stdin.read())
x, w, types, p, q, bounds = (np.array(told[k], dtype=float) for k in ("x", "w", "types", "p", "q", "bounds"))
found = {}
def say(name, make):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            found[name] = np.asarray(make(), dtype=float).tolist()
    except Exception as error:
        found[name] = type(error).__name__
"""
AFTER = "\nprint(json.dumps(found))\n"

ANSWERS = {
    "pymcdm": """
from pymcdm import methods as m, normalizations as n, weights as v
say("weighted_sum", lambda: m.WSM(n.minmax_normalization)(x, w, types))
say("weighted_sum default", lambda: m.WSM()(x, w, types))
say("weighted_product", lambda: m.WPM(n.linear_normalization)(x, w, types))
say("topsis", lambda: m.TOPSIS(n.vector_normalization)(x, w, types))
say("topsis default", lambda: m.TOPSIS()(x, w, types))
say("vikor q", lambda: m.VIKOR()(x, w, types))
say("copras utility", lambda: m.COPRAS()(x, w, types))
say("marcos utility", lambda: m.MARCOS()(x, w, types))
say("spotis", lambda: m.SPOTIS(bounds)(x, w, types))
for ours, theirs in {"usual": "usual", "u_shape": "ushape", "v_shape": "vshape", "level": "level",
                     "linear": "vshape_2"}.items():
    say(f"promethee {ours}", lambda: m.PROMETHEE_II(theirs, p=p, q=q)(x, w, types))
once = m.PROMETHEE_II("vshape_2", p=p, q=q)
say("promethee first use", lambda: once(x, w, types))
say("promethee second use", lambda: once(x, w, types))
say("promethee doubled weights", lambda: m.PROMETHEE_II("usual")(x, 2 * w, types))
for name in ("entropy", "critic", "merec", "standard_deviation"):
    say(f"{name}_weights", lambda: getattr(v, f"{name}_weights")(x, types) if name == "merec"
        else getattr(v, f"{name}_weights")(x))
""",
    "scikit-criteria": """
from skcriteria import mkdm
from skcriteria.agg.copras import COPRAS
from skcriteria.agg.marcos import MARCOS
from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
from skcriteria.agg.spotis import SPOTIS
from skcriteria.agg.topsis import TOPSIS
from skcriteria.agg.vikor import VIKOR
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing import weighters as v
from skcriteria.preprocessing.invert_objectives import InvertMinimize, NegateMinimize
from skcriteria.preprocessing.scalers import MinMaxScaler, MaxAbsScaler, SumScaler, VectorScaler
dm = mkdm(x, types.astype(int).tolist(), weights=w)
score = lambda rule: rule.evaluate(dm).e_
say("weighted_sum", lambda: score(mkpipe(NegateMinimize(), MinMaxScaler("matrix"), WeightedSumModel())).score)
say("weighted_product", lambda: np.exp(score(mkpipe(InvertMinimize(), MaxAbsScaler("matrix"),
                                                    WeightedProductModel())).score * np.log(10)))
say("topsis", lambda: score(mkpipe(NegateMinimize(), VectorScaler("matrix"), TOPSIS())).similarity)
say("vikor q", lambda: score(VIKOR()).q_k)
say("copras utility", lambda: score(mkpipe(SumScaler("matrix"), COPRAS())).score)
say("marcos utility", lambda: score(MARCOS()).utility_scores)
say("spotis", lambda: SPOTIS().evaluate(dm, bounds=bounds).e_.score)
for name, weigh in (("entropy", v.EntropyWeighter), ("critic", v.CRITIC), ("merec", v.MEREC),
                    ("standard_deviation", v.StdWeighter)):
    say(f"{name}_weights", lambda: weigh().transform(dm).weights)
""",
    "pyrepo-mcda": """
from pyrepo_mcda import mcda_methods as m, normalizations as n, weighting_methods as v
say("weighted_sum", lambda: m.SAW(normalization_method=n.minmax_normalization)(x, w, types))
say("topsis", lambda: m.TOPSIS(normalization_method=n.vector_normalization)(x, w, types))
say("topsis default", lambda: m.TOPSIS()(x, w, types))
say("vikor q", lambda: m.VIKOR()(x, w, types))
say("copras utility", lambda: m.COPRAS()(x, w, types))
say("marcos utility", lambda: m.MARCOS()(x, w, types))
say("spotis", lambda: m.SPOTIS()(x, w, types, bounds.T))
rule = m.PROMETHEE_II()
for ours, theirs in {"usual": "usual", "u_shape": "ushape", "v_shape": "vshape", "level": "level",
                     "linear": "linear", "gaussian": "gaussian"}.items():
    say(f"promethee {ours}", lambda: rule(x, w, types, [getattr(rule, f"_{theirs}_function")] * len(w), p=p, q=q))
say("ahp_weights", lambda: m.AHP()._calculate_eigenvector(np.array(told["pairs"])))
for name, weigh in (("entropy", v.entropy_weighting), ("critic", v.critic_weighting),
                    ("standard_deviation", v.std_weighting)):
    say(f"{name}_weights", lambda: weigh(x))
say("merec_weights", lambda: v.merec_weighting(x, types))
""",
    "pyDecision": """
from pyDecision import algorithm as a
kinds, weights, quiet = ["max" if t > 0 else "min" for t in types], w.tolist(), {"graph": False, "verbose": False}
rows = len(x)
ordered = lambda pairs: np.array(sorted(map(list, np.asarray(pairs))))[:, 1]
say("weighted_sum", lambda: ordered(a.saw_method(x, kinds, weights, **quiet)))
say("weighted_product", lambda: a.waspas_method(x, kinds, weights, 0.5, graph=False)[1])
say("topsis", lambda: a.topsis_method(x, weights, kinds, **quiet))
say("vikor s", lambda: ordered(a.vikor_method(x, weights, kinds, **quiet)[0]))
say("vikor r", lambda: ordered(a.vikor_method(x, weights, kinds, **quiet)[1]))
say("vikor q", lambda: ordered(a.vikor_method(x, weights, kinds, **quiet)[2]))
say("copras utility", lambda: ordered(a.copras_method(x, weights, kinds, **quiet)))
say("marcos utility", lambda: a.marcos_method(x, weights, kinds, **quiet))
say("spotis", lambda: a.spotis_method(x, kinds, weights, bounds[:, 0].tolist(), bounds[:, 1].tolist(), **quiet))
flat = [q.tolist(), ((p + q) / 2).tolist(), p.tolist()]
for ours, theirs in {"usual": "t1", "u_shape": "t2", "v_shape": "t3", "level": "t4", "linear": "t5",
                     "gaussian": "t6"}.items():
    say(f"promethee {ours}", lambda: ordered(a.promethee_ii(x * types, weights, *flat, [theirs] * len(w), sort=False,
                                                           **quiet)))
say("promethee tripled weights", lambda: ordered(a.promethee_ii(x * types, (3 * w).tolist(), *flat, ["t1"] * len(w),
                                                               sort=False, **quiet)))
cred = lambda: a.electre_iii(x * types, p.tolist(), q.tolist(), told["v"], weights, graph=False)
say("credibility", lambda: cred()[1])
say("ahp_weights", lambda: a.ahp_method(np.array(told["pairs"]), wd="me")[0])
say("ahp_weights default", lambda: a.ahp_method(np.array(told["pairs"]))[0])
say("ahp ratio", lambda: [a.ahp_method(np.array(told["pairs"]), wd="me")[1]])
say("best_worst_weights", lambda: a.bw_method(np.array(told["best"]), np.array(told["worst"]), verbose=False))
say("entropy_weights", lambda: a.entropy_method(x, kinds))
say("critic_weights", lambda: a.critic_method(x, kinds))
say("merec_weights", lambda: a.merec_method(x, kinds))
""",
}


def ask(library: str, told: dict[str, Any]) -> dict[str, list[float] | str]:
    """What a library answers; the name of the error where it had none."""
    python = CACHE / library / "bin" / "python"
    assert python.exists(), f"{library} is not there: python -m benchmarks.decision --install puts it into {CACHE}"
    done = subprocess.run(
        [str(python), "-c", BEFORE + ANSWERS[library] + AFTER],
        input=json.dumps(told),
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"},
    )
    assert done.returncode == 0, f"{library} did not answer: {done.stderr.strip().splitlines()[-1:]}"
    found: dict[str, list[float] | str] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
