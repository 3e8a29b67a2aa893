"""What fermi-cref is asked: sparse presence, fitness and networks."""

import numpy as np
from fermi.economic_fitness_complexity import efc
from fermi.matrix_processor import MatrixProcessorCA
from fermi.relatedness_metrics import RelatednessMetrics


def steps(given):
    if given.x.ndim == 3:
        return {}
    held, later = given.held, (given.later > np.median(given.later)).astype(float)

    def network(how, **more):
        return lambda: RelatednessMetrics(held).get_projection(rows=False, projection_method=how, **more)

    def fitness(**options):
        return lambda: efc(held).get_fitness_complexity(force=True, **options)

    rest = {"max_iteration": 2000, "min_distance": 1e-12, "normalization": "mean"}
    return {
        "location_quotient": lambda: MatrixProcessorCA().load(given.x).compute_rca().get_matrix(dense=True),
        "inferred_advantage": lambda: MatrixProcessorCA().load(given.x).compute_ica().get_matrix(dense=True),
        "co_occurrence:own": network("cooccurrence"),
        "proximity:own": network("proximity"),
        "taxonomy_network": network("taxonomy"),
        "assist_matrix": network("assist", second_matrix=later),
        "economic_complexity": lambda: efc(held).get_eci_pci(force=True),
        "fitness": fitness(max_iteration=100, min_distance=0.0, normalization="mean"),
        "fitness:rest": fitness(**rest),
        "fitness:servedio": fitness(**rest | {"normalization": "none"}, method="servedio", delta=0.1**2),
        "nestedness": lambda: efc(held).get_nodf(force=True),
    }
