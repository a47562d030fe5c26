# Everything a person does with ecqa from a clone. `make setup` makes .venv and the index; nothing is installed twice.
#
# PYTHON       which Python makes .venv (3.11 or 3.12); found by itself
# PIP_OPTIONS  more options for pip, such as a mirror: make setup PIP_OPTIONS='-i https://mirrors.aliyun.com/pypi/simple'
# SIZES        passages at which make bench measures search; TEXTS is a folder of more real texts, STOCK a Python with what bench/stock.py names
# TORCH_INDEX  where torch comes from; https://download.pytorch.org/whl/cpu is smaller than PyPI's on Linux

.DEFAULT_GOAL := help
.PHONY: help setup run ask test bench bench-check crash load fuzz check browser postgresql

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
FIND_PYTHON = for python in python3.12 python3.11 python3 python; do \
	"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null && echo "$$python" && break; done
PYTHON ?= $(shell $(FIND_PYTHON))
TORCH_INDEX ?=
SIZES ?= 100 1000 10000 100000

# The question of `make ask` goes through the environment as it was typed: neither make nor the shell expands it.
override Q := $(value Q)
export Q

help:
	@echo 'make setup      .venv and the index'
	@echo 'make run        setup, then serve http://127.0.0.1:7860'
	@echo 'make ask Q=…    setup, then answer one question'
	@echo 'make test       setup, then every check and test, and the figures against the baseline'
	@echo 'make bench      speed and memory on this machine, to bench/results/'
	@echo 'make bench-check  the ratios of the committed results again, and whether one became much worse'
	@echo 'make crash      kill -9 at random moments: twenty of an index run, fifty of changes of 10,000 documents'
	@echo 'make load       a hundred answers streamed at once, two hundred open pages for ten minutes, questions at a steady rate for twenty, to bench/results/'
	@echo 'make fuzz       hostile files for every parser, two minutes each'

setup: $(INSTALLED)
	@$(BIN)/ecqa index

run: setup
	$(BIN)/ecqa serve

ask: $(INSTALLED)
	@$(BIN)/ecqa index >&2
	@$(BIN)/ecqa ask -- "$$Q"

test: setup browser postgresql check
	$(BIN)/python -m pytest
	$(BIN)/ecqa evaluate eval/gold/dev.jsonl --out eval/runs/test
	$(BIN)/ecqa gate eval/runs/test

bench: setup
	$(BIN)/python bench/encoding.py
	$(BIN)/python bench/indexing.py
	$(BIN)/python bench/answering.py
	$(BIN)/python bench/chat.py
	$(BIN)/python bench/library.py
	$(BIN)/python bench/scale.py --sizes $(SIZES) $(if $(TEXTS),--texts $(TEXTS)) $(if $(STOCK),--stock $(STOCK))
	$(BIN)/python bench/milvus.py $(if $(TEXTS),--texts $(TEXTS))

bench-check: setup
	$(BIN)/python bench/check.py

crash: $(INSTALLED)
	$(BIN)/python bench/crash.py
	$(BIN)/python bench/crash_library.py --documents 10000

load: setup
	$(BIN)/python bench/load.py
	$(BIN)/python bench/sessions.py
	$(BIN)/python bench/load_page.py
	$(BIN)/python bench/soak.py --minutes 20

fuzz: $(INSTALLED)
	$(BIN)/python -m pip install -q $(PIP_OPTIONS) -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m pytest tests/corpus/formats/test_fuzz.py
	$(BIN)/python bench/fuzz.py --all --seconds 120

check: $(INSTALLED)
	scripts/check

browser:
	scripts/install-browser

postgresql:
	scripts/install-postgresql

$(INSTALLED): pyproject.toml constraints.txt
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or 3.12 is needed and was not found; install it, or name it: make PYTHON=/path/to/python' >&2; exit 1; }
	test -x $(BIN)/python || '$(PYTHON)' -m venv $(VENV)
	$(BIN)/python -m pip install $(PIP_OPTIONS) -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(BIN)/python -m pip install $(PIP_OPTIONS) -c constraints.txt -e '.[dev]'
	@touch $@
