package cli

import (
	"errors"
	"io"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/validate"
)

// callFindings plans every call record and reports what that brings to light about the definitions.
func (a *app) callFindings(s *selection, set *pixel.Set) (diag.List, error) {
	program, err := s.compile(a, set)
	if err != nil {
		return nil, err
	}
	reader, closer, err := s.records(a, program)
	if err != nil {
		return nil, err
	}
	defer func() { _ = closer.Close() }()
	var found validate.CallFindings
	planner := program.NewPlanner()
	for {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) && found.Calls() > 0 {
			return found.List(), nil
		}
		if errors.Is(err, io.EOF) {
			return nil, s.noCalls(reader.Read(), true)
		}
		if err != nil {
			return nil, fail(CodeInput, err)
		}
		if _, err := planner.Plan(record); err != nil {
			return nil, s.planError(record, err)
		}
		found.Add(planner.Explain())
	}
}
