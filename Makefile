# Every target makes what it needs. Python 3.11, make and git are enough.
PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
export BANYAN_VAR ?= $(CURDIR)/var

.PHONY: help setup run check test messages bench bench-search lighthouse screens lock

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: .venv/ready ## build .venv from the lock file; loads no data

.venv/ready: requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch .venv/ready

run: .venv/ready ## serve the demo on 127.0.0.1:8000 (PORT)
	$(BIN)/python manage.py run_demo

check: .venv/ready ## lint, types, layers, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy site courses mentorship certification
	$(BIN)/lint-imports
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run

test: .venv/ready ## everything: fast tests, servers and killed processes, browser journeys
	$(BIN)/python tests/run_all.py

messages: .venv/ready ## bring the message catalogues up to date, name what wants a translation
	$(BIN)/python -m tests.architecture.catalogues

bench: .venv/ready ## print a table of timings
	$(BIN)/python -m tests.bench

bench-search: .venv/ready ## whether a search finds the right page: TEXTS=folder of .txt [QUERIES=file]
	$(BIN)/python -m tests.bench_search

lighthouse: .venv/ready tests/tools/node_modules/.package-lock.json ## score five screens on a simulated slow phone (needs npm)
	$(BIN)/python -m tests.lighthouse

tests/tools/node_modules/.package-lock.json: tests/tools/package-lock.json
	cd tests/tools && npm ci --ignore-scripts
	touch $@

screens: .venv/ready ## take the pictures of docs/screens anew, from the demo
	$(BIN)/python -m tests.pictures

lock: ## renew both lock files (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements-dev.lock
