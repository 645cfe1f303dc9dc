# Every target works from a bare checkout: the first that needs it builds .venv.
# Override with e.g. `make test PYTHON=python3.12 ARGS="-k wheel"`.

# The first Python that is new enough, so that an old python3 does not hide a newer one.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ARGS ?=
BIN := .venv/bin
STAMP := .venv/.installed
INSTALL := -m pip install --quiet --disable-pip-version-check -c constraints.txt

# Byte code that is kept spares each process that a test starts the compiling of what it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help serve test rest typed coverage busy lowest grown mutants lint lint-scripts bench soak fuzz data rooms docs \
	clean browser

help: ## Show these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

serve: $(STAMP) ## Open the dashboard in a browser (Ctrl-C stops it)
	@$(BIN)/fasail-atlas serve $(ARGS)

WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)
test: $(STAMP) browser ## Run the tests, in a real browser too; ARGS="--slow" for those that take long
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

# For CI alone: tests that failed, and nothing else that ended a run, are tried once more by themselves,
# and stay named in what is printed. At a person's desk one failure is a failure.
define again
|| { code=$$?; [ $$code = 1 ] || exit $$code; \
	echo "These failed; once more, each by itself:"; \
	$(BIN)/python -m pytest -p no:xdist --last-failed --last-failed-no-failures=none; }
endef

# CI runs each test once: these two targets have the others, under harder conditions than here.
rest: $(STAMP) browser ## Run the tests but those of typed and busy, so that with them each runs once
	$(BIN)/python -m pytest -n $(WORKERS) $(TYPED:%=--ignore=%) $(BUSY:%=--deselect=%) $(ARGS) $(again)

# The rooms where a wrong type would be a wrong answer, each call and result held to its annotation.
TYPED ?= tests/geo/areas tests/geo/records tests/geo/spatial tests/geo/verdicts
typed: $(STAMP) ## Run the tests of a few rooms while each call is held to its annotations
	$(BIN)/python -m pytest -n $(WORKERS) -p tests.support.checked_types $(TYPED) $(ARGS)

coverage: $(STAMP) ## Measure which lines and branches the tests without a browser reach, floor 90 %
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term -m "not browser" tests $(ARGS)

# Without pytest-xdist, so that this proves too that the tests run without it.
BUSY ?= tests/test_pace.py tests/browser/test_guard.py tests/browser/test_cancel.py \
	tests/browser/test_longwork.py::test_an_import_without_patience_works_each_time
busy: $(STAMP) browser ## Run a few tests in one process while two loops keep the machine busy
	@while :; do :; done & one=$$!; while :; do :; done & two=$$!; \
	trap "kill $$one $$two" EXIT; \
	$(BIN)/python -m pytest -p no:xdist $(BUSY) $(ARGS)

# The part that meets most libraries; what old ones warn of is no fault of ours.
LOWEST ?= tests/geo/parsing tests/geo/reference tests/geo/areas tests/geo/spatial tests/geo/verdicts \
	tests/geo/schemas tests/geo/io/test_parquet.py tests/geo/io/test_writers.py \
	tests/layers/builders tests/layers/placement tests/layers/static
lowest: $(STAMP) ## Test with the lowest versions that pyproject.toml declares, in .venv-lowest
	@test -x .venv-lowest/bin/pip || '$(PYTHON)' -m venv .venv-lowest
	$(BIN)/python -m tests.lowest >.venv-lowest/constraints.txt
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check \
		-c .venv-lowest/constraints.txt -e '.[fast,postgres,scale]' --group test
	.venv-lowest/bin/python -m pytest -p no:xdist -W default $(LOWEST) $(ARGS)

# A test that fails only there asserts a fact of the record, and belongs into tests/record.
GROWN ?= tests/geo tests/layers tests/dashboard tests/browser
grown: $(STAMP) browser ## Run the tests of code in a copy of the checkout whose record has grown
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(BIN)/python -m tests.support.grown "$$folder" && cd "$$folder" && PYTHONPATH="$$folder" \
	'$(CURDIR)/$(BIN)/python' -m pytest -n $(WORKERS) $(GROWN) $(ARGS)

# Hours for all: ARGS="geo.verdicts.rules_claims" tries the mutants of one module, and all of them again.
mutants: $(STAMP) ## Put faults into verdicts and spatial, and list what no test sees; ARGS narrows to modules
	$(BIN)/python $(INSTALL) --group mutants
	$(BIN)/python -m tests.mutants $(ARGS)

lint: $(STAMP) ## Check style, formatting, types, spelling, dependencies and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/deptry .

# Node.js is for work on the scripts alone: neither the dashboard nor CI needs it.
ESLINT := eslint@9.39.2
lint-scripts: ## Check the scripts of the map with eslint, which npx fetches; needs Node.js
	@command -v npx >/dev/null || { echo "lint-scripts needs Node.js 20 or newer, with npx" >&2; exit 1; }
	npx --yes $(ESLINT) layers/web/client tests/layers/web eslint.config.mjs

bench: $(STAMP) ## Measure the joins beside those of others, the import and the map, on invented points
	$(BIN)/python -m bench $(ARGS)

soak: $(STAMP) browser ## Measure what is lost under load and faults, about twelve minutes; ARGS="--only kill"
	$(BIN)/python -m soak $(ARGS)

fuzz: $(STAMP) ## Fuzz the readers of files with atheris for ten minutes, on Linux
	$(BIN)/python $(INSTALL) --group fuzz
	$(BIN)/python -m tests.fuzz $(or $(ARGS),-max_total_time=600)

data: $(STAMP) ## Declare the data files anew with sizes and hashes, after an edit in data/
	$(BIN)/python data/build.py package

rooms: $(STAMP) ## Draw the rooms anew, after a package or a contract changed; see docs/architecture.md
	$(BIN)/python docs/rooms.py

docs: $(STAMP) ## Build the documentation with its API pages into out/site; a warning is an error
	$(BIN)/python $(INSTALL) --group docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

clean: ## Remove .venv, caches and build output
	rm -rf .venv .venv-lowest build dist out mutants geo/_data .pytest_cache .hypothesis .mypy_cache .ruff_cache \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml constraints.txt
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "fasail-atlas needs Python 3.11 or newer: install it, or name it with make PYTHON=..." >&2; exit 1; }
	@test -x $(BIN)/pip || '$(PYTHON)' -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) cannot make a virtual environment: on Debian, install python3-venv" >&2; exit 1; }
	$(BIN)/python $(INSTALL) 'pip>=25.1'  # older ones know no dependency groups
	$(BIN)/python $(INSTALL) -e '.[postgres]' --group dev
	@touch $@

# The order is that of tests/conftest.py: $CHROMIUM, a system browser, the one Playwright brings.
# A browser test never skips, so a browser that cannot be had stops the run here, in one line.
browser: $(STAMP)
	@if [ -n "$$CHROMIUM" ] && [ -x "$$CHROMIUM" ]; then exit 0; fi; \
	for name in chromium chromium-browser google-chrome; do \
		if command -v $$name >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends chromium && exit 0; fi; \
	$(BIN)/playwright install chromium && exit 0; \
	echo "No Chromium: install it (Debian: apt install chromium), or set CHROMIUM to its path." >&2; exit 1
