# Every target installs what it needs first. `make` alone says what there is.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOME_DIR ?= demo/home
PORT ?= 8765
SAMPLE := samples/stories/crimean-solidarity

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-fast check bench samples pictures browser clean

help:  ## What there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is made last, so that an interrupted installation is done again.
$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Storytrack needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,fast]'
	@touch $@

setup: $(VENV)/.dev browser  ## Install everything, the tools for development and the browser included

browser: $(VENV)/.dev  ## Find a Chromium for the browser tests, or install one
	@$(BIN)/python -m tests.install_browser

demo: $(VENV)/.run  ## Caption the sample story with the embedded engine, and open the screens where it is reviewed
	@# The page is written last; what was edited since stays as it is.
	test -e demo/site/index.html || $(BIN)/storytrack --home $(HOME_DIR) caption $(SAMPLE)/video.mp4 --story $(SAMPLE)/story.md --engine pocketsphinx -o demo/site
	$(BIN)/storytrack --home $(HOME_DIR) ui --port $(PORT)

test: check browser  ## Everything: style, types, architecture, tests with a real browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-fast: $(VENV)/.dev  ## The tests that take seconds, without a browser
	$(BIN)/python -m pytest -n 2 -m "not slow and not browser"

check: $(VENV)/.dev  ## Style, types, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev  ## Measure, peers in the same run, and write bench/results.md
	$(BIN)/python -m tests.benchmarks bench/results.md

samples: $(VENV)/.dev  ## Build the sample stories again (needs flite and festival)
	$(BIN)/python -m samples.make_samples

pictures: $(VENV)/.dev browser  ## Take the pictures of every screen, and those of the README again
	$(BIN)/python -m tests.ui.pictures pictures --readme

clean:  ## Remove what the targets made
	rm -rf $(VENV) demo bench build pictures *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
