#!/bin/sh
# Compares replay with wrk: CPU time a request, 64 in flight, at a receiver on this machine.
# fire.sh PEERS BINARY: the folder that holds the receiver and the clock, and the program.
set -eu
peers=$1 binary=$2 here=$(cd "$(dirname "$0")" && pwd) work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
BENCH=$("$peers/setup.sh" | tail -n 1)
export BENCH

head -n 30000 "$BENCH/c100000.ndjson" >"$work/calls.ndjson"
set -- -q -f "$peers/pixels.yaml" -c "$work/calls.ndjson"
"$binary" render "$@" --format url --show-secrets | sed -E 's,^https?://[^/]+,,' >"$work/paths"

receiver=http://127.0.0.1:18080
wrk="wrk -t1 -c64 -d2s"
"$peers/fire.py" -n "${N:-5}" \
	"replay=sh -c 'rm -f $work/journal; exec $binary replay $* --to $receiver --jobs 64 --journal $work/journal --progress none -o /dev/null'" \
	"wrk=$wrk -s $here/urls.lua $receiver -- $work/paths" \
	"wrk-formatting=$wrk -s $here/urls.lua $receiver -- $work/paths each" | tee "$work/figures"
awk '{ cpu[$1] = $4 }
	END {
		printf "replay needs %.2f times the CPU time of wrk for a request, ", cpu["replay"] / cpu["wrk"]
		printf "%.2f times when wrk formats each\n", cpu["replay"] / cpu["wrk-formatting"]
	}' "$work/figures"
