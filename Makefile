PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.complete

.PHONY: run test bench picture format

run: $(SETUP)
	$(BIN)/confui

test: $(SETUP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 4 # on two processors too: the tests of the screen wait more than they compute

bench: $(SETUP)
	$(BIN)/python -m benchmarks

picture: $(SETUP)
	$(BIN)/python -m tests.snapshots.picture

format: $(SETUP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(SETUP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(SETUP)
