package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"postback/internal/journal"
	"postback/internal/postback"
)

// JournalSummary writes what a journal holds, for reading.
func JournalSummary(w io.Writer, s *journal.Summary, style Style) error {
	out := bufio.NewWriter(w)
	row := func(name, value string) { fmt.Fprintf(out, "%-12s %s\n", name, oneLine(value)) }
	row("begun", s.Header.Created.Format(time.RFC3339)+" by postback "+s.Header.Tool)
	if s.Header.Input.Name != "" {
		row("calls", s.Header.Input.Name)
	}
	if s.Header.Endpoint != "" {
		row("sent to", s.Header.Endpoint)
	}
	if s.Header.Shard != "" {
		row("shard", s.Header.Shard)
	}
	row("sessions", sessionsOf(s))
	row("size", Count(int(s.Size), "byte"))
	for _, state := range journal.States() {
		if n := s.Entries[state]; n > 0 {
			row(state.String(), fmt.Sprintf("%-9d %s", n, style.Palette.Faint(stateMeanings()[state])))
		}
	}
	for _, remark := range journalRemarks(s) {
		fmt.Fprintln(out, style.Palette.Caution(remark))
	}
	return out.Flush()
}

func sessionsOf(s *journal.Summary) string {
	if len(s.Sessions) == 0 {
		return "none"
	}
	last := s.Sessions[len(s.Sessions)-1]
	text := fmt.Sprintf("%d, the last from %s, durability %s", len(s.Sessions), last.Started.Format(time.RFC3339), last.Durability)
	if s.InUse {
		text += fmt.Sprintf(", still running as process %d", last.Process)
	}
	return text
}

// stateMeanings says what each state means for sending again.
func stateMeanings() map[journal.State]string {
	return map[journal.State]string{
		journal.Claimed:  "under way",
		journal.Answered: "sent",
		journal.Rejected: "sent and refused; --on-rejected resend sends them again",
		journal.Unknown:  "sending began and its end is not known; --on-unknown resend sends them again",
		journal.Unsent:   "not sent; the next run sends them",
	}
}

func journalRemarks(s *journal.Summary) []string {
	var remarks []string
	if s.Torn > 0 && !s.InUse {
		remarks = append(remarks, fmt.Sprintf("the last %s are of a write that was not finished; the next run drops them", Count(int(s.Torn), "byte")))
	}
	if s.Lossy {
		remarks = append(remarks, (&journal.LossError{}).Error())
	}
	return remarks
}

// journalSummaryJSON is the documented shape of what a journal holds.
type journalSummaryJSON struct {
	SchemaVersion int               `json:"schema_version"`
	Header        journal.Header    `json:"header"`
	Sessions      []journal.Session `json:"sessions"`
	States        map[string]int    `json:"states"`
	Bytes         int64             `json:"bytes"`
	TornBytes     int64             `json:"torn_bytes,omitempty"`
	InUse         bool              `json:"in_use,omitempty"`
	Lossy         bool              `json:"lossy,omitempty"`
}

// JournalSummaryJSON writes what a journal holds as one JSON document.
func JournalSummaryJSON(w io.Writer, s *journal.Summary) error {
	out := journalSummaryJSON{
		SchemaVersion: SchemaVersion, Header: s.Header, Sessions: s.Sessions, States: map[string]int{},
		Bytes: s.Size, TornBytes: s.Torn, InUse: s.InUse, Lossy: s.Lossy,
	}
	for state, n := range s.Entries {
		out.States[state.String()] = n
	}
	encoded, err := encodeJSON(out)
	if err == nil {
		_, err = fmt.Fprintf(w, "%s\n", encoded)
	}
	return err
}

// EntryWriter writes the entries of a journal. Flush has to be called at the end.
type EntryWriter interface {
	Entry(*journal.Entry) error
	Flush() error
}

// EntryFormats are the formats of the entries of a journal; the first is the default.
func EntryFormats() []string { return []string{"ndjson", "csv"} }

// NewEntryWriter returns the writer of one of [EntryFormats].
func NewEntryWriter(format string, w io.Writer) EntryWriter {
	if format == "csv" {
		rows := &entryRows{csv.NewWriter(w)}
		_ = rows.w.Write(entryColumns()) // csv.Writer keeps the error until Flush
		return rows
	}
	return &entryLines{bufio.NewWriterSize(w, bufferSize)}
}

// journalEntryJSON is the documented shape of an entry.
type journalEntryJSON struct {
	Type      string           `json:"type"`
	Number    uint64           `json:"number"`
	CallID    string           `json:"call_id"`
	Event     string           `json:"event"`
	Pixel     string           `json:"pixel"`
	Request   string           `json:"request"`
	State     string           `json:"state"`
	Session   int              `json:"session"`
	Verdict   postback.Verdict `json:"verdict,omitempty"`
	Failure   postback.Failure `json:"failure,omitempty"`
	Status    int              `json:"status,omitempty"`
	Attempts  int              `json:"attempts,omitempty"`
	ElapsedMS *float64         `json:"elapsed_ms,omitempty"`
	Ended     *time.Time       `json:"ended,omitempty"`
}

type entryLines struct{ w *bufio.Writer }

func (l *entryLines) Entry(e *journal.Entry) error {
	out := journalEntryJSON{
		Type: "entry", Number: e.Number, CallID: e.CallID, Event: e.Pixel.Event, Pixel: e.Pixel.Name,
		Request: e.Request.String(), State: e.State.String(), Session: e.Session,
		Verdict: e.Verdict, Failure: e.Failure, Status: e.Status, Attempts: e.Attempts,
	}
	if e.Attempts > 0 {
		ms := milliseconds(e.Elapsed)
		out.ElapsedMS = &ms
	}
	if !e.At.IsZero() {
		out.Ended = &e.At
	}
	encoded, err := encodeJSON(out)
	if err != nil {
		return err
	}
	_, _ = l.w.Write(encoded)
	return l.w.WriteByte('\n')
}

func (l *entryLines) Flush() error { return l.w.Flush() }

func entryColumns() []string {
	return []string{"number", "call_id", "event", "pixel", "request", "state", "session", "verdict", "failure", "status", "attempts", "elapsed_ms", "ended"}
}

type entryRows struct{ w *csv.Writer }

func (r *entryRows) Entry(e *journal.Entry) error {
	ended, elapsed := "", ""
	if !e.At.IsZero() {
		ended = e.At.Format(time.RFC3339Nano)
	}
	if e.Attempts > 0 {
		elapsed = strconv.FormatFloat(milliseconds(e.Elapsed), 'f', -1, 64)
	}
	return r.w.Write([]string{
		strconv.FormatUint(e.Number, 10), oneLine(e.CallID), e.Pixel.Event, oneLine(e.Pixel.Name), e.Request.String(), e.State.String(),
		strconv.Itoa(e.Session), string(e.Verdict), string(e.Failure), unlessZero(e.Status), unlessZero(e.Attempts), elapsed, ended,
	})
}

func (r *entryRows) Flush() error {
	r.w.Flush()
	return r.w.Error()
}

func unlessZero(n int) string { return strings.TrimPrefix(strconv.Itoa(n), "0") }
