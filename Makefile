# 两条命令 / two commands:  make demo   make test
# 其余 / the others:        make setup  make lint  make bench-engine  make lock  make screenshots
#                           make gallery  make bench-documents  make drill-documents

PYTHON ?= python3
PORT ?= 8000
LICENCES ?= 1000
VENV := .venv/bin

# A system of many processes keeps its compiled modules: else each of them would compile some two thousand anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup setup-dev demo lint test bench-engine bench-documents drill-documents lock screenshots gallery
.DEFAULT_GOAL := demo

setup:
	@$(PYTHON) config/install.py requirements.lock

setup-dev:
	@$(PYTHON) config/install.py requirements.lock requirements-dev.lock

demo: setup
	@exec $(VENV)/python -m config.demo --port $(PORT) --die-with-parent

lint: setup-dev
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/python manage.py makemigrations --check --dry-run
	$(VENV)/python -m pytest -q tests/house/test_tree.py -k host

test: setup-dev
	@export LICENSING_BROWSER="$$($(VENV)/python -m tests.browser.find)" && test -n "$$LICENSING_BROWSER" \
	&& $(VENV)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone" && $(VENV)/python -m pytest -m alone

bench-engine: setup-dev
	$(VENV)/python -m benchmarks.engine

LOCK := $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url

lock: setup-dev
	$(LOCK) requirements.in -o requirements.lock
	$(LOCK) requirements-dev.in -o requirements-dev.lock

screenshots: setup-dev
	$(VENV)/python -m tests.browser.screenshots

bench-documents: setup-dev
	$(VENV)/python -m benchmarks.documents

drill-documents: setup-dev
	$(VENV)/python -m tests.documents.drill --licences $(LICENCES)

gallery: setup-dev
	$(VENV)/python -m tests.documents.gallery $(OUT)
