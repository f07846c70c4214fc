package cli

import (
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/report"
	"postback/internal/validate"
)

// fixer makes corrections in memory, until there is nothing left to correct.
type fixer struct {
	app     *app
	options *validateOptions
	files   []string
	texts   map[string]string // of every source, corrected as far as it is
	made    map[string]int    // corrections by source
}

// correct makes the corrections that are certain, or prints them as a diff, and returns the
// definitions as their files are then.
func (a *app) correct(o *validateOptions, files []string, d *draft) (*draft, error) {
	f := &fixer{app: a, options: o, files: files, texts: map[string]string{}, made: map[string]int{}}
	for _, source := range d.set.Sources {
		f.texts[source.Name()] = source.Content()
	}
	corrected, err := f.run(d)
	switch {
	case err != nil:
		return nil, err
	case len(f.made) == 0:
		a.talk("there is nothing that --fix can correct")
		return d, nil
	case o.dryRun:
		return d, f.diff(d)
	}
	return corrected, f.write(d)
}

// run makes all corrections. Those that overlap are made one after the other.
func (f *fixer) run(d *draft) (*draft, error) {
	const passes = 10
	for range passes {
		certain, after, err := f.harmless(d)
		if err != nil || len(certain) == 0 {
			return d, err
		}
		for _, fixed := range validate.Fix(certain) {
			f.texts[fixed.Source.Name()] = fixed.Content
			f.made[fixed.Source.Name()] += fixed.Count
		}
		d = after
	}
	return d, nil
}

// harmless are the findings whose corrections keep the definitions readable, and what the
// definitions are with them. What is right in one place may break the quotes or the flow of another;
// usually that is all of them.
func (f *fixer) harmless(d *draft) (certain diag.List, after *draft, err error) {
	var all diag.List
	for _, finding := range validate.Run(d.set, d.loaded, f.options.rules()) {
		if finding.Fix != nil {
			all.Add(finding)
		}
	}
	if len(all) == 0 {
		return nil, d, nil
	}
	kept := &keeper{fixer: f, before: d}
	err = kept.add(all)
	return kept.certain, kept.after, err
}

// keeper finds the corrections that keep definitions readable.
type keeper struct {
	*fixer
	before  *draft
	certain diag.List
	after   *draft // what the definitions are with those that are certain
}

// add takes up more corrections: all of them where that does, and otherwise each half by itself, so
// that a few that do harm among thousands are found soon.
func (k *keeper) add(more diag.List) error {
	with := slices.Concat(k.certain, more)
	after, ok, err := k.try(k.before, with)
	switch {
	case err != nil:
		return err
	case ok:
		k.certain, k.after = with, after
		return nil
	case len(more) == 1:
		return nil
	}
	half := len(more) / 2
	if err := k.add(more[:half]); err != nil {
		return err
	}
	return k.add(more[half:])
}

// try loads the definitions with these corrections; ok says whether they load as well as before.
func (f *fixer) try(d *draft, corrections diag.List) (after *draft, ok bool, err error) {
	texts := maps.Clone(f.texts)
	for _, fixed := range validate.Fix(corrections) {
		texts[fixed.Source.Name()] = fixed.Content
	}
	after, err = f.app.loadDraft(f.files, texts)
	if err != nil {
		return nil, false, err
	}
	return after, after.loaded.Count(diag.Error) <= d.loaded.Count(diag.Error), nil
}

// corrected yields the sources that have corrections.
func (f *fixer) corrected(d *draft) iter.Seq[*diag.Source] {
	return func(yield func(*diag.Source) bool) {
		for _, source := range d.set.Sources {
			if f.made[source.Name()] > 0 && !yield(source) {
				return
			}
		}
	}
}

// write puts the corrections into the files.
func (f *fixer) write(d *draft) error {
	for source := range f.corrected(d) {
		name := source.Name()
		if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
			return failf(CodeOutput, "cannot correct %s: it is no file that can be changed", name)
		}
		err := f.app.writeOutput(name, func(w io.Writer) error {
			_, err := io.WriteString(w, f.texts[name])
			return err
		})
		if err != nil {
			return err
		}
		f.app.talk("%s: %s made", name, report.Count(f.made[name], "correction"))
	}
	return nil
}

// diff prints what would be written.
func (f *fixer) diff(d *draft) error {
	hidden := false
	err := f.app.writeOutput(f.options.output, func(w io.Writer) error {
		for source := range f.corrected(d) {
			name := source.Name()
			text, masked := report.UnifiedDiff(patchName(name), source.Content(), f.texts[name], f.app.hide())
			if _, err := w.Write(text); err != nil {
				return err
			}
			hidden = hidden || masked
			f.app.talk("%s: %s would be made", name, report.Count(f.made[name], "correction"))
		}
		return nil
	})
	if err == nil && hidden {
		f.app.talk("secrets are hidden in the diff, so patch cannot apply it; --show-secrets leaves them in")
	}
	return err
}

// patchName is how a diff names a file: from the working folder, where patch is run.
func patchName(name string) string {
	folder, err := os.Getwd()
	if err != nil || !filepath.IsAbs(name) {
		return filepath.ToSlash(name)
	}
	below, err := filepath.Rel(folder, name)
	if err != nil || strings.HasPrefix(below, "..") {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(below)
}
