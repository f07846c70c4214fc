package golden

import (
	"regexp"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/schema"
	"postback/internal/yamldoc"
)

// expectation reads the name of a pixel that is to fire, or all that is expected of it.
func (p *parser) expectation(n *yamldoc.Node) *Expectation {
	e := &Expectation{Span: n.Span, node: n}
	if n.Kind != yamldoc.Mapping {
		e.Pixel, _ = yamldoc.AsText(n, "the pixel", &p.diags)
		return e
	}
	o := yamldoc.ReadObject(n, &expectationObject, &p.diags)
	e.Pixel, _ = o.RequiredText("pixel")
	e.Skip = p.reason(o, "skip", &skipObject, plan.SkipCodes())
	e.Fail = p.reason(o, "fail", &failObject, plan.FailCodes())
	e.URL = p.optional(o, "url")
	for _, part := range []Part{Method, Endpoint, Auth} {
		if w := p.optional(o, string(part)); w != nil {
			e.Lists = append(e.Lists, &List{Part: part, Fields: []*Field{{Wants: []Want{*w}, node: w.node}}})
		}
	}
	for _, l := range lists {
		if list := p.list(o, l); list != nil {
			e.Lists = append(e.Lists, list)
		}
	}
	e.Body = p.optional(o, "body")
	e.More = o.Bool("more", false)
	o.Close()
	p.conflicts(o)
	return e
}

// listKey is a key of an expectation that holds a list of named values.
type listKey struct {
	key  string
	part Part
}

// lists are those keys, in the order in which a case is written.
var lists = []listKey{
	{"parameters", Parameter}, {"headers", Header}, {"basic_auth", BasicAuth}, {"form", Form}, {"json", JSON},
}

// conflicts reports keys that exclude each other.
func (p *parser) conflicts(o *yamldoc.Object) {
	for _, pair := range expectationObject.Not {
		doesNotFire := pair[0] == "skip" || pair[0] == "fail"
		switch {
		case !o.Has(pair[0]) || !o.Has(pair[1]):
		case doesNotFire && pair[1] != "fail":
			p.diags.Errorf(o.KeySpan(pair[1]), RuleConflict, "a pixel that does not fire has no request, so %s has no place; remove it", pair[1])
		default:
			p.diags.Errorf(o.KeySpan(pair[1]), RuleConflict, "%s and %s exclude each other; remove one", pair[0], pair[1])
		}
	}
}

// reason reads a code, or a mapping of a code and words of the message.
func (p *parser) reason(o *yamldoc.Object, key string, described *schema.Object, codes []plan.Code) *Reason {
	n := o.Node(key)
	if n == nil {
		return nil
	}
	r := &Reason{node: n}
	if n.Kind == yamldoc.Mapping {
		inner := o.ReadObject(key, described)
		r.Code, _ = inner.RequiredText("reason")
		r.Because, _ = inner.Text("because")
		r.node, r.because = inner.Node("reason"), inner.Node("because")
		inner.Close()
	} else {
		r.Code, _ = o.RequiredText(key)
	}
	names := codeWords(codes)
	if code := r.Code.String(); code != "" && !slices.Contains(names, code) {
		p.diags.Errorf(r.Code.Whole(), RuleUnknownValue, "unknown reason %q%s", code, diag.OrOneOf(code, names))
	}
	return r
}

// optional reads what one value is to be.
func (p *parser) optional(o *yamldoc.Object, key string) *Want {
	n := o.Node(key)
	if n == nil {
		return nil
	}
	w := p.want(n, key)
	return &w
}

// list reads what is wanted of some named values.
func (p *parser) list(o *yamldoc.Object, l listKey) *List {
	n := o.Node(l.key)
	if n == nil {
		return nil
	}
	list := &List{Part: l.part, node: n}
	for _, e := range yamldoc.AsEntries(n, l.key, &p.diags) {
		if pointer := e.Key.String(); l.part == JSON && pointer != "" && !strings.HasPrefix(pointer, "/") {
			p.diags.Errorf(e.Key.Whole(), RuleUnknownValue, "%q is no JSON pointer; write /%s", pointer, pointer)
		}
		f := &Field{Name: e.Key.String(), key: e.Key, node: e.Value, Wants: p.wants(e.Value, e.Key.String())}
		list.Fields = append(list.Fields, f)
	}
	return list
}

// wants reads one want, or a list of them for a name that is there several times.
func (p *parser) wants(n *yamldoc.Node, what string) []Want {
	if n.Kind != yamldoc.Sequence {
		return []Want{p.want(n, what)}
	}
	var wants []Want
	for _, item := range n.Items {
		wants = append(wants, p.want(item, what))
	}
	return wants
}

// want reads a value, or a mapping that says how a value is to be.
func (p *parser) want(n *yamldoc.Node, what string) Want {
	if n.Kind != yamldoc.Mapping {
		text, _ := yamldoc.AsText(n, what, &p.diags)
		return Want{text: text.String(), node: n}
	}
	w := Want{node: n}
	o := yamldoc.ReadObjectAs(n, what, &wantObject, &p.diags)
	if text, ok := o.Text("equals"); ok {
		w.text = text.String()
	}
	if pattern, ok := o.Text("matches"); ok {
		w.kind = wantMatch
		w.pattern = p.pattern(pattern)
	}
	p.presence(o, &w, "present", wantPresent)
	p.presence(o, &w, "absent", wantAbsent)
	o.Close()
	if len(n.Pairs) != 1 {
		p.diags.Errorf(n.Span, RuleConflict, "%s wants one of equals, matches, present: true and absent: true", what)
	}
	return w
}

// presence reads present: true or absent: true.
func (p *parser) presence(o *yamldoc.Object, w *Want, key string, kind wantKind) {
	switch {
	case !o.Has(key):
	case o.Bool(key, true):
		w.kind = kind
	default:
		p.diags.Errorf(o.Node(key).Span, RuleConflict, "%s: false says nothing; write present: true or absent: true", key)
	}
}

// pattern compiles a regular expression; a bad one is reported and stands for anything.
func (p *parser) pattern(text diag.Text) *regexp.Regexp {
	pattern, err := regexp.Compile(text.String())
	if err != nil {
		p.diags.Errorf(text.Whole(), RuleBadPattern, "%v", err)
		return regexp.MustCompile("")
	}
	return pattern
}
