"""Agreement with the libraries of the field, each in an environment of its own; run by `pytest -m oracle`."""
