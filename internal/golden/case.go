package golden

import (
	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/yamldoc"
)

// File is a file of test cases.
type File struct {
	Source      *diag.Source
	Definitions []diag.Text // files or folders, seen from the file's own; none for the folder it is in
	Cases       []*Case
}

// Case is one call and what it is to make the pixels do.
type Case struct {
	Name       diag.Text
	Call       Call
	Events     []call.Event // none for every event that the record shows the call reached
	Campaign   diag.Text
	Overrides  []plan.Override
	Zone       diag.Text
	AllowHosts []diag.Text
	Expect     []*Expectation
	Span       diag.Span

	node   *yamldoc.Node // the whole case
	expect *yamldoc.Node // the list of expectations; nil when it is not written yet
}

// Written reports whether the case says what it expects.
func (c *Case) Written() bool { return c.expect != nil }

// Call is where the record of a case comes from: a file, or the case itself.
type Call struct {
	Path   diag.Text // seen from the file's folder; empty for a record that the case holds
	ID     diag.Text // which call of a file that holds several; empty when there is only one
	Inline []byte    // the record as JSON
	Span   diag.Span
}

// Expectation is what one pixel is to do: fire, with a request that is as described, or be skipped,
// or fail. What it does not speak of is not examined; what it lists is all there is, unless it says
// more: true.
type Expectation struct {
	Pixel diag.Text
	Skip  *Reason // nil unless the pixel is to be skipped
	Fail  *Reason // nil unless its request cannot be built
	URL   *Want   // the whole of it; nil when nothing is said of it
	Body  *Want
	Lists []*List // what is said of the other parts
	More  bool    // names that are not listed are allowed
	Span  diag.Span

	node *yamldoc.Node
}

// Reason is a code that planning gives, and words that its message holds.
type Reason struct {
	Code    diag.Text
	Because diag.Text // empty for any message

	node    *yamldoc.Node // of the code
	because *yamldoc.Node // nil for any message
}

// Part is a part of a request.
type Part string

// The parts.
const (
	Method    Part = "method"
	URL       Part = "url" // the whole of it
	Endpoint  Part = "endpoint"
	Parameter Part = "parameter" // of the URL
	Fragment  Part = "fragment"
	Header    Part = "header"
	BasicAuth Part = "basic_auth"
	Auth      Part = "authentication" // by whose token it is authorised
	Form      Part = "form"           // a parameter of a form body
	JSON      Part = "json"           // a place in a JSON body
	Body      Part = "body"
)

// inBody reports whether the part is of the body.
func (p Part) inBody() bool { return p == Form || p == JSON || p == Body }

// List is what is wanted of the named values in one part of a request.
type List struct {
	Part   Part
	Fields []*Field

	node *yamldoc.Node
}

// Field is what is wanted of one name: a value for each time that it is there.
type Field struct {
	Name  string
	Wants []Want

	key    diag.Text
	node   *yamldoc.Node
	before *Value // what the wants were made of, when they are a request's and not a case's
}
