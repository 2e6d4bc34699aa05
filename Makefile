# Thin over pip, pytest and jlpm: README.md has the plain lines.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
# A wheel that pip builds from a source distribution is kept in pip's own cache.
PIP := $(BIN)/python -m pip
MODEL ?= qwen2.5-coder-1.5b

.PHONY: lab test lint check-tools install-dev test-labextension test-ui models browser clean

## Install, fetch the model and open JupyterLab on the quick start.
lab: check-tools $(VENV)/.installed
	$(BIN)/jupyter codeintel models pull $(MODEL)
	$(BIN)/jupyter lab examples/quickstart.ipynb

## Install for development, fetch the models, and run all checks and tests.
test: check-tools
	@scripts/stage install $(MAKE) --no-print-directory install-dev
	@scripts/stage models $(MAKE) --no-print-directory models
	@scripts/stage lint $(MAKE) --no-print-directory lint
	@scripts/stage "lab extension tests" $(MAKE) --no-print-directory test-labextension
	@scripts/stage "user interface tests" $(MAKE) --no-print-directory test-ui
	@scripts/stage "Python tests" $(BIN)/python -m pytest

install-dev: $(VENV)/.installed-dev
	$(BIN)/jupyter labextension list 2>&1 | grep "jupyter-codeintel.*enabled.*OK"
	$(BIN)/jupyter server extension list 2>&1 | grep "jupyter_codeintel.*OK"

test-labextension: $(VENV)/.installed-dev
	cd labextension && ../$(BIN)/jlpm test

test-ui: tests/ui/node_modules browser
	cd tests/ui && PYTHON=$(abspath $(BIN))/python ../../$(BIN)/jlpm test

lint: $(VENV)/.installed-dev tests/ui/node_modules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd labextension && ../$(BIN)/jlpm lint
	cd tests/ui && ../../$(BIN)/jlpm lint

models: $(VENV)/.installed-dev
	$(BIN)/jupyter codeintel models pull $(MODEL)
	$(BIN)/jupyter codeintel models pull smollm2-135m

browser:
	@test -x /usr/bin/chromium || scripts/install-browser

check-tools:
	@scripts/check-tools $(PYTHON)

tests/ui/node_modules: $(VENV)/.installed-dev tests/ui/yarn.lock
	cd tests/ui && ../../$(BIN)/jlpm install --immutable
	touch $@

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(PIP) install ".[lab]"
	touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml
	$(PIP) install -e ".[lab,test,lint]"
	touch $@

clean:
	rm -rf $(VENV) jupyter_codeintel/labextension labextension/node_modules labextension/lib tests/ui/node_modules
