# Haat: `make demo` shows it, `make test` proves it. Everything needed is installed by these commands.
SHELL := /bin/bash
# The system's own Python is built with profile-guided optimisation: pages cost a third less than with a plain build.
PYTHON ?= $(shell tools/python)
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= 2

.PHONY: demo test test-sqlite test-postgresql test-browser lint format bench messages install install-dev clean

install: .venv/installed ## what the product needs
install-dev: .venv/installed-dev ## and what its tests need

.venv/bin/python:
	tools/system-packages venv $(PYTHON)
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	tools/system-packages run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: .venv/installed
	tools/system-packages test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

messages: .venv/installed ## compile translations
	@$(BIN)/python tools/messages.py compile

demo: install messages ## the demonstration districts, on http://127.0.0.1:$(PORT)/
	PORT=$(PORT) $(BIN)/haat demo

test: install-dev messages lint test-sqlite test-postgresql test-browser ## everything CI runs

test-sqlite:
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not browser"

test-postgresql: ## the tests that touch the database, on a PostgreSQL of their own
	$(BIN)/python tools/postgres.py run -- $(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not browser" --only-database

test-browser: ## a step that outlasts its minute on a busy machine is tried once more, and said so
	$(BIN)/pytest -n $(WORKERS) -m browser --reruns 1 --only-rerun TimeoutError

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy haat config demo

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev messages ## measure, and write benchmarks/results/*.json
	$(BIN)/python -m benchmarks.run

clean: ## remove what the commands made, but not the data in var/
	rm -rf .venv .ruff_cache .mypy_cache .hypothesis
