# Every target sets up .venv by itself. All that must be there: make (3.81 will do) and Python 3.11 or newer.

.PHONY: help run test check bench lock clean
.DEFAULT_GOAL := help

PYTHON ?= python3
PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
VENV := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE  # where it is set, every process would compile everything anew: seconds each

RUNNING := $(if $(EXTRAS),requirements-extras.lock,requirements.lock)

# A stamp is named by what was installed, and where: it goes stale by itself.
LOCKED := $(shell { pwd; cat $(RUNNING) pyproject.toml; } | cksum | cut -d' ' -f1)
LOCKED_DEV := $(shell { pwd; cat requirements-dev.lock pyproject.toml; } | cksum | cut -d' ' -f1)
READY := .venv/ready-$(LOCKED)
READY_DEV := .venv/ready-dev-$(LOCKED_DEV)

ifeq ($(wildcard $(VENV)),)
$(shell rm -f .venv/ready-*)  # the interpreter it was made with is gone
endif

help:
	@echo "make run      start Galley; without Slack credentials the sandbox too. EXTRAS=1: with previews of HEIC, PDF, video"
	@echo "make test     every test"
	@echo "make check    format, lint, types, walls, documentation, sizes, known advisories"
	@echo "make bench    measure, side by side with what we compare ourselves to"
	@echo "make lock     pin the dependencies of pyproject.toml anew (needs uv)"
	@echo "make clean    remove what these targets made, except your data"

run: $(READY)
	@$(VENV) -m bot run

test: $(READY_DEV)
	@$(VENV) -m pytest -n 6 --dist worksteal

check: $(READY_DEV)
	@$(VENV) -m ruff format --check --quiet . || { echo "Run: $(VENV) -m ruff format"; exit 1; }
	@$(VENV) -m ruff check --quiet .
	@echo "Checking types ..."
	@$(VENV) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(VENV) -m pytest tests/house
	@$(VENV) -m tests.house.sizes
	@$(VENV) -m tests.house.advisories

bench: $(READY_DEV)
	@set -e; for bench in tests/bench/bench_*.py; do $(VENV) -m tests.bench.$$(basename $$bench .py); done

$(READY): | $(VENV)
	@echo "Installing $$(grep -c == $(RUNNING)) pinned packages (a minute the first time) ..."
	@$(call install,$(RUNNING))
	@touch $@

$(READY_DEV): | $(VENV)
	@echo "Installing $$(grep -c == requirements-dev.lock) pinned packages, those for tests included ..."
	@$(call install,requirements-dev.lock)
	@touch $@ $(READY)

PIP := $(VENV) -m pip -qq --disable-pip-version-check --no-input install
install = $(PIP) --require-hashes --only-binary :all: -r $(1) && $(PIP) --no-deps --no-build-isolation --no-index -e .

$(VENV):
	@for python in $(PYTHONS) none; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ $$python = none ]; then \
		echo "Galley needs Python 3.11 or newer and found none. Install it, or say where it is: make run PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Creating .venv with $$($$python --version) ..."; \
	$$python -m venv --clear .venv || { rm -rf .venv; exit 1; }

lock:
	@uv pip compile $(COMPILE) --group build -o requirements.lock pyproject.toml
	@uv pip compile $(COMPILE) --group build --all-extras -c requirements.lock -o requirements-extras.lock pyproject.toml
	@uv pip compile $(COMPILE) --group build --group dev --all-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

# Hashes and no host names, for Linux and macOS and every Python we run on.
COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock" $(UPGRADE)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis galley.egg-info
