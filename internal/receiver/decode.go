package receiver

import (
	"regexp"
	"strings"
	"time"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/schema"
	"postback/internal/yamldoc"
)

// Rules of the faults found here; those of YAML itself are yamldoc's.
const (
	RuleUnknownValue = "unknown-value" // a word or text that is not one of those allowed
	RuleBadCondition = "bad-condition" // a condition that cannot be decided, or is never reached
)

// Decode reads a receiver, built in or the user's. What is wrong with it goes to the list.
func Decode(n *yamldoc.Node, ds *diag.List) *Receiver {
	o := yamldoc.ReadObject(n, &receiverObject, ds)
	r := &Receiver{Span: o.Span()}
	name, _ := o.RequiredText("name")
	checkName(name, ds)
	r.Name, r.Title = name.String(), name.String()
	if title, ok := o.Text("title"); ok {
		r.Title = title.String()
	}
	r.Note = words(o, "note")
	r.Address = decodeAddress(o.ReadObject("match", &matchObject))
	r.recognised = r.Address.String()
	r.Basis = decodeBasis(o, Basis{}, ds)
	r.Parameters = decodeParameters(o.Items("parameters"), &parameterObject, ds)
	r.Fields = decodeFields(o.Items("fields"), ds)
	r.OneOf = decodeOneOf(o.Items("one_of"), ds)
	r.Expect = decodeExpectations(o.Items("expect"), r.Basis, ds)
	r.Answers = decodeAnswers(o.ReadObject("answers", &answersObject), r.Basis, ds)
	r.DuplicateBy = texts(o, "duplicate_by")
	o.Close()
	return r
}

// kebab is how a receiver is called: it is written behind expect: and --as.
var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func checkName(name diag.Text, ds *diag.List) {
	if name.Len() > 0 && !kebab.MatchString(name.String()) {
		ds.Errorf(name.Whole(), RuleUnknownValue, "%q is no name for a receiver; write lower-case letters, digits and single hyphens, such as my-network", name)
	}
}

// decodeAddress reads how the receiver of a URL is recognised.
func decodeAddress(o *yamldoc.Object) Address {
	a := Address{Path: text(o, "path"), Has: text(o, "has")}
	for _, host := range o.Strings("hosts") {
		a.Hosts = append(a.Hosts, strings.ToLower(host.String()))
	}
	query := o.Object("query")
	for _, e := range query.Entries() {
		if a.Query == nil {
			a.Query = map[string]string{}
		}
		a.Query[e.Key.String()] = text(query, e.Key.String())
	}
	o.Close()
	return a
}

// decodeBasis reads what a statement rests on. What it leaves out is that of the whole.
func decodeBasis(o *yamldoc.Object, whole Basis, ds *diag.List) Basis {
	basis := whole
	if source, ok := o.Text("source"); ok {
		basis.Source = source.String()
	}
	if date, ok := o.Text("date"); ok {
		if _, err := time.Parse(time.DateOnly, date.String()); err != nil {
			ds.Errorf(date.Whole(), RuleUnknownValue, "%q is no date; write it as 2026-11-21", date)
		}
		basis.Date = date.String()
	}
	if word, ok := o.Text("certainty"); ok {
		certainty, known := catalog.ParseCertainty(word.String())
		if !known {
			ds.Errorf(word.Whole(), RuleUnknownValue, "unknown certainty %q%s", word, diag.OrOneOf(word.String(), catalog.CertaintyNames()))
		}
		basis.Certainty = certainty
	}
	return basis
}

func decodeParameters(items []*yamldoc.Node, described *schema.Object, ds *diag.List) []Parameter {
	var parameters []Parameter
	for _, item := range items {
		o := yamldoc.ReadObject(item, described, ds)
		if !o.Exists() {
			continue
		}
		name, _ := o.RequiredText("name")
		p := Parameter{
			Name: name.String(), Meaning: text(o, "meaning"), Required: o.Bool("required", false), Without: text(o, "without"),
			Pattern: decodePattern(o, "pattern", ds), Secret: o.Bool("secret", false), Event: o.Bool("event", false),
			Amount: o.Bool("amount", false), Promised: o.Bool("promised", false),
		}
		o.Close()
		parameters = append(parameters, p)
	}
	return parameters
}

// decodeFields reads the parameters that stand in a JSON body.
func decodeFields(items []*yamldoc.Node, ds *diag.List) []Parameter {
	for _, item := range items {
		if name, ok := yamldoc.NewObject(item, "the field", &diag.List{}).Text("name"); ok {
			CheckPointer(name, ds)
		}
	}
	return decodeParameters(items, &fieldObject, ds)
}

// decodeOneOf reads groups of parameters of which one has to be there.
func decodeOneOf(items []*yamldoc.Node, ds *diag.List) [][]string {
	var groups [][]string
	for _, item := range items {
		var group []string
		for _, name := range yamldoc.AsTexts(item, "one_of", ds) {
			group = append(group, name.String())
		}
		groups = append(groups, group)
	}
	return groups
}

// decodePattern reads a regular expression; nil when there is none.
func decodePattern(o *yamldoc.Object, key string, ds *diag.List) *regexp.Regexp {
	written, ok := o.Text(key)
	if !ok {
		return nil
	}
	return compile(written, ds)
}

// compile reads a regular expression. Those of Go take linear time, whatever the text.
func compile(written diag.Text, ds *diag.List) *regexp.Regexp {
	pattern, err := regexp.Compile(written.String())
	if err != nil {
		ds.Errorf(written.Whole(), RuleUnknownValue, "%q is no regular expression: %s", written, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return nil
	}
	return pattern
}

// text is the text of a key, "" when there is none.
func text(o *yamldoc.Object, key string) string {
	written, _ := o.Text(key)
	return written.String()
}

// words is a text without its line breaks.
func words(o *yamldoc.Object, key string) string {
	return strings.Join(strings.Fields(text(o, key)), " ")
}

func texts(o *yamldoc.Object, key string) []string {
	var list []string
	for _, written := range o.Strings(key) {
		list = append(list, written.String())
	}
	return list
}
