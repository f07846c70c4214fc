package compare

import (
	"net/url"
	"regexp"
	"strings"

	"postback/internal/pixel"
	"postback/internal/template"
)

// pattern is a pixel's URL as its definition writes it, taken apart like a URL that it was fired as.
type pattern struct {
	pixel      *pixel.Pixel
	endpoint   matcher
	parameters []parameterPattern
}

type parameterPattern struct {
	name  matcher
	value matcher
}

// matcher is a text with holes in it. Where there is more than one way to fill the holes, the two
// expressions fill them differently.
type matcher struct {
	literal      string // the text with the holes as they are written
	holes        []hole
	lazy, greedy *regexp.Regexp // nil without holes
}

// hole is a token, or a variable.
type hole struct {
	source   string
	variable bool
}

// newPattern takes the URL of a pixel apart.
func newPattern(p *pixel.Pixel) *pattern {
	b := &patternBuilder{}
	for _, s := range p.URL.Segments() {
		switch {
		case s.Expr != nil && !s.Expr.NotAToken:
			b.hole(hole{source: s.Expr.Source})
		case s.Variable != nil:
			b.hole(hole{source: s.Variable.Source, variable: true})
		default:
			b.literal(s.Literal)
		}
	}
	b.end()
	return &pattern{pixel: p, endpoint: b.endpoint, parameters: b.parameters}
}

// patternBuilder goes through the segments of a URL.
type patternBuilder struct {
	endpoint   matcher
	parameters []parameterPattern
	part       part
	pieces     []piece // of the part so far
	name       matcher // of the parameter whose value is being read
}

type part uint8

const (
	inEndpoint part = iota
	inName
	inValue
	inFragment
)

type piece struct {
	literal string
	hole    *hole
}

func (b *patternBuilder) hole(h hole) { b.pieces = append(b.pieces, piece{hole: &h}) }

// literal adds text as it is sent, in which parts may end.
func (b *patternBuilder) literal(text string) {
	for text != "" {
		n := strings.IndexAny(text, b.part.ends())
		if n < 0 {
			b.pieces = append(b.pieces, piece{literal: text})
			return
		}
		if n > 0 {
			b.pieces = append(b.pieces, piece{literal: text[:n]})
		}
		b.delimiter(text[n])
		text = text[n+1:]
	}
}

// ends are the characters at which a part ends.
func (p part) ends() string {
	return [...]string{inEndpoint: "?#", inName: "=&#", inValue: "&#", inFragment: ""}[p]
}

func (b *patternBuilder) delimiter(c byte) {
	switch {
	case c == '=':
		b.name, b.part = b.take(), inValue
		return
	case b.part == inEndpoint:
		b.endpoint = b.take()
	case b.part == inName && len(b.pieces) > 0:
		b.parameters = append(b.parameters, parameterPattern{name: b.take()})
	case b.part == inValue:
		b.parameters = append(b.parameters, parameterPattern{b.name, b.take()})
	}
	b.part = inName
	if c == '#' {
		b.part = inFragment
	}
}

// end ends the part that the URL ends in.
func (b *patternBuilder) end() { b.delimiter('#') }

// take makes a matcher of the pieces of a part and begins another one.
func (b *patternBuilder) take() matcher {
	decode := unescapeQuery
	if b.part == inEndpoint {
		decode = func(s string) string { return s }
	}
	var m matcher
	var pattern strings.Builder
	for _, p := range b.pieces {
		if p.hole != nil {
			m.holes = append(m.holes, *p.hole)
			m.literal += p.hole.source
			pattern.WriteString("\x00")
			continue
		}
		m.literal += decode(p.literal)
		pattern.WriteString(regexp.QuoteMeta(decode(p.literal)))
	}
	b.pieces = nil
	if len(m.holes) > 0 {
		m.lazy = regexp.MustCompile("(?s)^" + strings.ReplaceAll(pattern.String(), "\x00", "(.*?)") + "$")
		m.greedy = regexp.MustCompile("(?s)^" + strings.ReplaceAll(pattern.String(), "\x00", "(.*)") + "$")
	}
	return m
}

func unescapeQuery(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// fill finds out what stands in the holes of a text. Sure is false when there are other ways.
func (m *matcher) fill(text string) (values []string, sure, ok bool) {
	if m.lazy == nil {
		return nil, true, text == m.literal
	}
	lazy, greedy := m.lazy.FindStringSubmatch(text), m.greedy.FindStringSubmatch(text)
	if lazy == nil {
		return nil, false, false
	}
	sure = true
	for i := range lazy {
		sure = sure && lazy[i] == greedy[i]
	}
	return lazy[1:], sure, true
}

// tokens are the holes as definitions write them.
func (m *matcher) tokens() []string {
	var tokens []string
	for _, h := range m.holes {
		tokens = append(tokens, h.source)
	}
	return tokens
}

// host is the literal host of the endpoint; "" when there is a hole in it.
func (p *pattern) host() string {
	host := hostOf(p.endpoint.literal)
	for s := range p.pixel.URL.Exprs() {
		if s.Position == template.Authority {
			return ""
		}
	}
	if strings.Contains(host, "${") {
		return ""
	}
	return host
}

// hostOf is what stands between :// and the path.
func hostOf(endpoint string) string {
	_, rest, _ := strings.Cut(endpoint, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.ToLower(host)
}
