"""What economic-complexity is asked: wide tables of quotients."""

import economic_complexity as oec
import pandas as pd


def framed(values, rows="r", columns="a"):
    return pd.DataFrame(
        values,
        index=pd.Index([f"{rows}{i:05}" for i in range(values.shape[0])], name="region"),
        columns=pd.Index([f"{columns}{i:05}" for i in range(values.shape[1])], name="activity"),
    )


def steps(given):
    if given.x.ndim == 3:
        return {}
    x, lq, near = framed(given.x), framed(given.lq), framed(given.near, "a", "a")
    hard = pd.Series(given.hard, index=x.columns)

    def chain():
        lq = oec.rca(x)
        near = oec.proximity(lq)
        return oec.relatedness(lq, proximities=near), oec.complexity(lq)

    return {
        "location_quotient": lambda: oec.rca(x),
        "proximity": lambda: oec.proximity(lq),
        "geometric": lambda: oec.proximity(lq, procedure="sqrt"),
        "relatedness_density": lambda: oec.relatedness(lq, proximities=near),
        "relative_density:all": lambda: oec.relative_relatedness(lq, proximities=near),
        "portfolio_similarity": lambda: oec.similarity(lq),
        "reflections:18": lambda: oec.complexity(lq),
        "outlook_gain:raw": lambda: oec.opportunity_gain(lq, pci=hard, proximities=near),
        "chain": chain,
    }
