package cli

import "github.com/spf13/cobra"

// journalTopic explains how journals work.
func journalTopic() *cobra.Command {
	return topic("journal", "How replay and fire send nothing twice", `The journal promises that `+guarantee+`

The intent to send a postback is on disk before its first byte leaves; that the
sending begins, and how it ended, is recorded as it happens. So the next run knows
of each postback one of these:

  unsent    it was never sent, or failed before the first byte: it is sent now
  answered  it was sent: it is never sent again
  rejected  it was sent and refused: again with --on-rejected resend
  unknown   sending began and no answer is known: it is reported, and the exit code
            is 5; skipped with --on-unknown skip, sent again with --on-unknown resend

After a kill, unknown is what was under way at that moment. After a loss of power it
is also what was about to be sent, a thousand at most: the record of what began is
then gone, and nothing is guessed.

A postback is known by the id of its call, its pixel and its event. When the request
that would be sent now is another one than then, it is reported and not sent, unless
--on-changed resend asks for it. A record without an id is not sent.

A journal belongs to the definitions, the call records and the receiver (--to) that
it was begun with, and to one process at a time. Call records may grow. For other
changes --accept-changes goes on; for another receiver begin another journal.

With --durability power, the default, the journal survives a loss of power. With
process it survives a kill and never waits for the disk; if the machine restarts
during a run, the next one is refused.

"postback report" adds a journal up: verdicts over time, latencies, reasons, what is
unknown and how to go on. The last word on each postback counts there, and is what
"postback journal compact" keeps.

The file holds ids of calls, names of pixels, and digests of requests: no URL, no
parameter, no secret. Damage is reported with its place, and nothing is sent then. A
write that was not finished, at the end of the file, is no damage.

The format, all numbers little-endian: frames aligned to 8 bytes, each with 40 bytes
of head (magic PBJ1, number of the journal, own offset, what is on disk, length of the
payload, kind, CRC-32C of the payload and of the head) and a payload: a header, a
session, marks, names (all JSON but the marks), claims, results, an end. The
documentation of package journal has every field.`)
}
