"""What ecomplexity is asked: one call on a long table; its parts are called one by one where it has them."""

import numpy as np
import pandas as pd
from ecomplexity import ecomplexity
from ecomplexity.calc_density import calc_density
from ecomplexity.calc_proximity import calc_continuous_proximity, calc_discrete_proximity

COLUMNS = {"time": "year", "loc": "region", "prod": "activity", "val": "value"}


UNTIMED = {"location_quotient", "economic_complexity:atlas", "outlook_index:whole", "outlook_gain:whole"}
"""Columns of the whole; their time is that of the chain."""


def long(tables):
    years, regions, activities = tables.shape
    index = pd.MultiIndex.from_product(
        [range(years), [f"r{i:05}" for i in range(regions)], [f"a{i:05}" for i in range(activities)]],
        names=["year", "region", "activity"],
    )
    return pd.Series(tables.ravel(), index=index, name="value").reset_index()


def whole(data):
    return ecomplexity(data, COLUMNS, check_logsupermodularity=False, verbose=False)


class Part:
    """The holder of intermediate tables that one of its parts wants."""

    def __init__(self, held):
        self.mcp_t, self.diversity_t, self.ubiquity_t, self.t = held, held.sum(1), held.sum(0), 0


def steps(given):
    from ecomplexity.ecomplexity import calc_eci_pci

    if given.x.ndim == 3:
        data = long(given.x)
        return {"panel": lambda: whole(data)}
    data, held = long(given.x[None]), given.held
    counts = held.astype(np.int64)
    first = counts.sum(0)

    def columns(names):
        found = whole(data).sort_values(["region", "activity"])
        return [found[name].to_numpy().reshape(given.x.shape) for name in names]

    def atlas():
        regions, activities = columns(["eci", "pci"])
        return regions[:, 0], activities[0]

    return {
        "location_quotient": lambda: columns(["rca"])[0],
        "proximity:own": lambda: calc_discrete_proximity(counts, first),
        "conditional_probability": lambda: calc_discrete_proximity(counts, first, asymmetric=True),
        "advantage_correlation:own": lambda: calc_continuous_proximity(given.lq, first),
        "relatedness_density": lambda: calc_density(counts, given.near),
        "relatedness_density:10": lambda: calc_density(counts, given.near + np.eye(len(given.near)), knn=10),
        "economic_complexity": lambda: calc_eci_pci(Part(counts)),
        "economic_complexity:atlas": atlas,
        "outlook_index:whole": lambda: columns(["coi"])[0][:, 0],
        "outlook_gain:whole": lambda: columns(["cog"])[0],
        "chain": lambda: whole(data),
    }
