"""What econcomplex is asked: tables of regions and activities, as pandas holds them."""

import econcomplex as ec
import numpy as np
import pandas as pd


def framed(values, rows="r", columns="a"):
    names = [f"{rows}{i}" for i in range(values.shape[0])], [f"{columns}{i}" for i in range(values.shape[1])]
    return pd.DataFrame(values, index=names[0], columns=names[1])


def steps(given):
    if given.x.ndim == 3:
        years = [framed(table).stack().reset_index(name="value").assign(year=i) for i, table in enumerate(given.x)]
        long = pd.concat(years).rename(columns={"level_0": "region", "level_1": "activity"})
        columns = {"loc": "region", "act": "activity", "val": "value"}
        return {"panel": lambda: ec.compute_complexity(long, columns, time_col="year")}
    x, held, later = framed(given.x), framed(given.held), framed(given.later)
    near = framed(given.near, "a", "a")
    hard, income = pd.Series(given.hard, index=x.columns), pd.Series(given.income, index=x.index)
    long = x.stack().reset_index(name="value").rename(columns={"level_0": "region", "level_1": "activity"})
    plain = {"use_rca": False}
    return {
        "location_quotient": lambda: ec.rca(x),
        "presence": lambda: ec.rca(x, binary=True),
        "population_quotient": lambda: ec.rpop(x, income),
        "average_location_quotient": lambda: ec.location_quotient_avg(x),
        "hachman_index": lambda: ec.hachman_index(x),
        "specialisation_coefficient": lambda: ec.specialization_coefficient(x),
        "krugman_index": lambda: ec.krugman_index(x),
        "portfolio_similarity": lambda: ec.export_similarity(x),
        "herfindahl_index:normalised": lambda: ec.herfindahl(x),
        "herfindahl_index": lambda: ec.herfindahl(x, normalize=False),
        "entropy:bits": lambda: ec.shannon_entropy(x),
        "locational_gini": lambda: ec.locational_gini(x),
        "co_occurrence": lambda: ec.co_occurrence(held),
        "proximity": lambda: ec.proximity(held, **plain, compute="product")["product"],
        "region_proximity": lambda: ec.proximity(held, **plain, compute="location")["location"],
        "geometric": lambda: ec.proximity(held, **plain, method="sqrt", compute="product")["product"],
        "advantage_correlation": lambda: ec.continuous_proximity(framed(given.lq)),
        "association_strength:presence": lambda: ec.relatedness_index(held, method="association"),
        "cosine:presence": lambda: ec.relatedness_index(held, method="cosine"),
        "jaccard:presence": lambda: ec.relatedness_index(held, method="jaccard"),
        "probability_index:presence": lambda: ec.relatedness_index(held, method="probability"),
        "z_relatedness": lambda: ec.z_score_novelty(held),
        "relatedness_density": lambda: ec.relatedness_density(held, phi=near, **plain),
        "relatedness_density:inside": lambda: ec.relatedness_density_internal(held, phi=near, **plain),
        "relatedness_density:outside": lambda: ec.relatedness_density_external(held, phi=near, **plain),
        "relative_density": lambda: ec.relative_relatedness(held, phi=near, **plain),
        "diversity": lambda: ec.diversity(held, **plain),
        "ubiquity": lambda: ec.ubiquity(held, **plain),
        "economic_complexity": lambda: ec.eci_pci(held, **plain),
        "reflections": lambda: ec.method_of_reflections(held, **plain, iterations=6, tol=None),
        "projected_complexity": lambda: ec.subnational_eci(held, hard, **plain, standardize=False)[0],
        "fitness:rest": lambda: ec.fitness_complexity(held, **plain, iterations=2000, tol=1e-12),
        "fitness": lambda: ec.fitness_complexity(held, **plain, iterations=100, tol=0),
        "prody": lambda: ec.prody(x, income),
        "expy": lambda: ec.expy(x, income),
        "activity_gini": lambda: ec.product_gini_index(x, income),
        "outlook_index": lambda: ec.complexity_outlook_index(held, hard, phi=near, **plain),
        "outlook_gain": lambda: ec.complexity_outlook_gain(held, hard, phi=near, **plain),
        "ease_of_recombination": lambda: ec.ease_of_recombination(held),
        "growth:regions": lambda: ec.growth_rate(x, later, axis=0, pct=False),
        "entries": lambda: np.asarray(ec.entry([x, later]), dtype=float),
        "chain": lambda: ec.compute_complexity(long, {"loc": "region", "act": "activity", "val": "value"}),
    }
