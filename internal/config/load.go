package config

import (
	"fmt"
	"io"
	"os"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/yamldoc"
)

// Options is what loading takes from the surroundings.
type Options struct {
	Lookup func(name string) (value string, ok bool) // environment variables, for ${env:NAME}
	Stdin  io.Reader                                 // what the path "-" reads

	// KeepVariables leaves every variable as it is written, so that what is made of the definitions
	// is the same on every machine and holds no secret.
	KeepVariables bool

	// Instead holds texts that take the place of what is in the files of these names, to try out a
	// change that is not made yet.
	Instead map[string]string
}

// Rules of the faults found here; those of YAML itself are yamldoc's.
const (
	RuleEmptyFile     = "empty-file"    // a file without a definition
	RuleUnknownEvent  = "unknown-event" // fire_on names no event of the platform
	RuleUnknownValue  = receiver.RuleUnknownValue
	RuleUnknownName   = "unknown-name"   // a pixel or an authentication that is not defined
	RuleDuplicateName = "duplicate-name" // two definitions of one name
	RuleBadCondition  = receiver.RuleBadCondition
	RuleConflict      = "conflict" // two keys that exclude each other
)

// Load reads definition files and folders (their *.yaml and *.yml, without *_test.yaml and
// dot-files) and merges them into one set. The list holds all faults of the definitions; the
// error is for what could not be read at all and names the path.
func Load(paths []string, opt Options) (*pixel.Set, diag.List, error) {
	sources, err := Read(paths, opt)
	if err != nil {
		return nil, nil, err
	}
	set, faults := LoadSources(sources, opt)
	return set, faults, nil
}

// Read reads the files that [Load] would load.
func Read(paths []string, opt Options) ([]*diag.Source, error) {
	files, err := expand(paths)
	if err != nil {
		return nil, err
	}
	var sources []*diag.Source
	for _, file := range files {
		content, err := opt.read(file)
		if err != nil {
			return nil, err
		}
		sources = append(sources, diag.NewSource(displayName(file), content))
	}
	return sources, nil
}

// LoadSources is [Load] for definitions that have been read already.
func LoadSources(sources []*diag.Source, opt Options) (*pixel.Set, diag.List) {
	l := &loader{set: &pixel.Set{}, opt: opt}
	for _, source := range sources {
		l.source(source)
	}
	l.link()
	l.resolveVariables()
	l.diags.Sort()
	return l.set, l.diags
}

// loader collects the definitions of all files.
type loader struct {
	set   *pixel.Set
	opt   Options
	diags diag.List
	uses  []variableUse

	columns       bool        // a condition may name a column of the call log
	receiverNames []diag.Text // of the receivers that are defined, as written
}

func (o *Options) read(path string) ([]byte, error) {
	if text, ok := o.Instead[displayName(path)]; ok {
		return []byte(text), nil
	}
	read := os.ReadFile
	if path == stdinPath {
		read = func(string) ([]byte, error) { return io.ReadAll(o.Stdin) }
	}
	content, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the definitions: %w", err)
	}
	return content, nil
}

// source reads every document of one file.
func (l *loader) source(src *diag.Source) {
	l.set.Sources = append(l.set.Sources, src)
	documents, faults := yamldoc.Parse(src)
	l.diags = append(l.diags, faults...)
	if len(documents) == 0 && len(faults) == 0 {
		l.diags.Errorf(src.Span(0, 0), RuleEmptyFile, "the file is empty; it should define pixels or campaigns")
	}
	for _, document := range documents {
		l.document(document)
	}
}

func (l *loader) document(n *yamldoc.Node) {
	o := yamldoc.ReadObject(n, &definitionsObject, &l.diags)
	for _, item := range o.Items("pixels") {
		l.pixel(item)
	}
	for _, item := range o.Items("campaigns") {
		l.campaign(item)
	}
	for _, item := range o.Items("authentications") {
		l.authentication(item)
	}
	for _, item := range o.Items("receivers") {
		l.receiver(item)
	}
	o.Close()
}
