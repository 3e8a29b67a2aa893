"""What inequality is asked: one column at a time, as it works."""

import numpy as np
from inequality.atkinson import atkinson
from inequality.gini import Gini
from inequality.theil import Theil, TheilD


def steps(given):
    if given.x.ndim == 3:
        return {}
    table = given.x + 1

    def columns(measure):
        return lambda: np.array([measure(np.ascontiguousarray(column)) for column in table.T])

    groups = np.arange(len(table)) % 4
    return {
        "gini:regions": columns(lambda column: Gini(column).g),
        "theil_t:regions": columns(lambda column: Theil(column).T),
        "theil_t:within": columns(lambda column: TheilD(column, groups).wg[0]),
        "atkinson:regions": columns(lambda column: atkinson(column, 0.5)),
    }
