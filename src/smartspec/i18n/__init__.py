"""Words: one folder of catalogues per language, data only."""
