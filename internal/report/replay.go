package report

import (
	"fmt"
	"strings"

	"postback/internal/postback"
	"postback/internal/replay"
)

// ReplaySummary is what a replay did, in one line.
func ReplaySummary(c *replay.Counts) string {
	parts := []string{sentOf(c)}
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	add(c.InDoubt-c.Unknown, "of them in doubt")
	add(c.Unknown, "unknown from before")
	add(c.Skipped[replay.InDoubt], "unknown from before")
	add(c.Skipped[replay.RequestChanged], "changed since they were sent")
	add(c.Skipped[replay.AlreadyFired], "sent before")
	add(c.Failed, "cannot be sent")
	return strings.Join(append(parts, Count(c.Calls, "call")), " · ")
}

// sentOf is the number of postbacks sent, by verdict.
func sentOf(c *replay.Counts) string {
	var verdicts []string
	for _, v := range verdictOrder() {
		n := c.Verdicts[v]
		if v == postback.Failed {
			n -= c.Unknown
		}
		if n > 0 {
			verdicts = append(verdicts, fmt.Sprintf("%d %s", n, v))
		}
	}
	if len(verdicts) == 0 {
		return "nothing was sent"
	}
	return fmt.Sprintf("%d fired: %s", c.Sent(), strings.Join(verdicts, ", "))
}

// ShellCommand is a command line that a POSIX shell reads as these words.
func ShellCommand(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = word
		if strings.Trim(word, plainInShell) != "" || word == "" {
			quoted[i] = shellQuote(word)
		}
	}
	return strings.Join(quoted, " ")
}

// plainInShell are the characters that mean nothing but themselves to a shell.
const plainInShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,=@%+"
