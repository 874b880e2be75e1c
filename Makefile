# `make` lists the targets. The first use makes .venv from the lock file; later uses start at once.

# The interpreter of a new .venv; empty means the first suitable python3 (`make clean` first to change it).
PYTHON ?=
export PYTHON

BIN := .venv/bin

.PHONY: help run test quality check format pictures lock clean anew

help:
	@echo 'make run                start the bot (ARGS="..." are passed on)'
	@echo 'make test               run the tests (ARGS="-k word" are passed on)'
	@echo 'make quality            compare the ranker with what its script makes and how it ranks with the record'
	@echo '                        (four minutes; needs the data)'
	@echo 'make check              check formatting, lint and types'
	@echo 'make format             format the code and mend what lint can mend'
	@echo 'make pictures           take the pictures of the README and of docs/ anew'
	@echo 'make lock               remake the lock files after a change of pyproject.toml (UPGRADE=1: newest versions)'
	@echo 'make clean              remove .venv and the caches'
	@echo 'PYTHON=python3.13       the Python to make .venv with'

run: .venv/.run
	@$(BIN)/verbatim run $(ARGS)

test: .venv/.dev
	@sh .ci/browser
	@sh .ci/postgres
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal --ignore tests/test_quality.py $(ARGS)

quality: .venv/.dev
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal tests/test_quality.py

check: .venv/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
# Fails when what the lock files pin does not satisfy pyproject.toml: `make lock` was forgotten.
	@$(BIN)/uv pip check --quiet --python $(BIN)/python
	@$(BIN)/mypy

format: .venv/.dev
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

pictures: .venv/.dev
	@sh .ci/browser
	@UPDATE_SCREENSHOTS=1 $(BIN)/python -m pytest tests/bot/playground/browser/test_pictures.py $(ARGS)

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The stamps. What they say no longer holds when an install was cut short, the folder moved or its Python went away.
ifneq ($(shell sh .ci/venv whole && echo yes),yes)
.venv/.run: anew
endif

.venv/.run: requirements.lock pyproject.toml
	@sh .ci/venv install requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@sh .ci/venv install requirements-dev.lock
	@touch $@

# The lock files are universal: markers in them choose by platform and Python. Why these: docs/decisions/0001-lock-file.md
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-annotate --custom-compile-command 'make lock' --all-extras $(if $(UPGRADE),--upgrade) pyproject.toml -
BUILD_REQUIRES = $(BIN)/python -c 'import tomllib; \
	print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'

lock: .venv/.dev
	@$(BUILD_REQUIRES) | $(COMPILE) --output-file requirements.lock
	@$(BUILD_REQUIRES) | $(COMPILE) --output-file requirements-dev.lock --group dev --constraints requirements.lock
