"""What esda is asked: neighbours in a ring, one column of amounts at a time, without and with permutations."""

import warnings

import numpy as np
from libpysal.weights import full2W

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from esda import G_Local, Geary, Moran, Moran_Local


def steps(given):
    if given.x.ndim == 3 or len(given.x) > 1000:
        return {}
    w, near = full2W(given.links), full2W(given.links)
    w.transform = "r"
    tables = np.ascontiguousarray(np.log1p(given.x[:, :20]).T)
    return {
        "moran": lambda: np.array([Moran(column, w, permutations=0).I for column in tables]),
        "geary": lambda: np.array([Geary(column, w, permutations=0).C for column in tables]),
        "local_moran": lambda: np.array([Moran_Local(column, w, permutations=0).Is for column in tables]),
        "getis_ord": lambda: np.array(
            [G_Local(column, near, transform="B", star=True, permutations=0).Zs for column in tables]
        ),
        "local_moran:999": lambda: np.array([Moran_Local(column, w, permutations=999, seed=1).Is for column in tables]),
        "moran:999": lambda: np.array([Moran(column, w, permutations=999).I for column in tables]),
    }
