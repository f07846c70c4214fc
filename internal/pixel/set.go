package pixel

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"

	"postback/internal/diag"
	"postback/internal/receiver"
	"postback/internal/template"
)

// Set is everything that the given definition files say together.
type Set struct {
	Pixels          []*Pixel
	Campaigns       []*Campaign
	Authentications []*Authentication
	Receivers       receiver.Table // those of the definitions, and the built-in ones
	Variables       []Variable     // see AddVariable
	Sources         []*diag.Source

	variables map[variableKey]int // indexes of Variables
}

// Variable is one use of ${env:NAME} or ${file:PATH} with what it stands for.
type Variable struct {
	Scheme string // "env" or "file"
	Name   string // as written
	Value  string
	Known  bool   // false when the environment variable is unset or the file cannot be read
	Reason string // why it is not known
	Span   diag.Span
}

// Placeholder is how the variable is written in a definition.
func (v Variable) Placeholder() string { return "${" + v.Scheme + ":" + v.Name + "}" }

// variableKey tells variables apart. A path may mean different files in different folders, so that
// a file counts for the source that names it.
type variableKey struct {
	source       *diag.Source // nil for an environment variable
	scheme, name string
}

func keyOf(source *diag.Source, scheme, name string) variableKey {
	if scheme == "env" {
		source = nil
	}
	return variableKey{source, scheme, name}
}

// AddVariable adds a variable that [Set.Variable] does not find yet.
func (s *Set) AddVariable(v Variable) {
	if s.variables == nil {
		s.variables = map[variableKey]int{}
	}
	s.variables[keyOf(v.Span.Source, v.Scheme, v.Name)] = len(s.Variables)
	s.Variables = append(s.Variables, v)
}

// Variable finds what ${scheme:name} stands for in the given source file.
func (s *Set) Variable(source *diag.Source, scheme, name string) (Variable, bool) {
	i, ok := s.variables[keyOf(source, scheme, name)]
	if !ok {
		return Variable{}, false
	}
	return s.Variables[i], true
}

// VariablesOf lists the variables that a pixel uses, each once, at its first place in the pixel.
func (s *Set) VariablesOf(p *Pixel) []Variable { return s.variablesIn(p.Templates(), p.Span.Source) }

func (s *Set) variablesIn(templates iter.Seq[*template.Template], source *diag.Source) []Variable {
	var used []Variable
	seen := map[string]bool{}
	for t := range templates {
		for use := range t.Variables() {
			v, ok := s.Variable(source, use.Scheme, use.Name)
			if !ok || seen[use.Source] {
				continue
			}
			seen[use.Source] = true
			v.Span = use.Span
			used = append(used, v)
		}
	}
	return used
}

// Missing is VariablesOf without those that are known.
func (s *Set) Missing(p *Pixel) []Variable { return unknown(s.VariablesOf(p)) }

// MissingToSend is Missing and what the pixel's authentication lacks besides.
func (s *Set) MissingToSend(p *Pixel) []Variable {
	missing := s.Missing(p)
	if a, ok := s.AuthenticationOf(p); ok {
		missing = append(missing, unknown(s.variablesIn(a.Templates(), a.Span.Source))...)
	}
	return missing
}

func unknown(variables []Variable) []Variable {
	return slices.DeleteFunc(variables, func(v Variable) bool { return v.Known })
}

// AuthenticationOf finds the authentication that a pixel names.
func (s *Set) AuthenticationOf(p *Pixel) (*Authentication, bool) {
	for _, a := range s.Authentications {
		if p.Authentication.Len() > 0 && a.Name.String() == p.Authentication.String() {
			return a, true
		}
	}
	return nil, false
}

// Campaign finds a campaign by its id or, failing that, by its name.
func (s *Set) Campaign(nameOrID string) (*Campaign, bool) {
	for _, c := range s.Campaigns {
		if nameOrID != "" && c.ID.String() == nameOrID {
			return c, true
		}
	}
	for _, c := range s.Campaigns {
		if c.Name.String() == nameOrID {
			return c, true
		}
	}
	return nil, false
}

// CampaignNames are the names of all campaigns in order of definition.
func (s *Set) CampaignNames() []string {
	names := make([]string, len(s.Campaigns))
	for i, c := range s.Campaigns {
		names[i] = c.Name.String()
	}
	return names
}

// PixelNames are the names of all pixels in order of definition.
func (s *Set) PixelNames() []string {
	names := make([]string, len(s.Pixels))
	for i, p := range s.Pixels {
		names[i] = p.Name.String()
	}
	return names
}

// Digest is another one for other texts of the definition files.
func (s *Set) Digest() string {
	sum := sha256.New()
	for _, source := range s.Sources {
		_, _ = fmt.Fprintf(sum, "%d\n%s", len(source.Content()), source.Content())
	}
	return hex.EncodeToString(sum.Sum(nil))
}
