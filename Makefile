PYTHON ?= python3
BIN := .venv/bin
# One environment: `make run` installs what confui needs, the other targets add what its developers need.
RUN := .venv/.complete-run
DEV := .venv/.complete-dev
# Two workers per processor, because the tests of the screen wait more than they compute; 16 at most.
PYTEST = $(BIN)/pytest -n $$($(BIN)/python -c 'import os; print(min(16, 2 * (os.cpu_count() or 1)))')
# What `make quick` leaves out, more than three quarters of the time: the screen, the terminal, programs that are started and
# killed, huge hostile files and the wheel.
SLOW := tests/ui tests/terminal tests/promises tests/snapshots tests/sources/test_bombs.py tests/test_packaging.py tests/cli/test_output.py tests/export/test_markdown_escape.py tests/widgets/detail/test_markdown_bounds.py tests/userdata/test_durability.py tests/userdata/test_damage.py

.PHONY: run test quick lint torture audit bench picture format

run: $(RUN)
	@$(BIN)/confui

test: lint
	$(PYTEST)

quick: lint
	HYPOTHESIS_PROFILE=quick $(PYTEST) $(SLOW:%=--ignore %)

lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The counts come last, and also if a test fails. TORTURE="--only kills --seed 7" chooses some of them.
torture: $(DEV)
	@status=0; \
	HYPOTHESIS_PROFILE=long $(PYTEST) || status=1; \
	$(BIN)/python -m benchmarks.torture $(TORTURE) || status=1; \
	exit $$status

audit: $(DEV)
	@.ci/audit $(BIN)/python

bench: $(DEV)
	$(BIN)/python -m benchmarks

picture: $(DEV)
	$(BIN)/python -m tests.snapshots.picture

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(RUN): pyproject.toml constraints.txt
	$(call install,.)

$(DEV): pyproject.toml constraints.txt
	$(call install,.[dev])
	@touch $(RUN)

# The mark is written last, so an interrupted installation is continued. An environment with an old Python, or in which pip does
# not start, is made anew.
define install
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		found=$$($(PYTHON) -c 'import sys; print(sys.version.split()[0])' 2>/dev/null); \
		case $$found in \
			3.1[1-9]*|3.[2-9][0-9]*) ;; \
			*) echo "confui needs Python 3.11 or later, but $(PYTHON) is $${found:-missing}; name another: PYTHON=python3.12 make $(or $(MAKECMDGOALS),run)" >&2; exit 1 ;; \
		esac; \
		$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "Python $$found has no venv module; on Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }; \
		$(PYTHON) -m venv --clear .venv; }
	@echo "Installing the packages into .venv ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --retries 2 --constraint constraints.txt --editable '$(1)' \
		>.venv/pip.log 2>&1 || { \
		echo "The packages could not be installed. Check the network and run make again; details are in .venv/pip.log." >&2; exit 1; }
	@touch $@
endef
