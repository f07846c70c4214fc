// Package results reads back what fire and replay wrote with --format json or ndjson, or the journal
// that they kept, and adds it up: verdicts over time, latencies of each pixel and host, failures by
// their reason.
//
// A run over many calls may be split into shards, each with a file of its own. [Merge] adds them
// up and refuses what would make the sum wrong: a shard that is missing, a shard that is there
// twice, a file that breaks off, results of different runs.
//
// A journal counts by the last word on each postback, whatever was tried before. It has no URL, no
// words of an answer and no reason but the kind of a failure, and does not say whether its run
// came to the end of its calls.
//
// Memory does not grow with the number of results, but for some twenty bytes a result where several
// files do not say which part of a run they hold, and for as much an entry of a journal, or twice
// as much where everything in it was tried again.
package results
