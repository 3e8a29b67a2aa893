# smartspec: `make demo` shows it at work, `make test` runs every check.
# Needs git, make, Python 3.11 or newer and a package index; everything else is put into .venv.

VENV := .venv
BIN := $(VENV)/bin
REQUIREMENTS := requirements

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PYTHON MAKECMDGOALS
unexport PYTHONPATH PYTHONHOME

# -qq: errors only. --no-build-isolation: the build backend is in the lock too, with its hash.
INSTALL := $(BIN)/python -m pip install -qq
say = @printf '── %s\n' "$(1)"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test bench docs format lock wheel wheels clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.run ## run the Kazakhstan study and write its reports
	@$(BIN)/smartspec demo

test: $(VENV)/.dev ## run every check
	$(call say,format: ruff format)
	@$(BIN)/ruff format --check --quiet . || { echo "To put it right: make format"; exit 1; }
	$(call say,lint: ruff check)
	@$(BIN)/ruff check --quiet .
	$(call say,types: mypy)
	@$(BIN)/mypy --no-error-summary
	$(call say,imports: lint-imports)
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	$(call say,docs: sphinx-build)
	@$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	$(call say,tests: unit$(comma) property$(comma) doctest$(comma) examples$(comma) documentation$(comma) browser)
	@SMARTSPEC_CHROMIUM=$$(tools/browser) && export SMARTSPEC_CHROMIUM && $(BIN)/python -m pytest

bench: $(VENV)/.run ## measure time and memory of the study and of every room beside its peers
	@$(BIN)/python -m benchmarks.study
	@$(BIN)/python -m benchmarks.measures
	@$(BIN)/python -m benchmarks.decision
	@$(BIN)/python -m benchmarks.portfolio
	@$(BIN)/python -m benchmarks.poles
	@$(BIN)/python -m benchmarks.validation
	@$(BIN)/python -m benchmarks.scenarios

docs: $(VENV)/.dev ## build the documentation, warnings are errors
	$(call say,docs: sphinx-build)
	@$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

format: $(VENV)/.dev ## put the code into its usual form
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

# The locks name no host, so that any package index or mirror can serve them; needs uv, which nothing else does.
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: ## take newer versions into requirements/ (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: python -m pip install uv"; exit 1; }
	@$(COMPILE) --upgrade --group build -o $(REQUIREMENTS)/lock.txt
	@$(COMPILE) --upgrade --extra stats --group build --group test --group docs -o $(REQUIREMENTS)/dev.txt
	@! grep -n '://' $(REQUIREMENTS)/*.txt || { echo "the locks above name a host"; exit 1; }

wheel: $(VENV)/.run ## build the wheel into dist/
	@$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation -w dist .
	@ls dist/*.whl

wheels: $(VENV)/.run ## collect smartspec and all it needs in wheels/, for a machine without a network
	@$(BIN)/python -m pip wheel -qq --require-hashes -r $(REQUIREMENTS)/lock.txt -w wheels
	@$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation -w wheels .
	@echo "On the other machine: python -m pip install --no-index --find-links wheels smartspec"

clean: ## remove what the other targets made, but keep .venv
	@rm -rf build dist wheels docs/_build docs/generated .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# ── setting up: one stamp per step, so that the second time is instant ────────────────────────────────────────────

comma := ,

$(VENV)/.made:
	$(call say,virtual environment in $(VENV))
	@python=$$(tools/python) && "$$python" -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(REQUIREMENTS)/lock.txt pyproject.toml | $(VENV)/.made
	$(call say,installing what smartspec needs (a minute or two))
	@$(INSTALL) --require-hashes -r $(REQUIREMENTS)/lock.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(REQUIREMENTS)/dev.txt pyproject.toml | $(VENV)/.made
	$(call say,installing what smartspec and its checks need (a minute or two))
	@$(INSTALL) --require-hashes -r $(REQUIREMENTS)/dev.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run
