"""What the numbers mean for a region: its type, its localisations, its strengths, its peers and its poles."""

from __future__ import annotations
