// Package results reads back what fire and replay wrote with --format json or ndjson, and adds it
// up: verdicts over time, latencies of each pixel and host, failures by their reason.
//
// A run over many calls may be split into shards, each with a file of its own. [Merge] adds them
// up and refuses what would make the sum wrong: a shard that is missing, a shard that is there
// twice, a file that breaks off, results of different runs.
//
// Memory does not grow with the number of results, but for eight bytes a result where files do
// not say which part of a run they hold.
package results
