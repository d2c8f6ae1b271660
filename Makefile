# make demo: crawl the bundled sample publishers.  make test: everything, from a fresh clone.
PYTHON ?= python3
NIGHT ?= 1
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint audit clean

$(VENV)/.installed: requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt -e .
	touch $@

demo: $(VENV)/.installed
	$(BIN)/python -m demo.run --night $(NIGHT)

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy --strict cleaning storage crawlers console demo bench nights cli.py forkserver.py heap.py ingest.py scheduler.py shared_model.py workers.py

test: $(VENV)/.installed
	$(BIN)/python -m pytest

audit: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/pip-audit

clean:
	rm -rf $(VENV) .demo build *.egg-info
