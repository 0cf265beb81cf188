# The README's two commands are `make demo` and `make test`; each makes the machine ready first.
.PHONY: help demo run test check lint types imports bench accuracy screenshots ready ready-test

YIZHEN = .venv/bin/python -m app

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

ready:
	@packaging/bootstrap.sh run

ready-test:
	@packaging/bootstrap.sh test

demo: ready ## watch the bundled consultation: sound in, subtitles, record, bilingual PDF
	@$(YIZHEN) demo --out out/demo

run: ready ## open the app
	@$(YIZHEN)

test: ready-test ## run the tests
	@QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=term

lint: ready-test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: ready-test
	@.venv/bin/mypy

imports: ready-test
	@.venv/bin/lint-imports

check: lint types imports test ## everything that CI wants

bench: ready-test ## the figures of the live path, as ratios within one run
	@QT_QPA_PLATFORM=offscreen .venv/bin/python tests/benchmarks/live.py

accuracy: ready-test ## what the checks find by kind and language pair; what documents lose
	@.venv/bin/python tests/accuracy/checks_table.py --failures
	@.venv/bin/python tests/accuracy/checks_table.py tests/accuracy/unseen_pairs
	@.venv/bin/python tests/accuracy/documents_table.py

screenshots: ready-test ## every window in every state, into out/screenshots
	@QT_QPA_PLATFORM=offscreen .venv/bin/python tests/ui/shots.py out/screenshots
