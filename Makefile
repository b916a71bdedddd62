# Two commands do everything on a fresh machine that has Python 3.11, git and make:
#   make demo    the sample practice's letters, from records to files that open as drafts
#   make test    linters, types and tests, with what they need
.DEFAULT_GOAL := help
.PHONY: help demo test lint types unit packages bench accuracy gallery clients clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TODAY := 2026-11-24
SAMPLE := --today $(TODAY)

help:
	@echo "make demo    write, check and export the sample practice's letters"
	@echo "make test    linters, types and tests"
	@echo "make bench   the figures of benchmarks/"
	@echo "make accuracy  how well needs, names, roles, sentences that give a client away are understood"
	@echo "make clients  drafts opened, edited and sent in real mail programs; installs them, 300 MB"
	@echo "make clean   remove what the others made"

$(BIN)/outreach: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "This needs Python 3.11 or newer; set PYTHON=python3.11 or the like.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(BIN)/outreach
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(BIN)/outreach
	@echo "1. Drafts, as of $(TODAY)"
	@$(BIN)/outreach $(SAMPLE) draft --refresh
	@echo
	@echo "2. What the checks say"
	@$(BIN)/outreach $(SAMPLE) check
	@echo
	@echo "3. Messages that open as drafts"
	@$(BIN)/outreach $(SAMPLE) export eml --all --again
	@echo
	@echo "Now open drafts/abena-osei.introduction.md in any editor, 'outbox/2026-11-24 Dr Abena Osei – introduction.eml' in your mail program,"
	@echo "or see all of them in your browser:  $(BIN)/outreach $(SAMPLE) preview"

packages:
	@sh tools/install-packages packages.txt

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev
	@$(BIN)/mypy

# What the tests read from npm; the lock has its digest. Without npm they are skipped and say so.
tests/npm/node_modules: tests/npm/package-lock.json
	@if command -v npm >/dev/null 2>&1; then npm ci --prefix tests/npm --silent --no-audit --no-fund && touch $@; \
	else echo "npm is missing: the tests that read its packages are skipped."; fi

# Tests start the program some hundred times; without what Python compiled before, each start takes twice as long.
unit: export PYTHONDONTWRITEBYTECODE =
unit: $(VENV)/.dev packages tests/npm/node_modules
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(PYTEST)

test: packages lint types unit

bench: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python -m benchmarks.performance $(BENCH)
	@$(BIN)/python benchmarks/checking.py
	@$(BIN)/python -m benchmarks.app
	@$(BIN)/python -m benchmarks.imports

# A check before a release: mail programs with windows, on a screen that needs none, with a mail server on loopback.
clients: $(VENV)/.dev
	@sh tools/install-packages tools/clients/packages.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[clients]'
	@$(BIN)/python -m tools.clients $(CLIENTS)

gallery: $(BIN)/outreach
	@$(BIN)/python tools/gallery

accuracy: $(BIN)/outreach
	@$(BIN)/python benchmarks/needs.py
	@$(BIN)/python benchmarks/names.py
	@$(BIN)/python benchmarks/roles.py
	@$(BIN)/python -m benchmarks.guard tests/data/guard/sealed-*.tsv
	@$(BIN)/python -m benchmarks.guard --of es tests/data/guard/es/sealed-*.tsv
	@$(BIN)/python -m benchmarks.guard --of records tests/data/guard/records/sealed-*.tsv
	@$(BIN)/python -m benchmarks.guard --of wishes tests/data/guard/records/sealed-book-*.tsv

clean:
	rm -rf $(VENV) tests/npm/node_modules drafts outbox .outreach .mypy_cache .ruff_cache .pytest_cache .hypothesis
