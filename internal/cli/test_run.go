package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/golden"
	"postback/internal/report"
	"postback/internal/validate"
)

// testRun is the test files of one run and the definitions that they are about.
type testRun struct {
	app     *app
	options *testOptions
	files   []testFile
	suites  map[string]*golden.Suite // by the paths of their definitions
	order   []*golden.Suite
	read    map[string]bool // every file and folder that was looked at, for --watch
}

// testFile is one test file with the definitions that it is about.
type testFile struct {
	*golden.File
	suite *golden.Suite
}

// loadTests reads test files and definitions and reports everything that is wrong with them. The run
// is never nil: what it has read is known even when that was no use.
func (a *app) loadTests(o *testOptions) (*testRun, error) {
	r := &testRun{app: a, options: o, suites: map[string]*golden.Suite{}, read: map[string]bool{}}
	paths, err := r.find()
	if err != nil {
		return r, fail(CodeInput, err)
	}
	var faults diag.List
	for _, path := range paths {
		found, err := r.load(path)
		if err != nil {
			return r, fail(CodeInput, err)
		}
		faults = append(faults, found...)
	}
	faults.Sort()
	if !a.global.quiet || faults.HasErrors() {
		if err := a.diagnostics(faults); err != nil {
			return r, err
		}
	}
	if faults.HasErrors() {
		a.talk("%s in tests and definitions; no case ran", report.Count(faults.Count(diag.Error), "error"))
		return r, silently(CodeInput)
	}
	return r, nil
}

// find lists the test files: those that are named, and all in and below the folders that are.
func (r *testRun) find() ([]string, error) {
	paths := r.options.paths
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var files []string
	for _, path := range paths {
		below, err := r.below(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errors.New("no such file or folder: " + path)
		}
		if err != nil {
			return nil, err
		}
		for _, file := range below {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	return files, nil
}

func (r *testRun) below(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{filepath.Clean(path)}, err
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != path && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case entry.IsDir():
			r.read[name] = true
		case config.IsTestFile(entry.Name()):
			files = append(files, filepath.Clean(name))
		}
		return nil
	})
	return files, err
}

// load reads one test file and, unless another file has had them read, its definitions.
func (r *testRun) load(path string) (diag.List, error) {
	r.read[path] = true
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file, faults := golden.Parse(diag.NewSource(path, content))
	suite, found, err := r.suite(r.definitionsOf(file))
	if err != nil {
		return nil, fmt.Errorf("the definitions for %s: %w; -f names them, or definitions: in that file", path, err)
	}
	r.files = append(r.files, testFile{file, suite})
	return append(faults, found...), nil
}

// definitionsOf are the paths of the definitions that a test file is about.
func (r *testRun) definitionsOf(file *golden.File) []string {
	if len(r.options.definitions) > 0 {
		return r.options.definitions
	}
	folder := filepath.Dir(file.Source.Name())
	if len(file.Definitions) == 0 {
		return []string{folder}
	}
	var paths []string
	for _, path := range file.Definitions {
		paths = append(paths, beside(file.Source, path.String()))
	}
	return paths
}

// beside is a path that a file names, seen from the working folder.
func beside(from *diag.Source, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(from.Name()), filepath.FromSlash(path))
}

// suite loads definitions once for all the files that are about them.
func (r *testRun) suite(paths []string) (*golden.Suite, diag.List, error) {
	key := strings.Join(paths, "\x00")
	if known := r.suites[key]; known != nil {
		return known, nil, nil
	}
	set, faults, err := config.Load(paths, config.Options{KeepVariables: true, Lookup: r.app.env.Lookup})
	if err != nil {
		return nil, nil, err
	}
	for _, source := range set.Sources {
		r.read[source.Name()] = true
	}
	r.app.keepSecrets(set, validate.NewSurvey(set))
	suite := golden.NewSuite(set, golden.Surroundings{Read: r.readCall, Zone: time.LoadLocation})
	if r.options.coverage {
		suite.Cover()
	}
	r.suites[key] = suite
	r.order = append(r.order, suite)
	return suite, faults, nil
}

func (r *testRun) readCall(from *diag.Source, path string) ([]byte, error) {
	path = beside(from, path)
	r.read[path] = true
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("no such call record: " + path)
	}
	return content, err
}

// cases runs the cases that --run selects.
func (r *testRun) cases() *report.Cases {
	cases := &report.Cases{}
	for _, f := range r.files {
		file := report.CaseFile{Name: f.Source.Name()}
		for _, c := range f.Cases {
			if r.options.pattern.MatchString(c.Name.String()) {
				file.Results = append(file.Results, f.suite.Run(c))
			}
		}
		if len(file.Results) > 0 {
			cases.Files = append(cases.Files, file)
		}
	}
	if r.options.coverage {
		cases.Coverage = &golden.Coverage{}
		for _, suite := range r.order {
			cases.Coverage.Add(suite.Coverage())
		}
	}
	return cases
}

// update writes what really happens into the test files.
func (r *testRun) update(cases *report.Cases) (changed bool, err error) {
	hide := r.app.hide()
	secret := func(name, value string) bool {
		return hide.Header(name, value) != value || hide.URL(value) != value
	}
	for _, results := range cases.Files {
		i := slices.IndexFunc(r.files, func(f testFile) bool { return f.Source.Name() == results.Name })
		text, count, err := golden.Update(r.files[i].File, results.Results, secret)
		if err != nil {
			return changed, fail(CodeNo, err)
		}
		if text == r.files[i].Source.Content() {
			continue
		}
		err = r.app.writeOutput(results.Name, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
		if err != nil {
			return changed, err
		}
		changed = true
		r.app.talk("%s: %s written", results.Name, report.Count(count, "expectation"))
	}
	return changed, nil
}
