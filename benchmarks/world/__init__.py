"""Foreign panels: the recipe of the world reference and the proof made on it."""
