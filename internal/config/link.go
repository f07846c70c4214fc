package config

import (
	"fmt"
	"slices"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// link resolves the names by which definitions refer to each other, once all files are read.
func (l *loader) link() {
	l.uniqueNames()
	l.attach()
	l.checkAuthentications()
	l.checkReceivers()
}

// uniqueNames reports the second of two definitions of one name and shows the first.
func (l *loader) uniqueNames() {
	pixels, campaigns, ids, authentications := names{}, names{}, names{}, names{}
	for _, p := range l.set.Pixels {
		l.claim(pixels, "pixel", p.Name)
	}
	for _, c := range l.set.Campaigns {
		l.claim(campaigns, "campaign", c.Name)
		l.claim(ids, "campaign id", c.ID)
		l.uniquePublishers(c)
	}
	for _, a := range l.set.Authentications {
		l.claim(authentications, "authentication", a.Name)
	}
}

func (l *loader) uniquePublishers(c *pixel.Campaign) {
	publishers, ids := names{}, names{}
	for _, p := range c.Publishers {
		l.claim(publishers, "publisher", p.Name)
		l.claim(ids, "publisher id", p.ID)
	}
}

// names remembers where each name was defined first.
type names map[string]diag.Text

func (l *loader) claim(taken names, what string, name diag.Text) {
	if name.Len() == 0 {
		return
	}
	first, twice := taken[name.String()]
	if !twice {
		taken[name.String()] = name
		return
	}
	l.diags.Add(diag.Diagnostic{
		Severity: diag.Error, Rule: RuleDuplicateName, Span: name.Whole(),
		Message: fmt.Sprintf("the %s %q is defined twice; rename or remove one", what, name),
		Related: []diag.Related{{Span: first.Whole(), Message: "it is defined here first"}},
	})
}

// attach finds the pixels that campaigns name.
func (l *loader) attach() {
	byName := make(map[string]int, len(l.set.Pixels))
	for i, p := range l.set.Pixels {
		byName[p.Name.String()] = i
	}
	for _, c := range l.set.Campaigns {
		attached := names{}
		for i := range c.Pixels {
			a := &c.Pixels[i]
			at, ok := byName[a.Name.String()]
			if !ok {
				l.diags.Errorf(a.Name.Whole(), RuleUnknownName, "the campaign %q names the pixel %q, which is not defined%s",
					c.Name, a.Name, diag.DidYouMean(a.Name.String(), l.set.PixelNames()))
				continue
			}
			a.Pixel = l.set.Pixels[at]
			l.claimAttachment(attached, a.Name)
		}
	}
}

func (l *loader) claimAttachment(attached names, name diag.Text) {
	first, twice := attached[name.String()]
	attached[name.String()] = name
	if twice {
		l.diags.Add(diag.Diagnostic{
			Severity: diag.Error, Rule: RuleDuplicateName, Span: name.Whole(),
			Message: fmt.Sprintf("the pixel %q is attached twice and would fire twice; remove one", name),
			Related: []diag.Related{{Span: first.Whole(), Message: "it is attached here first"}},
		})
	}
}

func (l *loader) checkAuthentications() {
	var known []string
	for _, a := range l.set.Authentications {
		known = append(known, a.Name.String())
	}
	for _, p := range l.set.Pixels {
		name := p.Authentication
		if name.Len() > 0 && !slices.Contains(known, name.String()) {
			l.diags.Errorf(name.Whole(), RuleUnknownName, "the authentication %q is not defined%s",
				name, diag.DidYouMean(name.String(), known))
		}
	}
}
