# The project's verbs. `make run` and `make test` are all a newcomer needs.
PY       ?= python3
VENV     := .venv
BIN      := $(VENV)/bin
# Each library is named while it is fetched.
PIP       = $(PY) -m pip --python $(BIN)/python install --progress-bar off --require-hashes --no-input
OFFSCREEN := QT_QPA_PLATFORM=offscreen
# A zone far from UTC, so that a careless date fails here and not in the field.
TESTENV  := $(OFFSCREEN) TZ=Pacific/Chatham PYTHONHASHSEED=random
LOCK     := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml

# The window's words are compiled from their sources, and not kept: two branches may each add a sentence.
WORDS    := $(patsubst %.po,%.mo,$(wildcard resources/locale/*/LC_MESSAGES/fieldsurvey.po))

.PHONY: run test check lint test-long screens bench peers build strings lock system clean

run: system $(WORDS) out/demo.study
	@echo "Opening the window"
	$(BIN)/python -m fieldsurvey out/demo.study

out/demo.study: $(VENV)/.run | $(WORDS)
	@test -f $@ || echo "Making the demo study: 60 invented firms, its workbook and its reports"
	@test -f $@ || $(OFFSCREEN) $(BIN)/python -m fieldsurvey demo out

# Everything that must hold before a change goes out: five minutes on two idle cores.
test: system $(WORDS) lint
	$(TESTENV) $(BIN)/python -m pytest -m "not long" -n 2

test-long: system $(WORDS) $(VENV)/.dev
	$(TESTENV) $(BIN)/python -m pytest --hypothesis-profile=long

# What is asked again and again while one works: two minutes on two idle cores.
check: system $(WORDS) lint
	$(TESTENV) $(BIN)/python -m pytest -m "not slow and not long" -n 2

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

screens: system $(WORDS) $(VENV)/.dev
	$(OFFSCREEN) $(BIN)/python -m tools.screens screens

bench: system $(WORDS) $(VENV)/.dev
	$(OFFSCREEN) $(BIN)/python -m tools.bench
	$(OFFSCREEN) $(BIN)/python -m tools.bench_entry
	$(OFFSCREEN) $(BIN)/python -m tools.bench_firms
	$(BIN)/python -m tools.bench_attachments
	$(BIN)/python -m tools.bench_export
	$(BIN)/python -m tools.peers.table

# The engine ours is measured beside; without Node the table shows ours alone.
peers:
	cd tools/peers && npm install --no-package-lock --no-audit --no-fund

build: $(WORDS) $(VENV)/.dev
	sh packaging/system-libraries.sh build
	$(BIN)/pyinstaller --noconfirm --log-level ERROR build.spec
	$(OFFSCREEN) $(BIN)/python -m tools.built dist/fieldsurvey

strings: $(VENV)/.dev
	$(BIN)/pybabel extract --no-location --sort-output --omit-header -k Counted:1,2 -o resources/locale/fieldsurvey.pot fieldsurvey
	for l in hi kn; do $(BIN)/pybabel update --no-fuzzy-matching --ignore-pot-creation-date -i resources/locale/fieldsurvey.pot -D fieldsurvey -d resources/locale -l $$l; done
	$(BIN)/python packaging/words.py

# No address is written, so that each place may use its own index. Needs uv; the only verb that does.
lock:
	$(LOCK) --extra words -o requirements.lock
	$(LOCK) --extra words --extra dev -c requirements.lock -o requirements-dev.lock

# Asked each time: a second of work saved is not worth a start that fails without a word.
system:
	@sh packaging/system-libraries.sh

clean:
	rm -rf $(VENV) build dist screens $(WORDS)

%.mo: %.po | $(VENV)/.run
	$(BIN)/python packaging/words.py

# --without-pip: Debian ships ensurepip apart; the system's pip can fill the environment from outside.
$(BIN)/python:
	@echo "Making the environment in $(VENV)"
	$(PY) -m venv --without-pip $(VENV)

$(VENV)/.run: $(BIN)/python requirements.lock
	@echo "Fetching and installing the libraries (some 250 MB, once; a few minutes)"
	$(PIP) -r requirements.lock
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "Fetching and installing what tests need"
	$(PIP) -r requirements-dev.lock
	touch $@
