"""What a region already has: strengths by one table, and potential by up to four layers of evidence.

long_list    strength, declining, emerging or neither, from value added
layers       economy, innovation, science, technology: each on its own table, brought together by a concordance
"""

from __future__ import annotations

from smartspec.diagnosis.potential.layers import KINDS, LAYERS, layer, potential
from smartspec.diagnosis.potential.long_list import long_list_class

__all__ = ["KINDS", "LAYERS", "layer", "long_list_class", "potential"]
