package report

import "github.com/fatih/color"

// Palette colours the words of one output stream. Every stream has its own, because one of
// stdout and stderr may be a terminal while the other is a file.
type Palette struct {
	bold, faint, red, green, yellow, cyan *color.Color
}

// NewPalette returns a palette that colours, or one that returns every text unchanged.
func NewPalette(colored bool) *Palette {
	shade := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		if colored {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return &Palette{
		bold:   shade(color.Bold),
		faint:  shade(color.Faint),
		red:    shade(color.FgRed, color.Bold),
		green:  shade(color.FgGreen),
		yellow: shade(color.FgYellow),
		cyan:   shade(color.FgCyan),
	}
}

// Bold is for what a block is about.
func (p *Palette) Bold(s string) string { return p.bold.Sprint(s) }

// Faint is for what explains and may be skipped.
func (p *Palette) Faint(s string) string { return p.faint.Sprint(s) }

// Bad is for errors and refusals.
func (p *Palette) Bad(s string) string { return p.red.Sprint(s) }

// Good is for what went well.
func (p *Palette) Good(s string) string { return p.green.Sprint(s) }

// Caution is for warnings and for what is not certain.
func (p *Palette) Caution(s string) string { return p.yellow.Sprint(s) }

// Token is for tokens as they stand in a template.
func (p *Palette) Token(s string) string { return p.cyan.Sprint(s) }
