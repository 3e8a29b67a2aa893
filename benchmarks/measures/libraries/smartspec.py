"""What smartspec is asked, on labelled arrays: the steps of the chain, and everything a peer is asked as well."""

import numpy as np

import smartspec
from smartspec import measures as m

HUGE = 10_000_000


def labelled(values, *lead):
    places, codes = [f"r{i}" for i in range(values.shape[-2])], [f"a{i}" for i in range(values.shape[-1])]
    return smartspec.label(values, **{dim: range(values.shape[0]) for dim in lead}, region=places, activity=codes)


def steps(given):
    if given.x.ndim == 3:
        panel = labelled(given.x, "year")
        return {"panel": lambda: chain(panel)}
    if given.x.size > HUGE:
        return large(given)
    x, lq, held, dense = (labelled(table) for table in (given.x, given.lq, given.held, given.dense))
    codes, places = list(x.activity.values), list(x.region.values)
    near = smartspec.label(given.near, activity=codes, other=codes)
    hard, income = smartspec.label(given.hard, activity=codes), smartspec.label(given.income, region=places)
    return {
        "chain": lambda: chain(x),
        **specialisation(x, lq, income),
        **relatedness(held, lq, near, labelled((given.later > np.median(given.later)).astype(float))),
        **complexity(held, near, dense, hard, x, income),
        **others(x, labelled(np.stack([given.x, given.later]), "year")),
        **spatial(given, places),
    }


def large(given):
    """The steps of the chain alone, with no more in memory than they need."""
    x, held = labelled(given.x), labelled(given.held)
    return {
        "chain": lambda: chain(x),
        "location_quotient": lambda: m.location_quotient(x),
        "proximity": lambda: m.proximity(held),
        "economic_complexity": lambda: m.economic_complexity(held),
        "fitness": lambda: m.fitness(held, iterations=100, tolerance=1e-300),
    }


def chain(x):
    held = m.presence(m.location_quotient(x))
    dense = m.relatedness_density(held, m.proximity(held))
    return m.outlook_index(held, dense, m.economic_complexity(held)["activity_complexity"])


def specialisation(x, lq, income):
    return {
        "location_quotient": lambda: m.location_quotient(x),
        "presence": lambda: m.presence(lq),
        "population_quotient": lambda: m.population_quotient(x, income),
        "inferred_advantage": lambda: m.inferred_advantage(x),
        "average_location_quotient": lambda: m.average_location_quotient(x),
        "hachman_index": lambda: m.hachman_index(x),
        "specialisation_coefficient": lambda: m.specialisation_coefficient(x),
        "krugman_index": lambda: m.krugman_index(x, halved=False),
        "portfolio_similarity": lambda: m.portfolio_similarity(lq),
    }


def relatedness(held, lq, near, layer):
    margins = {"margins": "presence"}
    return {
        "co_occurrence": lambda: m.co_occurrence(held),
        "co_occurrence:own": lambda: m.co_occurrence(held, diagonal=None),
        "proximity": lambda: m.proximity(held),
        "proximity:own": lambda: m.proximity(held, diagonal=1),
        "conditional_probability": lambda: m.conditional_probability(held, diagonal=1),
        "region_proximity": lambda: m.region_proximity(held),
        "geometric": lambda: m.geometric(held),
        "advantage_correlation": lambda: m.advantage_correlation(lq),
        "advantage_correlation:own": lambda: m.advantage_correlation(lq, diagonal=1),
        "association_strength:presence": lambda: m.association_strength(held, **margins),
        "cosine:presence": lambda: m.cosine(held, **margins),
        "jaccard:presence": lambda: m.jaccard(held, **margins),
        "probability_index:presence": lambda: m.probability_index(held, **margins),
        "z_relatedness": lambda: m.z_relatedness(held),
        "taxonomy_network": lambda: m.taxonomy_network(held, diagonal=1),
        "assist_matrix": lambda: m.assist_matrix(held, layer),
        "validated_relatedness": lambda: m.validated_relatedness(held)["p_value"],
        "validated_relatedness:poisson": lambda: m.validated_relatedness(held, tail="poisson")["p_value"],
        "relatedness_density": lambda: m.relatedness_density(held, near),
        "relatedness_density:10": lambda: m.relatedness_density(held, near, neighbours=10),
        "relatedness_density:inside": lambda: m.relatedness_density(held, near, cells="inside"),
        "relatedness_density:outside": lambda: m.relatedness_density(held, near, cells="outside"),
        "relative_density": lambda: m.relative_density(m.relatedness_density(held, near), held),
        "relative_density:all": lambda: m.relative_density(m.relatedness_density(held, near), held, cells="all"),
    }


def pair(found, *names):
    return tuple(found[name] for name in names)


def complexity(held, near, dense, hard, x, income):
    single = held.astype("float32")
    both = ("region_complexity", "activity_complexity")
    fit = ("region_fitness", "activity_complexity")
    servedio = {"variant": "servedio", "delta": 0.1, "iterations": 2000, "tolerance": 1e-12}
    return {
        "diversity": lambda: m.diversity(held),
        "ubiquity": lambda: m.ubiquity(held),
        "economic_complexity": lambda: pair(m.economic_complexity(held, scale="standardised"), *both),
        "economic_complexity:atlas": lambda: pair(m.economic_complexity(held), *both),
        "reflections": lambda: reflected(held, 6, 6),
        "reflections:18": lambda: reflected(held, 18, 19),
        "projected_complexity": lambda: m.projected_complexity(held, hard),
        "fitness": lambda: pair(m.fitness(held, iterations=100, tolerance=1e-300), *fit),
        "fitness:single": lambda: pair(m.fitness(single, iterations=100, tolerance=1e-30), *fit),
        "fitness:rest": lambda: pair(m.fitness(held, iterations=2000, tolerance=1e-12), *fit),
        "fitness:servedio": lambda: pair(m.fitness(held, **servedio), *fit),
        "nestedness": lambda: nested(m.nestedness(held)),
        "prody": lambda: m.prody(x, income),
        "expy": lambda: m.expy(x, m.prody(x, income)),
        "activity_gini": lambda: m.activity_gini(x, income),
        "outlook_index": lambda: m.outlook_index(held, dense, hard),
        "outlook_index:whole": lambda: whole(x)[0],
        "outlook_gain": lambda: m.outlook_gain(held, near, hard),
        "outlook_gain:raw": lambda: m.outlook_gain(held, near, hard, standardised=False),
        "outlook_gain:whole": lambda: whole(x)[1],
        "ease_of_recombination": lambda: m.ease_of_recombination(held.rename(region="item")),
    }


def reflected(held, of_regions, of_activities):
    found = m.reflections(held, steps=of_regions)
    other = found if of_activities == of_regions else m.reflections(held, steps=of_activities)
    sides = found["region_reflection"].values, other["activity_reflection"].values
    return tuple((side - side.mean()) / side.std() for side in sides)


def nested(found):
    """The two sides count alike, as in fermi-cref; ours pools the pairs of both."""
    return (found["region_nestedness"] + found["activity_nestedness"]) / 2


def whole(x):
    """The two outlooks from the amounts on, with the diagonal and the values that ecomplexity takes."""
    held = m.presence(m.location_quotient(x))
    near, hard = m.proximity(held, diagonal=1), m.economic_complexity(held, scale="vector")["activity_complexity"]
    dense = m.relatedness_density(held, near)
    index = m.outlook_index(held, dense, hard, standardised=False)
    gain = m.outlook_gain(held, near, hard, standardised=False) / m.projected_complexity(held, hard).std()
    return (index - index.mean()) / index.std(), gain


def others(x, both):
    held = m.presence(m.location_quotient(both))
    groups = {place: str(i % 4) for i, place in enumerate(x.region.values)}
    raised, total = x + 1, both.sum("activity")
    return {
        "herfindahl_index": lambda: m.herfindahl_index(x),
        "herfindahl_index:normalised": lambda: m.herfindahl_index(x, normalised=True),
        "entropy:bits": lambda: m.entropy(x, base=2),
        "locational_gini": lambda: m.locational_gini(x),
        "gini:regions": lambda: m.gini(raised),
        "theil_t:regions": lambda: m.theil_t(raised),
        "theil_t:within": lambda: m.theil_t(raised, groups=groups)["within"],
        "atkinson:regions": lambda: m.atkinson(raised, aversion=0.5),
        "growth:regions": lambda: m.growth(total, start=0, end=1),
        "entries": lambda: m.entries(held, start=0, end=1),
    }


def spatial(given, places):
    if len(places) > 1000:
        return {}
    tables = np.log1p(given.x[:, :20])
    x = smartspec.label(tables, region=places, activity=[f"a{i}" for i in range(tables.shape[1])])
    w = smartspec.label(given.links, region=places, other=places)
    none = {"permutations": 0}
    return {
        "moran": lambda: m.moran(x, w, **none)["statistic"].T,
        "geary": lambda: m.geary(x, w, **none)["statistic"].T,
        "local_moran": lambda: m.local_moran(x, w, **none)["statistic"].T,
        "getis_ord": lambda: m.getis_ord(x, w, **none)["statistic"].T,
        "local_moran:999": lambda: m.local_moran(x, w, permutations=999, seed=1)["statistic"].T,
        "moran:999": lambda: m.moran(x, w, permutations=999, seed=1)["statistic"].T,
    }
