# What a person types. Each target sets up what it needs, once, and is one line.
PYTHON ?= python3
OPTIONS ?=

run  := $(PYTHON) course/bootstrap.py && .venv/bin
dev  := $(PYTHON) course/bootstrap.py dev && .venv/bin

# Whatever failed has said so in one sentence, and make would add "*** Error 1" to it.
# Make dies silently of this signal and of no other; its exit status still says failure.
told := || kill -PIPE $$PPID

.PHONY: serve lab test check bench lock newcomer

serve: ## open the Academy in a browser
	@$(run)/academy serve $(OPTIONS) $(told)

lab: ## open the modules in JupyterLab
	@$(run)/academy lab $(OPTIONS) $(told)

test: ## check and test everything, browser included
	@$(dev)/python tests/run.py test $(OPTIONS) $(told)

check: ## lint, types and content only
	@$(dev)/python tests/run.py check $(told)

bench: ## measure against stock Voila
	@$(dev)/python tests/bench/run.py $(OPTIONS) $(told)

newcomer: ## clone into an empty folder and run the two commands there
	@$(dev)/python -m pytest tests/newcomer -m newcomer $(told)

lock: ## choose the newest versions within pyproject.toml's ranges
	@$(dev)/python course/lock/make.py $(told)
