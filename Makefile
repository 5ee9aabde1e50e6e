# Needs GNU make and Python 3.11, 3.12 or 3.13 with venv; everything else goes into .venv, from the lock files.

.DEFAULT_GOAL := help
.NOTPARALLEL:

# Debian packages the tests need: root gets what is missing, anybody else is told.
SYSTEM_PACKAGES :=

VENV_PYTHON := .venv/bin/python
INSTALL := $(VENV_PYTHON) -m pip --disable-pip-version-check install --quiet --no-input --progress-bar off
LOCK := $(VENV_PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(UPGRADE)

.PHONY: help demo test bench format lock system FORCE

help:  ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .venv/.runtime  ## Make the timetables of both sample stops in output/
	.venv/bin/matchmaker demo

test: .venv/.dev system  ## Check format, lint, types and imports, and run the tests
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo
	$(VENV_PYTHON) -m pytest --cov

bench: .venv/.dev  ## Measure the solver and write docs/benchmarks.md
	$(VENV_PYTHON) -m benchmarks

format: .venv/.dev  ## Put the source into the one format
	$(VENV_PYTHON) -m ruff check --fix-only .
	$(VENV_PYTHON) -m ruff format .

lock: .venv/.dev  ## Write both lock files anew from pyproject.toml (UPGRADE=--upgrade: newer versions)
	$(LOCK) --group build --output-file requirements.lock pyproject.toml
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

system:
	@missing=; for package in $(SYSTEM_PACKAGES); do \
		dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y --no-install-recommends $$missing; \
	else echo "The tests need: apt-get install$$missing" >&2; exit 1; fi

# The stamps say which lock file .venv was last filled from. The project itself is installed as it lies
# here, with the build backend of the lock file.
.venv/.runtime: PINNED := requirements.lock
.venv/.dev: PINNED := requirements-dev.lock
.venv/.runtime: requirements.lock
.venv/.dev: requirements-dev.lock
.venv/.runtime .venv/.dev: pyproject.toml .venv/pyvenv.cfg
	@echo "Installing $(PINNED) into .venv (once, about a minute)"
	@$(INSTALL) --require-hashes -r $(PINNED)
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# A .venv that was made elsewhere, by another Python, or without pip is made anew; a good one is left alone.
.venv/pyvenv.cfg: FORCE
	@suits='import sys; assert (3, 11) <= sys.version_info < (3, 14)'; \
	if $(VENV_PYTHON) -c "$$suits; import pip" 2>/dev/null && grep -qF "$$(pwd -P)/.venv" .venv/bin/activate; \
		then exit 0; fi; \
	for python in python3 python3.13 python3.12 python3.11; do \
		if $$python -c "$$suits" 2>/dev/null; then break; fi; python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11, 3.12 or 3.13 is needed (Debian: apt-get install python3 python3-venv)" >&2; exit 1; fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "Python's venv is needed (Debian: apt-get install python3-venv)" >&2; exit 1; fi; \
	$$python -m venv --clear .venv
