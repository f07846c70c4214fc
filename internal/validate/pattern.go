package validate

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used: there are many, and
// programs that only render or fire need next to none of them.
type pattern func() *regexp.Regexp

// lazily returns the pattern for an expression, which must be valid.
func lazily(expr string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// The methods are those of [regexp.Regexp].

func (p pattern) MatchString(s string) bool { return p().MatchString(s) }

func (p pattern) FindString(s string) string { return p().FindString(s) }

func (p pattern) FindStringSubmatchIndex(s string) []int { return p().FindStringSubmatchIndex(s) }

func (p pattern) FindAllStringIndex(s string, n int) [][]int { return p().FindAllStringIndex(s, n) }

func (p pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p().FindAllStringSubmatchIndex(s, n)
}

func (p pattern) ReplaceAllString(s, repl string) string { return p().ReplaceAllString(s, repl) }
