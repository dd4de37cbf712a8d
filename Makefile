# Everything starts here. The first call of a target sets up what it needs; later calls need no network.
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PYTHON

.PHONY: help run test check ready lint types layers bench tour faults pin clean

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set up and open the window on the sample agency (without a display: documents and pictures)
	@sh installer/setup.sh run
	@$(PY) installer/run.py

test: ## Set up and run all tests (ARGS="tests/domain -k money" for some)
	@sh installer/setup.sh dev
	@$(PY) -m pytest -n 2 $(ARGS)

check: lint types layers ## Lint, types, layers

lint types layers: ready
ready:
	@sh installer/setup.sh dev
lint:
	$(PY) -m ruff check
types:
	$(PY) -m mypy
layers:
	.venv/bin/lint-imports --no-cache

bench: ## Measure against the limits (ARGS="start roster" for some); writes build/bench.json
	@sh installer/setup.sh dev
	@$(PY) -m tests.benchmarks $(ARGS)

tour: ## Pictures of every page of the sample agency in both themes, in build/tour/
	@sh installer/setup.sh run
	@$(PY) installer/run.py --tour

faults: ## Kill, fill and damage things on purpose
	@sh installer/setup.sh dev
	@$(PY) -m pytest -o norecursedirs=".* build data" tests/faults $(ARGS)

pin: ## Write installer/constraints.txt from what is installed
	@sh installer/setup.sh dev
	@$(PY) installer/pin.py

clean: ## Remove what was built; .venv and workspaces stay
	rm -rf build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	find microinf_desktop tests installer -name __pycache__ -type d -prune -exec rm -rf {} +
