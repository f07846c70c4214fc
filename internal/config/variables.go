package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// variableUse is one place in the definitions where a variable stands.
type variableUse struct {
	scheme, name string
	span         diag.Span
}

// resolveVariables looks up what every ${env:NAME} and ${file:PATH} stands for. What cannot be
// found is no fault of the definitions: they may be checked where their secrets are not.
func (l *loader) resolveVariables() {
	for _, use := range l.uses {
		v := pixel.Variable{Scheme: use.scheme, Name: use.name, Span: use.span}
		if _, done := l.set.Variable(use.span.Source, use.scheme, use.name); done {
			continue
		}
		switch use.scheme {
		case "env":
			l.lookup(&v)
		case "file":
			readFile(&v)
		}
		if l.opt.KeepVariables { // its value is still not to be shown where it turns up
			v.Known, v.Reason = false, v.Placeholder()+" is left as it is written"
		}
		l.set.AddVariable(v)
	}
}

func (l *loader) lookup(v *pixel.Variable) {
	if l.opt.Lookup != nil {
		v.Value, v.Known = l.opt.Lookup(v.Name)
	}
	if v.Known && v.Value == "" {
		v.Known, v.Reason = false, fmt.Sprintf("the environment variable %s is empty", v.Name)
	} else if !v.Known {
		v.Reason = fmt.Sprintf("the environment variable %s is not set", v.Name)
	}
}

// readFile reads a secret from a file, whose path counts from the folder of the definitions. One
// line break at its end belongs to the file and not to the secret.
func readFile(v *pixel.Variable) {
	path := v.Name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(v.Span.Source.Name()), path)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		var pathError *os.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		v.Reason = fmt.Sprintf("cannot read %s: %v", path, err)
		return
	}
	value := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if v.Value, v.Known = value, value != ""; !v.Known {
		v.Reason = path + " is empty"
	}
}
