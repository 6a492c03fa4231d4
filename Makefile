# One door for each job. Every job but `lock` and `clean` sets up first; setting up a second time takes no time.
PYTHON ?= python3
BIN := .venv/bin
# Stories wait more than they work, so two tests share a core (with three, Slack's three seconds ran out now and then).
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')
READY := .venv/ready

.PHONY: setup demo test check bench prove format lock clean

setup: $(READY)

$(READY): pyproject.toml requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' || { \
	  echo "Uptake needs Python 3.11 or newer, and '$(PYTHON)' is older or missing. Install a newer one, or say which to use: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python can't make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv, once (about a minute) ..."
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock || { \
	  echo "The packages could not be installed. Check the network and run the same command again."; rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: setup
	@$(BIN)/uptake demo

test: setup
	@$(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal -m "not alone"
	@$(BIN)/pytest -m alone

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup
	@$(BIN)/python tests/bench/run.py

prove: setup
	@$(BIN)/python tests/prove/run.py

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock:
	uv pip compile pyproject.toml --group dev --extra postgres --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.lock
	uv pip compile pyproject.toml --extra postgres --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock

clean:
	rm -rf .venv test-artefacts
