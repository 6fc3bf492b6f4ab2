# Everything starts from a bare checkout: each target first makes .venv, and only when it is missing or out of date.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install demo test lint format bench chaos fuzz soak histories pins clean

ARGS ?=
BIN := .venv/bin
STAMP := .venv/.installed
CODE := bot adapters tests

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

install: $(STAMP) ## make .venv with the warmline command in it

demo: $(STAMP) ## try Warmline without any token (ARGS=--tour: in the terminal)
	@$(BIN)/warmline demo $(ARGS)

test: $(STAMP) ## run all tests, a file to a core (ARGS="tests/core -k claim": some of them, one after the other)
	@$(BIN)/python -m pytest $(or $(ARGS),--numprocesses=logical --maxprocesses=4 --dist=loadfile)

lint: $(STAMP) ## style, types, import contracts
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache

format: $(STAMP) ## put the code into shape
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: $(STAMP) ## measure Warmline beside bare bridges
	@$(BIN)/python -m tests.bench $(ARGS)

chaos: $(STAMP) ## kill the line under load and account for every message (ARGS="--kills 200 --seed 7")
	@$(BIN)/python -m tests.chaos $(ARGS)

fuzz: $(STAMP) ## random, malformed and hostile updates, then formatting (100,000; ARGS="--updates 2000 --seed 7")
	@$(BIN)/python -m tests.fuzz $(ARGS)
	@MARKUP=3000 $(BIN)/python -m pytest -q tests/fuzz/test_markup.py

soak: $(STAMP) ## talk at both platforms' limits for minutes; what grows is found (ARGS="--minutes 20 --seed 7")
	@$(BIN)/python -m tests.soak $(ARGS)

histories: $(STAMP) ## the histories of routing and of what is left, long (500 of 60 steps; ARGS: pytest's)
	@HISTORIES=500 STEPS=60 $(BIN)/python -m pytest -q -o faulthandler_timeout=36000 \
		tests/core/test_routing.py tests/stories/test_invariants.py tests/stories/test_aside.py \
		tests/stories/test_random_visits.py $(ARGS)

pins: ## resolve requirements.txt anew (needs uv; ARGS=--upgrade: newest releases)
	@command -v uv >/dev/null || { echo "make pins needs uv on the PATH." >&2; exit 1; }
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins" --quiet $(ARGS) -o requirements.txt

clean: ## remove .venv and all that was made
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The first interpreter that is new enough; PYTHON=/path/to/python3 names another.
define FIND_PYTHON
for python in $(PYTHON) python3 python python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; python=; \
done
endef

$(STAMP): pyproject.toml requirements.txt
	@set -euo pipefail; \
	if command -v uv >/dev/null; then \
		[ -x $(BIN)/python ] || uv venv --quiet --python "$(or $(PYTHON),>=3.11)" .venv; \
		uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt; \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
			$(FIND_PYTHON); \
			[ -n "$$python" ] || { echo "Warmline needs Python 3.11 or newer (or uv), and found none. Install it, or name it: make install PYTHON=/path/to/python3" >&2; exit 1; }; \
			"$$python" -c 'import ensurepip, venv' 2>/dev/null || { echo "$$python has no venv module. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
			"$$python" -m venv --clear .venv; \
		fi; \
		echo "Installing Warmline into .venv (about a minute the first time) ..."; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.txt; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .; \
	fi; \
	touch $@
