# HSAF: everything a visitor needs is here. `make run` starts it, `make test` proves it.
#
# Settings, from the environment or the command line (`make run HSAF_PORT=9000`):
#   PYTHON         interpreter to build .venv with; default: the first one on PATH that is 3.11 or newer
#   HSAF_PORT      port of `make run` (8080)
#   HSAF_DATA_DIR  data folder of `make run` (var); a fresh one gets a fresh demo database
#   PYTEST_ARGS    arguments of `make test`, e.g. PYTEST_ARGS='-k ledger -x'; by default two processes share the files
#   BENCH_ARGS     extra arguments of `make bench`, e.g. BENCH_ARGS='--databases sqlite --sizes'
#   PROFILE, HOST, LOCUST_ARGS  what `make load` plays, against what, and how much (-u clerks -t time)

.POSIX:
.SUFFIXES:
.DEFAULT_GOAL := help
SHELL = /bin/sh

PROFILE = outpatient
HOST = http://127.0.0.1:8080
LOCUST_ARGS = -u 8 -r 8 -t 60s
PYTEST_ARGS = -n 2 --dist loadfile

VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check
UV_COMPILE = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url

# Stamps say what is installed; they are newer than what they were made from, or the step runs again.
VENV_STAMP = $(VENV)/.made
RUN_STAMP = $(VENV)/.run-installed
DEV_STAMP = $(VENV)/.dev-installed

export PYTHONUTF8 = 1

.PHONY: help
help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{printf "%-16s%s\n", $$1, $$2}'

# --- set-up ------------------------------------------------------------------------------------

$(VENV_STAMP):
	@sh tools/make-venv $(VENV)
	@touch $@

$(RUN_STAMP): $(VENV_STAMP) requirements/run.txt pyproject.toml
	@echo "Installing HSAF's dependencies (once; hash-locked) ..."
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements/dev.txt
	@echo "Installing test and lint tools (once; hash-locked) ..."
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: setup
setup: $(RUN_STAMP) web ## install what `make run` needs

.PHONY: dev
dev: $(DEV_STAMP) ## install what the tests and linters need

.PHONY: web
web: ## build the web pages, where Node is
	@sh tools/build-web

# --- run ---------------------------------------------------------------------------------------

.PHONY: run
run: $(RUN_STAMP) web ## serve the demo region on http://127.0.0.1:8080 (Ctrl-C stops)
	@exec sh tools/run-demo $(BIN)

.PHONY: demo
demo: $(RUN_STAMP) ## settle the example exchanges and explain every fen
	@$(BIN)/hsaf demo

.PHONY: history
history: $(RUN_STAMP) ## months of made-up visits in HSAF_DATA_DIR, for the charts (not for acceptance runs)
	@export HSAF_DATA_DIR="$${HSAF_DATA_DIR:-var}" && mkdir -p "$$HSAF_DATA_DIR" && \
		$(BIN)/hsaf db upgrade && $(BIN)/hsaf db seed && $(BIN)/hsaf demo-history

# --- check -------------------------------------------------------------------------------------

.PHONY: test
test: $(DEV_STAMP) ## run the test suite on SQLite and whatever services are here
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

.PHONY: lint
lint: $(DEV_STAMP) ## style, architecture and shell checks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

.PHONY: types
types: $(DEV_STAMP) web ## static types
	@$(BIN)/mypy
	@if [ -d hsaf/web/node_modules ]; then cd hsaf/web && npm run --silent check; fi

.PHONY: check
check: lint types test ## everything CI checks

# --- measure -----------------------------------------------------------------------------------

.PHONY: bench
bench: $(DEV_STAMP) ## settlements a second, percentiles, the ratio to the floor; SQLite and MariaDB
	@$(BIN)/python -m perf.bench $(BENCH_ARGS)

.PHONY: load
load: $(DEV_STAMP) ## play PROFILE=outpatient against HOST=http://127.0.0.1:8080, within limits
	@$(BIN)/python -m locust -f perf/profiles/$(PROFILE).py --headless --only-summary --host $(HOST) $(LOCUST_ARGS)

# --- maintain ----------------------------------------------------------------------------------

.PHONY: format
format: $(DEV_STAMP) ## rewrite the code in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: reference
reference: $(DEV_STAMP) ## renew the generated pages of docs/reference
	@$(BIN)/python tools/reference.py

.PHONY: lock
lock: $(DEV_STAMP) ## renew the hash-locked requirements
	@$(UV_COMPILE) --upgrade pyproject.toml requirements/run.in --output-file requirements/run.txt
	@$(UV_COMPILE) --upgrade requirements/dev.in --output-file requirements/dev.txt

.PHONY: clean
clean: ## remove what was built (not the data folder)
	rm -rf $(VENV) hsaf/web/node_modules hsaf/web/dist build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
