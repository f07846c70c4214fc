package cli

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/importer"
	"postback/internal/report"
	"postback/internal/validate"
)

// importFile imports what is in a file, or in stdin.
func (a *app) importFile(o *importOptions, path string, read func(*diag.Source, importer.Options) *importer.Result) error {
	options, err := o.importing()
	if err != nil {
		return err
	}
	src, err := a.importSource(path)
	if err != nil {
		return err
	}
	return a.imported(o, read(src, options))
}

// importSource reads a source whole.
func (a *app) importSource(path string) (*diag.Source, error) {
	if path == "-" {
		content, err := io.ReadAll(a.stdin)
		if err != nil {
			return nil, failf(CodeInput, "cannot read stdin: %w", err)
		}
		return diag.NewSource("<stdin>", content), nil
	}
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, failf(CodeInput, "no such file: %s", path)
	}
	if err != nil {
		return nil, failf(CodeInput, "cannot read the source: %w", err)
	}
	return diag.NewSource(path, content), nil
}

func (a *app) importURLs(o *importOptions, args []string) error {
	options, err := o.importing()
	if err != nil {
		return err
	}
	var sources []*diag.Source
	for _, arg := range args {
		if arg != "-" {
			sources = append(sources, diag.NewSource("URL", []byte(arg)))
			continue
		}
		src, err := a.importSource(arg)
		if err != nil {
			return err
		}
		for line := range strings.Lines(src.Content()) {
			if strings.TrimSpace(line) != "" {
				sources = append(sources, diag.NewSource("<stdin>", []byte(strings.TrimSpace(line))))
			}
		}
	}
	return a.imported(o, importer.URLs(sources, options))
}

// importCurl imports a file of commands, or the command behind --, whose quotes the shell has
// resolved already.
func (a *app) importCurl(o *importOptions, args []string, dash int) error {
	switch {
	case dash == 0:
		options, err := o.importing()
		if err != nil {
			return err
		}
		return a.imported(o, importer.CurlArguments(args, options))
	case len(args) > 1:
		return failf(CodeUsage, "import curl takes one file, or a command behind --")
	}
	return a.importFile(o, args[0], importer.Curl)
}

// imported writes the definitions and what is to be known of them.
func (a *app) imported(o *importOptions, result *importer.Result) error {
	a.known.Add(result.Secrets...)
	if err := a.importFindings(result.Findings); err != nil {
		return err
	}
	if result.Findings.HasErrors() {
		a.talk("%s in the source; nothing was written", report.Count(result.Findings.Count(diag.Error), "error"))
		return silently(CodeInput)
	}
	err := a.writeOutput(o.output, func(w io.Writer) error {
		_, err := io.WriteString(w, result.YAML)
		return err
	})
	if err != nil {
		return err
	}
	return a.concludeImport(result)
}

// importFindings tells of faults and questions. Notes are comments in the output, so that they are
// told only to who wants to hear more.
func (a *app) importFindings(findings diag.List) error {
	if a.global.quiet && !findings.HasErrors() {
		return nil
	}
	least := diag.Warning
	switch {
	case findings.HasErrors():
		least = diag.Error
	case a.global.verbose:
		least = diag.Note
	}
	return a.diagnostics(slices.DeleteFunc(slices.Clone(findings), func(d diag.Diagnostic) bool { return d.Severity > least }))
}

// concludeImport says what was imported and what is left to do.
func (a *app) concludeImport(result *importer.Result) error {
	counts := []string{report.Count(result.Pixels, "pixel")}
	if result.Campaigns > 0 {
		counts = append(counts, report.Count(result.Campaigns, "campaign"))
	}
	a.talk("imported %s", strings.Join(counts, " and "))
	if result.Skipped > 0 {
		a.talk("left out %s that no pixel can make; -v says why", report.Count(result.Skipped, "request"))
	}
	set, loaded, err := config.Load([]string{"-"}, config.Options{Lookup: a.env.Lookup, Stdin: strings.NewReader(result.YAML)})
	if err != nil {
		return fail(CodeInput, err)
	}
	found := validate.NewSurvey(set).Run(loaded, validate.Options{})
	if n := found.Count(diag.Error) + found.Count(diag.Warning); n > 0 {
		a.talk("validate has %s on what the source says", report.Count(n, "finding"))
	}
	if open := result.Open(); open > 0 {
		a.talk("%s left; the comments in the output say where", report.Count(open, "question"))
		return silently(CodeNo)
	}
	return nil
}
