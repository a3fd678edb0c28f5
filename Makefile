# Haat: `make demo` shows it, `make test` proves it. Everything needed is installed by these commands.
SHELL := /bin/bash
# The system's own Python is built with profile-guided optimisation: pages cost a third less than with a plain build.
PYTHON ?= $(shell tools/python)
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= 2

# Only the files whose hashes are in the lock are let in; the project itself is built with what the lock brought.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(INSTALL) --require-hashes --no-deps -r
ITSELF := $(INSTALL) --no-deps --no-build-isolation --editable .

.PHONY: demo rooms test test-sqlite test-postgresql test-browser quick check coverage mutants lint format bench bench-million bench-lighthouse \
	messages lock upgrade install install-demo install-dev clean

install: .venv/installed ## what the product needs
install-demo: .venv/installed-demo ## and what the demonstration needs
install-dev: .venv/installed-dev ## and what its tests need

.venv/bin/python:
	tools/system-packages venv $(PYTHON)
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml requirements/product.txt
	tools/system-packages run
	$(LOCKED) requirements/product.txt
	$(ITSELF)
	touch $@

.venv/installed-demo: .venv/installed requirements/demo.txt
	$(LOCKED) requirements/demo.txt
	touch $@

.venv/installed-dev: .venv/installed requirements/dev.txt
	tools/system-packages test
	$(LOCKED) requirements/dev.txt
	touch $@ .venv/installed-demo

lock: install-dev ## requirements/*.txt anew from pyproject.toml; versions stay where they fit
	$(BIN)/python tools/lock.py

upgrade: install-dev ## and take the newest versions that fit
	$(BIN)/python tools/lock.py --upgrade

messages: .venv/installed ## compile translations
	@$(BIN)/python tools/messages.py compile

demo: install-demo messages ## the demonstration districts, on http://127.0.0.1:$(PORT)/
	PORT=$(PORT) $(BIN)/haat demo

# A file's tests share what they are made on; the order is tests/conftest.py's.
BY_FILE := --dist loadfile --no-loadscope-reorder
# PostgreSQL is then asked whatever SQLite was, but not by every test anew (tests/cover.py).
STATEMENTS := var/statements
test: KEEP := --keep-statements=$(STATEMENTS)
test: COVER := --cover-statements=$(STATEMENTS)
test: install-dev messages lint test-sqlite test-postgresql test-browser ## everything CI runs

test-sqlite:
	rm -rf $(STATEMENTS)
	tools/in-memory $(BIN)/pytest -n $(WORKERS) $(BY_FILE) -m "not browser" $(KEEP)

test-postgresql: ## the tests that touch the database, on a PostgreSQL of their own
	tools/in-memory $(BIN)/python tools/postgres.py run -- $(BIN)/pytest -n $(WORKERS) $(BY_FILE) -m "not browser" \
		--only-database $(COVER)

PATIENT := --reruns 1 --only-rerun TimeoutError
test-browser: ## a step that outlasts its minute on a busy machine is tried once more, and said so; a district opens on both databases
	tools/in-memory $(BIN)/pytest -n $(WORKERS) --dist worksteal -m browser $(PATIENT)
	tools/in-memory $(BIN)/python tools/postgres.py run -- $(BIN)/pytest -n0 -m browser $(PATIENT) tests/browser/test_opening.py

quick: install-dev messages lint ## in a minute: the linters, and the tests that need no database
	$(BIN)/pytest -n $(WORKERS) -q -m "not browser and not load" --without-database

T ?= tests
check: install-dev messages ## the tests of one path: make check T=tests/stock/test_stock.py
	$(BIN)/pytest -n0 -q $(T)

coverage: install-dev messages ## which lines and branches of haat/ no test walks
	$(BIN)/pytest -n $(WORKERS) $(BY_FILE) -m "not browser" --cov --cov-report term-missing:skip-covered

ROOM ?=
mutants: install-dev messages ## do the tests notice when the code is wrong? make mutants ROOM=stock for one room
	tools/in-memory $(BIN)/python -m tools.mutants --workers $(WORKERS) $(ROOM)

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy haat config demo

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

rooms: ## write docs/ROOMS.md anew from the code
	$(PYTHON) tools/rooms.py

bench: install-dev messages ## measure both databases at 10,000 and 100,000 goods, and write benchmarks/results/*.json
	tools/system-packages bench
	$(BIN)/python -m benchmarks.run

bench-million: install-dev messages ## and at a million, grown out of 100,000
	$(BIN)/python -m benchmarks.run --only sqlite,postgresql --goods 100000,1000000

bench-lighthouse: install-dev messages ## Lighthouse's scores of the demonstration; needs Node
	$(BIN)/python -m benchmarks.run --only lighthouse

clean: ## remove what the commands made, but not the data in var/
	rm -rf .venv .ruff_cache .mypy_cache .hypothesis
