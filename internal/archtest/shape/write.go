package main

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"text/tabwriter"
)

// top is how many rows each list shows.
const top = 10

// folder is the measure of one package: the sums over its files.
type folder struct {
	name                string
	lines, files, funcs int
}

// write prints the summary and the lists. The tabwriter keeps the first error for Flush.
func write(w io.Writer, files []file) error {
	var funcs []function
	for _, f := range files {
		funcs = append(funcs, f.funcs...)
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	writeSummary(out, files, funcs)
	writeFunctions(out, "longest functions (lines)", funcs, func(f function) int { return f.lines })
	writeFunctions(out, "most tangled functions (cyclomatic complexity)", funcs, func(f function) int { return f.complexity })
	writeFunctions(out, "deepest functions (nested blocks)", funcs, func(f function) int { return f.depth })
	writeFiles(out, "longest files (lines)", files, func(f file) int { return f.lines })
	writeFiles(out, "most imports", files, func(f file) int { return f.imports })
	writeFolders(out, folders(files))
	return out.Flush()
}

func writeSummary(w *tabwriter.Writer, files []file, funcs []function) {
	lines := 0
	for _, f := range files {
		lines += f.lines
	}
	lengths := make([]int, 0, len(funcs))
	for _, f := range funcs {
		lengths = append(lengths, f.lines)
	}
	slices.Sort(lengths)
	fmt.Fprintf(w, "%d lines in %d files, %d packages, %d functions\n", lines, len(files), len(folders(files)), len(funcs))
	fmt.Fprintf(w, "functions: half have at most %d lines, nine in ten at most %d; %d %% ≤ 20 lines, %d %% ≤ 40\n",
		percentile(lengths, 50), percentile(lengths, 90), share(lengths, 20), share(lengths, 40))
}

// percentile is the smallest value that p percent of the sorted values do not exceed.
func percentile(sorted []int, p int) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max((len(sorted)*p+99)/100-1, 0)]
}

// share is the percentage of the sorted values that are at most limit, rounded down.
func share(sorted []int, limit int) int {
	if len(sorted) == 0 {
		return 100
	}
	within, _ := slices.BinarySearch(sorted, limit+1)
	return within * 100 / len(sorted)
}

func writeFunctions(w *tabwriter.Writer, title string, funcs []function, by func(function) int) {
	fmt.Fprintf(w, "\n%s\n", title)
	for _, f := range largest(funcs, by) {
		fmt.Fprintf(w, "%5d\t%s\t%s:%d\n", by(f), f.name, f.file, f.line)
	}
}

func writeFiles(w *tabwriter.Writer, title string, files []file, by func(file) int) {
	fmt.Fprintf(w, "\n%s\n", title)
	for _, f := range largest(files, by) {
		fmt.Fprintf(w, "%5d\t%s\n", by(f), f.name)
	}
}

func writeFolders(w *tabwriter.Writer, folders []folder) {
	fmt.Fprintf(w, "\nbiggest packages (lines)\n")
	for _, p := range largest(folders, func(p folder) int { return p.lines }) {
		fmt.Fprintf(w, "%5d\t%s\t%d files, %d functions\n", p.lines, p.name, p.files, p.funcs)
	}
}

// largest returns the first rows by descending measure; equals keep their order.
func largest[T any](all []T, by func(T) int) []T {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b T) int { return cmp.Compare(by(b), by(a)) })
	return sorted[:min(top, len(sorted))]
}

// folders sums files up by package, in order of appearance.
func folders(files []file) []folder {
	var out []folder
	at := map[string]int{}
	for _, f := range files {
		dir := path.Dir(f.name)
		if _, known := at[dir]; !known {
			at[dir] = len(out)
			out = append(out, folder{name: dir})
		}
		sum := &out[at[dir]]
		sum.lines += f.lines
		sum.files++
		sum.funcs += len(f.funcs)
	}
	return out
}
