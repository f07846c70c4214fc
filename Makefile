# Everything a developer does, by name. Needs Go and make; `make lint`, `fmt`, `vuln` and `bench`
# build their tools from tools.mod on first use.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# One set of flags for everything, so that the standard library is compiled once and not thrice.
export CGO_ENABLED := 0
export GOFLAGS     := $(strip $(shell go env GOFLAGS) -trimpath)

TOOL    := go tool -modfile=tools.mod
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

# Not in tools.mod: it would bring some hundred modules to all the other tools.
GORELEASER ?= GOFLAGS=-mod=mod go run github.com/goreleaser/goreleaser/v2@v2.15.1

KUBECTL_VALIDATE ?= GOFLAGS=-mod=mod go run sigs.k8s.io/kubectl-validate@v0.0.4

# A run of all fuzz targets is this long for each: a duration, or a number of executions.
FUZZTIME ?= 60s
# Coverage below this percentage fails `make cover`.
COVERAGE_FLOOR ?= 85
# Each benchmark runs this often; benchstat wants several runs.
COUNT ?= 6
# Where other programs that do the same are set up for comparison.
PEERS ?= ../shared/bench

# How often a run of `make chaos` kills.
KILLS ?= 1000

.PHONY: help browser build demo test chaos cover lint fmt fuzz fuzz-short bench bench-peers bench-fire pgo docs release-check kubernetes-check shape vuln clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build bin/postback, static and reproducible
	go build -ldflags '-s -w -X main.version=$(VERSION)' -o bin/postback ./cmd/postback

demo: export KAYZEN_API_KEY = demo-key
demo: build ## Render one call, then fire it at a receiver on this machine
	bin/postback render -f examples/kayzen -c examples/kayzen/call.json -e all
	bin/postback listen -- bin/postback fire -f examples/kayzen -c examples/kayzen/call.json -e all

# Tests that look at pages are skipped where there is no browser.
browser: ## Install a browser for the tests of pages, where root and apt-get can
	@if command -v chromium || command -v chromium-browser || command -v google-chrome; then exit; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -qq -y chromium >/dev/null; then command -v chromium; \
	else echo 'note: no browser, so the tests of pages are skipped'; fi

# The race detector needs cgo, and cgo a C compiler that works: ask by building a little. Without
# the profile of the program nothing has to be compiled twice.
test: ## Vet and test everything, under the race detector where there is a C compiler
	go vet ./...
	@if CGO_ENABLED=1 go build -race runtime/cgo 2>/dev/null; then \
		echo 'go test -pgo=off -race ./...'; CGO_ENABLED=1 go test -pgo=off -race ./...; \
	else \
		echo 'note: no working C compiler, so the tests run without the race detector'; go test -pgo=off ./...; \
	fi

chaos: ## Kill replays at KILLS random moments (1000): nothing may be sent twice or be lost
	go test ./cmd/postback -run 'TestKilledAtRandom$$' -count=1 -v -kills $(KILLS)

# A block counts as covered when any test of the module reaches it, scripts included.
cover: ## Measure how much of each package the tests reach, against the floor
	@mkdir -p bin
	go test -pgo=off -coverpkg=./internal/... -coverprofile=bin/cover.out ./... >bin/cover.log || { cat bin/cover.log; exit 1; }
	@awk 'NR > 1 { size[$$1] = $$2; hits[$$1] += $$3 } \
		END { \
			for (block in size) { \
				package = block; sub("/[^/]*$$", "", package); \
				all[package] += size[block]; all["total"] += size[block]; \
				if (hits[block]) { got[package] += size[block]; got["total"] += size[block] } \
			} \
			for (package in all) printf "%5.1f %% %s\n", 100 * got[package] / all[package], package; \
			exit 100 * got["total"] < $(COVERAGE_FLOOR) * all["total"] \
		}' bin/cover.out | sort -k3 || { echo 'below the floor of $(COVERAGE_FLOOR) %'; exit 1; }

lint: ## Run the linters of .golangci.yml, and actionlint over all workflows
	$(TOOL) golangci-lint run ./...
	$(TOOL) actionlint .github/workflows/*.yml internal/cli/scaffold/.github/workflows/*.yaml examples/ci-matrix/*.yaml

fmt: ## Format all Go code
	$(TOOL) gofumpt -modpath postback -w .

fuzz: ## Fuzz every target for FUZZTIME each (60s)
	@grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sort | sed -E 's,/[^/]+:func , ,' | \
	while read -r package name; do \
		echo "fuzz $$package $$name"; \
		go test -run='^$$' -fuzz="^$$name\$$" -fuzztime=$(FUZZTIME) -fuzzminimizetime=100x -parallel=2 "$$package" </dev/null; \
	done

# Executions instead of seconds: before Go 1.27 a duration that runs out can be taken for
# a failure ("context deadline exceeded", go.dev/issue/75804).
fuzz-short: ## Fuzz every target for some thousand executions each, as CI does
	@$(MAKE) --no-print-directory fuzz FUZZTIME=5000x

bench: build ## Run every benchmark and compare with the run before, and with other programs
	@mkdir -p bin; if [ -f bin/bench.txt ]; then mv bin/bench.txt bin/bench.old.txt; fi
	go test -run='^$$' -bench=. -benchmem -count=$(COUNT) ./... | tee bin/bench.txt
	$(TOOL) benchstat $$(ls bin/bench.old.txt bin/bench.txt 2>/dev/null)
	@$(MAKE) --no-print-directory bench-peers bench-fire

# The peers and their data lie beside this repository, if anywhere. Each program renders the same
# calls in turn, so that a busy machine is busy for all of them.
bench-peers: build ## Compare a bulk dry run with jq, DuckDB and Python, where ../shared/bench is
	@if [ ! -x $(PEERS)/run-render.sh ]; then echo 'note: no $(PEERS), so there are no peers to compare with'; exit; fi; \
	$(PEERS)/setup.sh >/dev/null; \
	POSTBACK=bin/postback $(PEERS)/run-render.sh | tee bin/peers.txt; \
	awk '/^name/ || length($$0) < 60 { next } \
		{ \
			name = substr($$0, 1, 26); sub(/ +$$/, "", name); split(substr($$0, 27), field); \
			names[++n] = name; wall[name] = field[1]; cpu[name] = field[9] \
		} \
		END { \
			one = "postback 1 core"; \
			for (i = 1; i <= n; i++) if (names[i] !~ /^postback/ && names[i] != "cat") \
				printf "%s needs %.1f times the CPU time of %s\n", names[i], cpu[names[i]] / cpu[one], one; \
			printf "all cores are %.2f times as fast as one\n", wall[one] / wall["postback"] \
		}' bin/peers.txt

bench-fire: build ## Compare a replay with wrk, where ../shared/bench is
	@if [ ! -x $(PEERS)/fire.py ]; then echo 'note: no $(PEERS), so there is no receiver to fire at'; exit; fi; \
	testdata/bench/fire.sh $(PEERS) bin/postback | tee bin/fire.txt

# The compiler reads the profile whenever it builds the program, and inlines what is hot there. A profile
# names the program that it is of, which is why that lies in a folder of no meaning.
pgo: ## Profile the bulk dry run and the client anew, for the compiler
	@mkdir -p bin; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	go test -run='^$$' -bench='^BenchmarkRender' -benchtime=3s -cpuprofile="$$folder/render.prof" -o "$$folder/render.test" ./internal/cli; \
	go test -run='^$$' -bench='^BenchmarkFire$$/64' -benchtime=5s -cpuprofile="$$folder/fire.prof" -o "$$folder/fire.test" ./internal/postback; \
	go tool pprof -proto "$$folder/render.prof" "$$folder/fire.prof" >cmd/postback/default.pgo

docs: ## Write internal/cli/docs anew, a page for each command
	go run ./internal/cli/reference $(VERSION) bin/reference 0
	rm -rf internal/cli/docs && cp -R bin/reference/docs internal/cli/docs

release-check: ## Check .goreleaser.yaml (builds goreleaser on first use, which takes minutes)
	$(GORELEASER) check

kubernetes-check: ## Check examples/kubernetes against Kubernetes' own schema (builds the checker, which takes minutes)
	$(KUBECTL_VALIDATE) --version 1.30 examples/kubernetes

shape: ## Print the longest functions, files and packages and the most tangled ones
	@go run ./internal/archtest/shape

vuln: ## Look for known vulnerabilities (asks vuln.go.dev)
	$(TOOL) govulncheck ./...

clean: ## Remove what the other targets made
	rm -rf bin dist coverage.out
