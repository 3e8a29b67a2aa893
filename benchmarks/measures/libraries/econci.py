"""What econci is asked: one object on a long table computes everything."""

import econci
import pandas as pd

UNTIMED = {"location_quotient", "proximity", "relatedness_density", "economic_complexity"}
"""Parts of the whole; their time is that of the chain."""


def steps(given):
    if given.x.ndim == 3:
        return {}
    index = pd.MultiIndex.from_product(
        [[f"r{i:05}" for i in range(given.x.shape[0])], [f"a{i:05}" for i in range(given.x.shape[1])]],
        names=["region", "activity"],
    )
    long = pd.Series(given.x.ravel(), index=index, name="value").reset_index()

    def whole():
        found = econci.Complexity(long, c="region", p="activity", values="value")
        found.calculate_indexes()
        return found

    return {
        "location_quotient": lambda: whole().rca,
        "proximity": lambda: whole().proximity,
        "relatedness_density": lambda: whole().density,
        "economic_complexity": lambda: (whole().eci["eci"], whole().pci["pci"]),
        "chain": whole,
    }
