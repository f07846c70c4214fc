package cli

import (
	"errors"
	"io"
	"os"
	"slices"

	"postback/internal/call"
	"postback/internal/pixel"
	"postback/internal/plan"
)

// records opens the call records. The closer closes the file behind them.
func (s *selection) records(a *app, program *plan.Program) (*call.Reader, io.Closer, error) {
	input, closer, err := s.openCalls(a)
	if err != nil {
		return nil, nil, err
	}
	return call.NewReader(input, s.reading(program)), closer, nil
}

// openCalls opens the file of call records, or stdin.
func (s *selection) openCalls(a *app) (io.Reader, io.Closer, error) {
	switch s.call {
	case "":
		return nil, nil, failf(CodeUsage, "no call record: give a JSON file with -c, or - for stdin")
	case "-":
		if err := s.checkStdin(); err != nil {
			return nil, nil, err
		}
		return a.stdin, io.NopCloser(nil), nil
	}
	f, err := os.Open(s.call)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, failf(CodeInput, "no such call record: %s", s.call)
	}
	if err != nil {
		return nil, nil, failf(CodeInput, "cannot read the call record: %w", err)
	}
	return f, f, nil
}

// checkStdin makes sure that stdin is asked for one thing only.
func (s *selection) checkStdin() error {
	if s.call == "-" && slices.Contains(s.files, "-") {
		return failf(CodeUsage, "stdin cannot be the definitions and the call record at once; give one of them as a file")
	}
	return nil
}

// callFile is what messages call the place that calls come from.
func (s *selection) callFile() string {
	if s.call == "-" {
		return "<stdin>"
	}
	return s.call
}

// planError says where the record stands that cannot be planned.
func (s *selection) planError(record *call.Record, err error) error {
	return failf(CodeInput, "%s:%d: %w", s.callFile(), record.Line(), err)
}

// planOne plans the only call that there is.
func (s *selection) planOne(a *app, set *pixel.Set) (*plan.Planner, []plan.Firing, error) {
	program, err := s.compile(a, set)
	if err != nil {
		return nil, nil, err
	}
	record, err := s.onlyRecord(a, program)
	if err != nil {
		return nil, nil, err
	}
	planner := program.NewPlanner()
	firings, err := planner.Plan(record)
	if err != nil {
		return nil, nil, s.planError(record, err)
	}
	return planner, firings, nil
}

// onlyRecord reads the call and makes sure that it is the only one.
func (s *selection) onlyRecord(a *app, program *plan.Program) (*call.Record, error) {
	reader, closer, err := s.records(a, program)
	if err != nil {
		return nil, err
	}
	defer func() { _ = closer.Close() }()
	record, err := reader.Next()
	if errors.Is(err, io.EOF) {
		return nil, s.noCalls(reader.Read(), false)
	}
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	record = record.Clone()
	if _, err := reader.Next(); err == nil {
		return nil, failf(CodeInput, "%s holds several calls and this command takes one; --where chooses, as in --where 'inboundCallId equals RGB…', and render takes them all", s.callFile())
	} else if !errors.Is(err, io.EOF) {
		return nil, fail(CodeInput, err)
	}
	return record, nil
}
