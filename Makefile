# make run        the campaign against the reference Home Agent, on loopback
# make test       lint and all tests, which wait side by side
# make quick      the tests that need neither network nor other programs, in less than a minute
# make stress     healthy and broken Home Agents over a bad network: make stress SEEDS=20000
# make fuzz       attempts on whoever reads a capture: make fuzz ATTEMPTS=1000000
# make approve    all that is made from the code and kept: verdicts, captures, pages; says what changes
# make mutants    changes the judge in every way that mutmut knows: does a test see it? (45 minutes)
# make wiresharks other releases of Wireshark to run the dissector in, unpacked into a cache
# make docs       the pages of docs/ as a site: build/site
# make dist       what a package index gets, checked: dist/
# make screenshot the picture of Wireshark in docs/
# All set up what they need in .venv first, once. Outside it nothing is installed but what the tests
# compare with (PROGRAMS below), where apt-get can.
# On any failure make itself exits with 2: for mipconf's own exit status call .venv/bin/mipconf.

PYTHON ?= python3
BIN := .venv/bin
PROGRAMS := tshark lua5.1 lua5.2 lua5.3 lua5.4
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test quick stress fuzz approve mutants wiresharks docs dist screenshot lint programs constraints clean

run: .venv/run.stamp
	@$(BIN)/mipconf run

# Live tests wait more than they compute: four workers for two cores.
test: lint programs wiresharks
	$(BIN)/python -m pytest --numprocesses 4

quick: .venv/dev.stamp
	$(BIN)/python -m pytest --numprocesses 2 --hypothesis-profile quick -m 'not (live or outside or slow)'

SEEDS ?= 500

stress: .venv/dev.stamp
	$(BIN)/python -m tests.stress --seeds $(SEEDS)
	$(BIN)/python -m tests.stress --broken --seeds 50

ATTEMPTS ?= 100000

fuzz: .venv/dev.stamp
	$(BIN)/python -m tests.fuzz --count $(ATTEMPTS)

approve: .venv/dev.stamp
	@$(BIN)/python -m tests.approve

mutants: .venv/dev.stamp
	@$(PIP) install --constraint constraints.txt --editable '.[mutants]'
	@$(BIN)/python -m tests.mutants copy
	cd build/judge && $(CURDIR)/$(BIN)/mutmut run
	@$(BIN)/python -m tests.mutants

docs: .venv/dev.stamp
	$(BIN)/properdocs build --strict

dist: .venv/dev.stamp
	@$(PIP) install build twine
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*

screenshot: .venv/run.stamp
	docs/screenshot.sh

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/python.stamp:
	@command -v $(PYTHON) >/dev/null \
	  || { echo 'make: $(PYTHON) is not installed; name a Python 3.11 or later: make PYTHON=...' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'make: $(PYTHON) is older than 3.11; name a later one: make PYTHON=python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo 'make: $(PYTHON) cannot make virtual environments; install python3-venv (apt-get install python3-venv)' >&2; exit 1; }
	@echo 'Setting up .venv, once'
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@touch $@

# Editable: the commands run what the checkout holds, and a change needs no second installation.
.venv/run.stamp: .venv/python.stamp pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

# The tests that compare with Wireshark need tshark, those of its dissector each Lua that it may have;
# without them they are skipped, but never in CI.
programs:
	@missing=$$(for each in $(PROGRAMS); do command -v $$each >/dev/null || echo $$each; done); \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then as_root=; else as_root='sudo -n'; fi; \
	if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
	  echo Installing $$missing; \
	  install="$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends"; \
	  { $$install $$missing || { $$as_root apt-get update -qq && $$install $$missing; }; } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "make: not installed, what needs it is not tested:" $$missing "(Debian: apt-get install" $$missing")" >&2; \
	[ "$${CI:-false}" != true ]

# Wireshark 4.4 and 4.6, of releases of Debian: unpacked once, outside the checkout, in some seconds.
# Where they cannot be had, what runs the dissector in them is skipped, in CI too: a release under way
# must not stop the work.
WIRESHARKS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mipconf/wireshark

wiresharks:
	@$(MAKE) --no-print-directory programs CI=false PROGRAMS=mmdebstrap || :
	@command -v mmdebstrap >/dev/null && tests/wireshark/fetch.sh '$(WIRESHARKS)' trixie testing \
	  || echo "make: no other Wireshark could be unpacked: the dissector is not run in it" >&2

# The exact versions that CI uses: the newest that pyproject.toml allows, with all they need.
constraints:
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip --disable-pip-version-check --quiet install '.[dev]'
	{ echo '# Made by `make constraints`.'; \
	  build/constraints/bin/python -m pip --disable-pip-version-check freeze --all --exclude mipconf --exclude pip; \
	} > constraints.new
	mv constraints.new constraints.txt
	rm -rf build/constraints

# What `mipconf run` found (mipconf-out) is the user's, and stays.
clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
