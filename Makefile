# Thin over pip, pytest and jlpm: README.md has the plain lines.
VENV ?= .venv
PYTHON ?= python3
MODEL ?= qwen2.5-coder-1.5b
# Containers often have no other user, and Jupyter wants to be told.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# As an activated virtual environment would: python, pip, jupyter and jlpm are its own.
export PATH := $(abspath $(VENV))/bin:$(PATH)

.PHONY: lab test lint check-tools install-dev test-labextension test-ui models browser clean

## Install, fetch the model and open JupyterLab on the quick start.
lab: check-tools $(VENV)/.installed
	jupyter codeintel models pull $(MODEL)
	jupyter lab $(AS_ROOT) examples/quickstart.ipynb

## Install for development, fetch the models, and run all checks and tests.
test: check-tools
	@scripts/stage install $(MAKE) --no-print-directory install-dev
	@scripts/stage models $(MAKE) --no-print-directory models
	@scripts/stage lint $(MAKE) --no-print-directory lint
	@scripts/stage "lab extension tests" $(MAKE) --no-print-directory test-labextension
	@scripts/stage "user interface tests" $(MAKE) --no-print-directory test-ui
	@scripts/stage "Python tests" python -m pytest

install-dev: $(VENV)/.installed-dev
	jupyter labextension list 2>&1 | grep "jupyter-codeintel.*enabled.*OK"
	jupyter server extension list 2>&1 | grep "jupyter_codeintel.*OK"

lint: $(VENV)/.installed-dev tests/ui/node_modules
	ruff check
	ruff format --check
	mypy
	lint-imports
	cd labextension && jlpm lint
	cd tests/ui && jlpm lint

test-labextension: $(VENV)/.installed-dev
	cd labextension && jlpm test

test-ui: tests/ui/node_modules browser
	cd tests/ui && jlpm test

models: $(VENV)/.installed-dev
	jupyter codeintel models pull $(MODEL)
	jupyter codeintel models pull smollm2-135m

browser:
	@test -x /usr/bin/chromium || scripts/install-browser

check-tools:
	@scripts/check-tools $(PYTHON)

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)

# pip keeps the compiled llama.cpp in its cache, so that it is built once per machine.
$(VENV)/.installed: $(VENV)/bin/pip pyproject.toml
	pip install ".[lab]"
	touch $@

$(VENV)/.installed-dev: $(VENV)/bin/pip pyproject.toml
	pip install -e ".[lab,test,lint]"
	touch $@

tests/ui/node_modules: $(VENV)/.installed-dev tests/ui/yarn.lock
	cd tests/ui && jlpm install --immutable
	touch $@

clean:
	rm -rf $(VENV) jupyter_codeintel/labextension labextension/lib */node_modules */*/node_modules
