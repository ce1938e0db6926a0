# The steps themselves are in .ci/run, which CI runs without make.

.PHONY: check test search attack mutate lint cover fmt tidy bench bench-short

check: # what CI runs
	.ci/run

test: # all modules, with the race detector
	.ci/run test modules

search: # new random cases for the properties, until one fails
	while go test . ./internal/test/property -run '^TestProperty_' -rapid.checks=20000; do :; done

attack: # half an hour of lives that no run before has had, until one breaks a promise
	go run -race ./internal/attack -for 30m -seed $$(date +%s)

mutate: # 300 places changed, one at a time: does a test notice? Results also in mutation/results.json
	GOWORK=off go -C mutation run . -o results.json

lint:
	.ci/run lint

cover:
	.ci/run cover

fmt:
	GOWORK=off go tool -modfile=tools/go.mod golangci-lint fmt

tidy: # every module
	git ls-files -co --exclude-standard -- ':(glob)**/go.mod' | xargs -n 1 dirname | xargs -I '{}' go -C '{}' mod tidy

bench: # docs/benchmarks.md, measured anew: about 25 minutes on two cores that do nothing else
	GOWORK=off go -C bench run . -o ../docs/benchmarks.md

bench-short: # a first look, printed: under 90 seconds
	GOWORK=off go -C bench run . -short
