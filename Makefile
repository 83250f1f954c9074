# Two commands are all a newcomer needs: make demo, make test. Everything they use is installed into .venv by hash.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help setup browser demo test lint format lock bench clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

setup: .venv/.installed ## Create .venv and install requirements.lock, every file checked by its hash

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Hearback needs Python 3.11 or newer; set PYTHON to one, for example: make PYTHON=python3.11 $(MAKECMDGOALS)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## Show the product at work on a sample mailbox (ARGS=--once ends by itself)
	@$(BIN)/hearback demo $(ARGS)

browser: ## Install Chromium for the browser tests, where this is Debian and we may
	@if [ -x /usr/bin/chromium ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium \
		|| echo "CHROMIUM COULD NOT BE INSTALLED: the browser tests will be skipped" >&2; \
	else echo "THERE IS NO /usr/bin/chromium: the browser tests will be skipped; install chromium to run them" >&2; fi

test: setup browser ## Run every test
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: setup ## Check format, rules, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup ## Resolve the dependencies anew into requirements.lock, with hashes and without registry addresses
	$(BIN)/uv pip compile pyproject.toml --group dev --upgrade --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.lock

bench: setup ## Measure detection against its floors
	$(BIN)/python bench/detection.py
	$(BIN)/python bench/worst_case.py
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/perturb.py

clean: ## Remove what can be made again
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
