// Package replay sends the postbacks of many calls through a journal, each at most once, and hands the
// results out in the order of the calls.
//
// A call goes through these hands, each a goroutine of its own:
//
//	reader   reads its record and plans its firings
//	claimer  asks the journal what may be sent, and claims that in batches
//	lane     one a host: holds back what the host or the limits do not take yet
//	worker   one for each postback under way: begins it in the journal, sends it, records the end
//	writer   hands out the results, call after call
//
// All of this lives in [Run] and ends with it. An interrupt drains it: what has been begun is waited
// for, the rest is given back to the journal. A failure of the journal ends it at once.
package replay
