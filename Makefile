# Each target is one thing that a person wants to do; each sets up what it needs.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(PYTHON) -m pip -qq --disable-pip-version-check --python $(BIN)/python install
INVENTORY ?= inventory/lab.yml
PLAY = $(BIN)/ansible-playbook -i $(INVENTORY)
OUTPUT ?= output
SEED ?= 1
LAB_INSTALL_ENGINE ?= 0

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- Readers

export PROMPT OUTPUT SEED
.PHONY: story
story: .venv/runtime ## Make a story package: make story PROMPT="A fox learns to sail" [SEED=1] [OUTPUT=output]
	@$(BIN)/storyloom run --seed "$$SEED" --output "$$OUTPUT" -- "$$PROMPT"

.PHONY: page
page: .venv/runtime ## Make stories in a browser: serves the page on this machine, and says where (SERVICE_PORT=8080)
	@LOG_LEVEL=$${LOG_LEVEL:-WARNING} $(BIN)/storyloom serve --mode local --open

# ---- Operators

.PHONY: lab lab-down site deploy verify checklist bench bench-smoke reset certificates scenario-1 scenario-2 scenario-3 scenario-4
lab: .venv/dev ## Make the inventory's three machines as containers on this one (LAB_INSTALL_ENGINE=1 installs Docker)
	@$(BIN)/ansible-playbook -i inventory/lab.yml playbooks/lab.yml -e lab_install_engine=$(LAB_INSTALL_ENGINE)

lab-down: .venv/dev ## Remove them
	@$(BIN)/ansible-playbook -i inventory/lab.yml playbooks/lab.yml -e lab_state=absent

site: .venv/dev ## Bare machines to a serving pipeline (INVENTORY=inventory/lab.yml)
	@$(PLAY) playbooks/site.yml

deploy: .venv/dev ## Build what changed, deploy it, wait until it serves
	@$(PLAY) playbooks/deploy.yml

verify checklist: .venv/dev ## Compare the machines with the inventory, and tick the guide's testing checklist
	@$(PLAY) playbooks/verify.yml

bench: .venv/dev ## Measure the deployed pipeline, on all machines and on one (after make lab site); ten minutes
	@$(PLAY) playbooks/benchmark.yml
	@$(BIN)/storyloom bench report output/benchmark/results

bench-smoke: .venv/dev ## Prove that the benchmark runs, on this machine, without engine or root; measures nothing well
	@$(BIN)/storyloom bench run --smoke --output "$$OUTPUT/bench-smoke-$$$$"

reset: .venv/dev ## Take the pipeline off the machines
	@$(PLAY) playbooks/reset.yml

certificates: .venv/dev ## Certificates for docker compose on this machine (stack/compose.*tls.yml); again to renew them
	@$(PLAY) playbooks/certificates.yml

scenario-1 scenario-2 scenario-3 scenario-4: .venv/dev ## The guide's scenario N from nothing in the lab, in both modes and both flows
	@$(MAKE) --no-print-directory lab-down
	@$(MAKE) --no-print-directory lab
	@for mode in rpc grpc; do \
		$(PLAY) playbooks/scenario.yml -e scenario=$(@:scenario-%=%) -e pipeline_mode=$$mode || exit; done

# ---- Developers

.PHONY: setup check format test test-fast campaign judge stack docs protos locks sbom audit clean
setup: .venv/dev node_modules/.package-lock.json ## Install all that development needs

check: setup ## Every linter and every 'is it current' check
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-playbooks check-code check-generated

.PHONY: check-playbooks check-code check-generated
check-playbooks:
	$(BIN)/yamllint --strict .
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/ansible-lint -q

check-code:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy main services tests stack plugins protos/generate.py docs/generate.py docs/role_readme.py docs/wall_time.py

check-generated:
	$(BIN)/python protos/generate.py lint
	$(BIN)/python protos/generate.py verify
	$(BIN)/python -m stack.generate verify
	$(BIN)/python -m docs.generate verify

format: .venv/dev ## Let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# One lab for all: the order in which no test undoes what the next one needs.
LAB_TESTS := tests/lab/test_site.py tests/infra $(addprefix tests/lab/test_,firewall_reboot.py logging.py stack_files.py collect.py faults.py operator.py \
	load.py other_stack.py tls_stack.py strangers.py benchmark.py cache.py resilient.py reset.py scenarios.py reset_engines.py kinds.py)

# The machines wait more than they work: their tests begin first, beside those on this one, each kind in order.
BESIDE := -n 2 --dist loadscope --no-loadscope-reorder

test: check ## All checks and tests; with root or an engine, the laboratory too. What CI runs
	$(BIN)/pytest -m "not campaign" $(BESIDE) --durations=25 $(LAB_TESTS) tests/component tests/contract tests/unit

campaign: .venv/dev ## The tests that take too long for that, or a quiet machine; writes docs/campaign.md (an hour and more)
	CAMPAIGN_WRITE=1 $(BIN)/pytest -m campaign --durations=25 tests/component/test_bench_honesty.py tests/component/test_many_watchers.py $(LAB_TESTS)

judge: .venv/dev ## Judge 200 stories by checkers that are not ours; writes docs/stories.md (two minutes)
	$(BIN)/python -m tests.judge --write

test-fast: .venv/dev ## The tests that need no machines
	$(BIN)/pytest tests/unit tests/component tests/contract

stack: .venv/dev ## Write what follows from services/catalog.py into stack/ and the playbooks' variables
	$(BIN)/python -m stack.generate

docs: .venv/dev ## Write the tables of docs/ and the README of each role
	$(BIN)/python -m docs.generate

protos: .venv/dev ## Generate protos/gen from the contract
	$(BIN)/python protos/generate.py

locks: .venv/dev ## Resolve the dependencies anew and lock them with hashes
	$(BIN)/uv pip compile $(UV_LOCK) --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(UV_LOCK) --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
UV_LOCK := --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --all-extras

sbom: ## Write what is in each image to output/sbom, as CycloneDX (where they are, after docker compose build)
	@mkdir -p output/sbom
	@for image in $$(docker compose config --images | sort -u); do \
		docker run --rm --interactive --network none --read-only --entrypoint python3 "$$image" - "$$image" \
			<stack/sbom.py >output/sbom/$$(basename "$${image%:*}").cdx.json || exit; done

audit: .venv/dev ## Look for known vulnerabilities of the locked libraries; asks a package index, and downloads pip-audit from it
	$(BIN)/uv tool run --quiet pip-audit==$(PIP_AUDIT) --strict --disable-pip --require-hashes $(addprefix --requirement=,requirements.lock requirements-dev.lock)
PIP_AUDIT := 2.10.1

clean: ## Remove what this file made here (not the machines: lab-down)
	rm -rf .venv node_modules .cache .mypy_cache .ruff_cache .pytest_cache

# ---- Set-up: an environment without a pip of its own, for which Debian's python3 is enough

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Storyloom needs Python 3.11 or newer; set PYTHON=")'
	@$(PYTHON) -m pip --version >/dev/null || { echo "Install pip first: apt-get install python3-pip" >&2; exit 1; }
	@$(PYTHON) -m venv --without-pip .venv

.venv/runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up (once) ..." >&2
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev: requirements-dev.lock .venv/runtime
	@echo "Setting up for development (once) ..." >&2
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@npm ci --silent --no-fund --no-audit
	@touch $@
