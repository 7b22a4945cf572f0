# Thư Công Vụ. `make` alone says what there is; CONTRIBUTING.md says more. The work is done in Python (deploy/demo).
PYTHON ?= python3
BIN := .venv/bin
RUN_AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
BOOTSTRAP = @$(PYTHON) -B -m deploy.demo.bootstrap
BY_FILE := --dist loadfile --no-loadscope-reorder
PHP_FILES = find webmail-plugin/roundcube -name '*.php' -print0

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONDONTWRITEBYTECODE := 1
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo demo-stop demo-reset test check unit e2e chaos bench fuzz accuracy guide-pictures page-pictures sbom generate format
.PHONY: installed unit-sqlite unit-postgresql unit-typescript unit-php

help: ## this list
	@echo "Thư Công Vụ: official e-mail that knows what must be mailed and what must never be"
	@echo
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
	@echo
	@echo "  make demo takes DEMO_DIR=… (/var/lib/congvu-demo) and PORT_BASE=… (8800); two can run side by side."

demo: ## install what is missing and bring the whole product up on this machine, on loopback
	$(BOOTSTRAP) demo
	@$(BIN)/python -B -m deploy.demo up

demo-stop: ## stop the demo; what it holds is kept
	@$(PYTHON) -B -m deploy.demo stop

demo-reset: ## stop the demo and empty it
	@$(PYTHON) -B -m deploy.demo reset

test: ## install what is missing, then every check and every test, whatever of them fails
	@$(MAKE) --no-print-directory --keep-going check unit e2e

installed:
	$(BOOTSTRAP) test

check: installed ## lint, types, import contracts: Python, TypeScript, PHP
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	npm run --silent lint
	npm run --silent types
	$(PHP_FILES) | xargs -0 -n 1 php -d display_errors=stderr -l > /dev/null

unit: unit-sqlite unit-postgresql unit-typescript unit-php ## Python (the database tests on both databases), TypeScript, PHP

unit-sqlite: installed
	pytest tests/unit -n auto $(BY_FILE)

unit-postgresql: installed
	pytest tests/unit -n auto $(BY_FILE) --database postgresql

unit-typescript: installed
	npm test --silent

unit-php: installed
	phpunit --configuration webmail-plugin/roundcube/phpunit.xml.dist

e2e: installed ## the stories, in Chromium against real Postfix, Dovecot, Roundcube and SOGo; two at a time
	$(RUN_AS_ROOT) $(BIN)/python -B -m pytest -p no:cacheprovider tests/e2e -n 2 $(BY_FILE)

chaos: ## a province's installation, broken piece by piece (up to 20 minutes); SEED=… repeats, WRITE=1 keeps the result
	$(BOOTSTRAP) chaos
	$(RUN_AS_ROOT) $(BIN)/python -B -m tests.chaos $(if $(SEED),--seed $(SEED)) $(if $(WRITE),--write)

bench: ## the figures of benchmarks/, kept in docs/benchmarks.md; NAME=… for some, CORPUS=DIR counts false alarms over a folder, LETTERS=… shortens soak
	$(BOOTSTRAP) test
	$(RUN_AS_ROOT) env LETTERS=$(LETTERS) $(BIN)/python -B -m benchmarks --keep $(NAME) $(if $(CORPUS),--corpus $(CORPUS))

fuzz: ## a million spoilt files through every extractor (some hours); COUNT=… for fewer
	$(BOOTSTRAP) test
	python -m tests.fuzz $(COUNT)

accuracy: ## write docs/accuracy.md: what both gates find in the generated corpus
	$(BOOTSTRAP) test
	python -m tests.corpus.card

guide-pictures: ## write docs/huong-dan/hinh: what the guides show, taken by their own stories
	$(BOOTSTRAP) test
	$(RUN_AS_ROOT) env GUIDE_PICTURES=docs/huong-dan/hinh $(BIN)/python -B -m pytest -p no:cacheprovider tests/e2e/test_guides.py

page-pictures: ## write docs/images: our pages over a small made-up province
	$(BOOTSTRAP) test
	python -m tests.page_pictures

sbom: ## write dist/congvu.cdx.json: what the product is made of, with hashes and licences (CycloneDX)
	$(BOOTSTRAP) test
	python -m deploy.sbom

generate: ## write the typed GraphQL client, the persisted operations and the SDL anew
	$(BOOTSTRAP) test
	python -m backend.graphql.sdl
	npm run --silent generate

format: ## format Python and TypeScript
	$(BOOTSTRAP) test
	ruff check --fix .
	ruff format .
	npx biome check --write
