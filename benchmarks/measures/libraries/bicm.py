"""What bicm is asked: the p-values of pairs of activities under the bipartite configuration model, two processes."""

import numpy as np
from bicm import BipartiteGraph


def steps(given):
    if given.x.ndim == 3:
        return {}
    held = given.held.astype(int)

    def projection(tail):
        def call():
            graph = BipartiteGraph(biadjacency=held)
            graph.solve_tool(linsearch=True, verbose=False, print_error=False)
            graph.compute_projection(rows=False, approx_method=tail, threads_num=2, progress_bar=True)
            found = np.ones((held.shape[1],) * 2)
            for a, others in graph.cols_pvals.items():
                for b, chance in others.items():
                    found[a, b] = found[b, a] = chance
            return found

        return call

    return {"validated_relatedness:poisson": projection("poisson"), "validated_relatedness": projection("poibin")}
