package golden

import (
	"fmt"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/template"
	"postback/internal/yamldoc"
)

// Rules of the faults that a test file can have beside those of YAML.
const (
	RuleUnknownEvent  = "unknown-event"  // no event of the platform
	RuleUnknownValue  = "unknown-value"  // a word that is not one of those allowed
	RuleUnknownName   = "unknown-name"   // a campaign or a pixel that is not defined
	RuleDuplicateName = "duplicate-name" // two cases of one name
	RuleConflict      = "conflict"       // keys that exclude each other
	RuleBadPattern    = "bad-pattern"    // no regular expression
	RuleBadToken      = "bad-token"      // no token
	RuleBadCall       = "bad-call"       // a call record that cannot be read
)

// allEvents is the event that stands for every event a call reached.
const allEvents = "all"

// Parse reads a test file. It reports every fault; a file that comes with errors is not fit for use.
func Parse(src *diag.Source) (*File, diag.List) {
	p := &parser{file: &File{Source: src}}
	documents, faults := yamldoc.Parse(src)
	p.diags = faults
	for _, document := range documents {
		p.document(document)
	}
	p.uniqueNames()
	p.diags.Sort()
	return p.file, p.diags
}

// parser reads the cases of one file.
type parser struct {
	file  *File
	diags diag.List
}

func (p *parser) document(n *yamldoc.Node) {
	o := yamldoc.ReadObject(n, &fileObject, &p.diags)
	p.file.Definitions = append(p.file.Definitions, o.Strings("definitions")...)
	for _, item := range o.Items("cases") {
		p.testCase(item)
	}
	o.Close()
}

func (p *parser) testCase(n *yamldoc.Node) {
	o := yamldoc.ReadObject(n, &caseObject, &p.diags)
	if !o.Exists() {
		return
	}
	c := &Case{Span: o.Span(), node: n}
	c.Name, _ = o.RequiredText("name")
	c.Call = p.call(o)
	c.Events = p.events(o)
	c.Campaign, _ = o.Text("campaign")
	c.Overrides = p.overrides(o.Object("set"))
	c.Zone, _ = o.Text("time_zone")
	c.AllowHosts = o.Strings("allow_hosts")
	if c.expect = o.Node("expect"); c.expect != nil {
		for _, item := range yamldoc.AsItems(c.expect, "expect", &p.diags) {
			c.Expect = append(c.Expect, p.expectation(item))
		}
	}
	o.Close()
	p.uniquePixels(c)
	p.file.Cases = append(p.file.Cases, c)
}

// call reads either the name of a file or a record.
func (p *parser) call(o *yamldoc.Object) Call {
	n := o.RequiredNode("call")
	c := Call{}
	c.ID, _ = o.Text("call_id")
	if n == nil {
		return c
	}
	c.Span = n.Span
	if n.Kind == yamldoc.Mapping {
		c.Inline = yamldoc.AppendJSON(nil, n, "the call", &p.diags)
	} else {
		c.Path, _ = o.RequiredText("call")
	}
	if c.Inline != nil && c.ID.Len() > 0 {
		p.diags.Errorf(o.KeySpan("call_id"), RuleBadCall, "call_id chooses a call of a file, and this case holds the record itself; remove one")
	}
	return c
}

func (p *parser) events(o *yamldoc.Object) []call.Event {
	var events []call.Event
	names := o.Strings("event")
	for _, name := range names {
		if strings.EqualFold(name.String(), allEvents) && len(names) == 1 {
			return nil
		}
		event, ok := call.ParseEvent(name.String())
		if !ok {
			p.diags.Errorf(name.Whole(), RuleUnknownEvent, "unknown event %q%s", name, diag.OrOneOf(name.String(), call.EventNames()))
		}
		events = append(events, event)
	}
	return events
}

func (p *parser) overrides(o *yamldoc.Object) []plan.Override {
	var overrides []plan.Override
	for _, e := range o.Entries() {
		token, ok := template.ParseToken(e.Key.String())
		if !ok {
			p.diags.Errorf(e.Key.Whole(), RuleBadToken, "%q is not a token; write Category:Name, such as User:gclid", e.Key)
		}
		if value, isText := yamldoc.AsText(e.Value, e.Key.String(), &p.diags); ok && isText {
			overrides = append(overrides, plan.Override{Token: token, Value: value.String()})
		}
	}
	return overrides
}

// uniqueNames wants every case to have a name of its own.
func (p *parser) uniqueNames() {
	first := map[string]diag.Text{}
	for _, c := range p.file.Cases {
		p.claim(first, c.Name, "the case %q is there twice; rename or remove one")
	}
}

// uniquePixels wants a case to speak of a pixel once.
func (p *parser) uniquePixels(c *Case) {
	first := map[string]diag.Text{}
	for _, e := range c.Expect {
		p.claim(first, e.Pixel, "the pixel %q is expected twice; a pixel fires once for a call")
	}
}

func (p *parser) claim(first map[string]diag.Text, name diag.Text, format string) {
	if name.Len() == 0 {
		return
	}
	earlier, twice := first[name.String()]
	if !twice {
		first[name.String()] = name
		return
	}
	p.diags.Add(diag.Diagnostic{
		Severity: diag.Error, Rule: RuleDuplicateName, Span: name.Whole(), Message: fmt.Sprintf(format, name.String()),
		Related: []diag.Related{{Span: earlier.Whole(), Message: "it stands here first"}},
	})
}
