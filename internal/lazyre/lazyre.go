// Package lazyre has regular expressions that are compiled when they are first used: there are many,
// and a program that only renders or fires needs next to none of them.
package lazyre

import (
	"regexp"
	"sync"
)

// Pattern is such an expression. Its methods are those of [regexp.Regexp].
type Pattern func() *regexp.Regexp

// New returns the pattern for an expression, which must be valid.
func New(expr string) Pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// MatchString is [regexp.Regexp.MatchString].
func (p Pattern) MatchString(s string) bool { return p().MatchString(s) }

// FindString is [regexp.Regexp.FindString].
func (p Pattern) FindString(s string) string { return p().FindString(s) }

// FindStringSubmatch is [regexp.Regexp.FindStringSubmatch].
func (p Pattern) FindStringSubmatch(s string) []string { return p().FindStringSubmatch(s) }

// FindStringSubmatchIndex is [regexp.Regexp.FindStringSubmatchIndex].
func (p Pattern) FindStringSubmatchIndex(s string) []int { return p().FindStringSubmatchIndex(s) }

// FindAllStringIndex is [regexp.Regexp.FindAllStringIndex].
func (p Pattern) FindAllStringIndex(s string, n int) [][]int { return p().FindAllStringIndex(s, n) }

// FindAllStringSubmatchIndex is [regexp.Regexp.FindAllStringSubmatchIndex].
func (p Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString is [regexp.Regexp.ReplaceAllString].
func (p Pattern) ReplaceAllString(s, repl string) string { return p().ReplaceAllString(s, repl) }

// ReplaceAllStringFunc is [regexp.Regexp.ReplaceAllStringFunc].
func (p Pattern) ReplaceAllStringFunc(s string, repl func(string) string) string {
	return p().ReplaceAllStringFunc(s, repl)
}
