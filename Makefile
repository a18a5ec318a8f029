# `make help` lists what there is. Everything Python goes into .venv; nothing is installed into the system's Python.
# The first that runs and is new enough: a name on the path may be a shim with nothing behind it.
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14 python; do \
  "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done)
ADDRESS ?= 127.0.0.1:8000
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

# The tests whose coverage is measured: those that stand beside the code. The others take long without it.
MEASURED := tests/broker_network tests/macros

.DEFAULT_GOAL := help
.PHONY: help serve build generate test lint bench evidence lock parts clean

help:  ## List these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done

serve: .venv/site  ## Build the guide and show it at http://127.0.0.1:8000/, live while you edit
	@$(BIN)/python -c 'import socket, sys; host, _, port = sys.argv[1].rpartition(":"); socket.create_server((host, int(port)))' \
	  $(ADDRESS) 2>/dev/null || { echo "$(ADDRESS) is taken. Use another: make serve ADDRESS=127.0.0.1:8001"; exit 1; }
	@$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

build: .venv/site  ## Write the guide to site/
	@$(BIN)/mkdocs build --strict

generate: .venv/site  ## Write the files of all examples, or of your own: make generate NETWORK=path/to/topology.yaml
	@$(BIN)/broker-network generate $(if $(NETWORK),"$(NETWORK)")

test: .venv/test parts lint  ## Run every test: files, pages, browser, running clusters
	@$(BIN)/python -m bench --short
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n 2 $(MEASURED)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report
	@$(BIN)/python -m pytest -n 2 -m "not lab" $(MEASURED:%=--ignore=%)
	@$(BIN)/python -m pytest -n 2 -m lab

lint: .venv/test  ## Check style, types, spelling and unused code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy broker_network macros tests bench
	@$(BIN)/codespell
	@$(BIN)/python -m tests.support.unused

bench: .venv/test  ## Measure how long files and pages take, as ratios; every part on little: SHORT=1
	@$(BIN)/python -m bench $(if $(SHORT),--short)

parts: .venv/test  ## Get what the tests need beside Python: browser, Java, MCollective, brokers
	@.ci/parts
	@$(BIN)/broker-network fetch || { [ -z "$$CI" ] && echo "Without them the tests of running clusters are skipped."; }

evidence: .venv/test  ## Run experiments without a result on real brokers; repeat: ONLY=ttl RELEASE=6.2.6
	@$(BIN)/python -m tests.experiments $(ONLY:%=--only %) $(RELEASE:%=--release %)

lock: .venv/test  ## Lock the newest allowed requirements, with hashes
	@for extras in site site,test; do CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes \
	  --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --extra $$extras --output-file requirements/$${extras#*,}.txt pyproject.toml; done

clean:  ## Remove what was built, the virtual environment and the caches
	rm -rf .venv site .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is missing. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"; echo "If it is somewhere else: make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or newer"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making .venv"
	@"$(PYTHON)" -m venv .venv

.venv/site: requirements/site.txt pyproject.toml | .venv/bin/python
	@echo "Installing requirements/site.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --editable .
	@touch $@

.venv/test: requirements/test.txt | .venv/site
	@echo "Installing requirements/test.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
