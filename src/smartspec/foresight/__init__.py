"""What may come: futures drawn from the past's own trends, and how choices fare in them."""

from __future__ import annotations
