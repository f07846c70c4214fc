package receiver

import (
	"strings"

	"postback/internal/catalog"
	"postback/internal/postback"
)

// Judge reads the verdict on a postback out of what came of it, and notes in the outcome by what it
// was read, the evidence, and what to know about it. expect is what the pixel expects, nil when it
// says nothing: then the receiver is recognised by the pixel's own URL, wherever the request went.
// Without an answer, or without a known receiver, the verdict stays what it is.
func (t *Table) Judge(expect *Expect, pixelURL []byte, o *postback.Outcome) {
	expected, expectations := t.expected(expect, pixelURL)
	o.Expected = expected
	if expected == nil || o.Status == 0 || o.Verdict != postback.Unverified && o.Verdict != postback.Rejected {
		return
	}
	judge(expectations, newAnswer(o), o)
}

// Expect is what a pixel expects of the answers: the name of a receiver, or conditions of its own.
type Expect struct {
	Receiver   string // "" for conditions
	Conditions []Expectation
}

// expected decides by what an answer is read, nil for by its status alone.
func (t *Table) expected(expect *Expect, pixelURL []byte) (*postback.Expected, []Expectation) {
	switch {
	case expect != nil && expect.Receiver == "":
		return &postback.Expected{By: postback.ByConditions}, expect.Conditions
	case expect != nil:
		if r, ok := t.Lookup(expect.Receiver); ok {
			return &postback.Expected{By: postback.ByName, Receiver: r.Name}, r.Expect
		}
		return nil, nil
	}
	if r, ok := t.recognise(pixelURL); ok {
		return &postback.Expected{By: postback.ByURL, Receiver: r.Name, Matched: r.recognised}, r.Expect
	}
	return nil, nil
}

// judge gives the verdict of the first expectation that holds. When none does, or it cannot be told
// which, the verdict stays that of the status.
func judge(expectations []Expectation, a *answer, o *postback.Outcome) {
	var unmet *Condition // the first condition that the expectation before did not meet
	var shown string
	for i := range expectations {
		e := &expectations[i]
		m := e.meet(a)
		switch m.truth {
		case unknowable:
			o.Remark = a.plain().why + ", so that " + m.condition.String() + " cannot be told"
			return
		case holds:
			o.Verdict, o.Remark, o.Evidence = e.Verdict, e.Remark, evidence(e.quote(a, m.quote))
			o.Expected.Certainty = e.claimed()
			if e.Otherwise && unmet != nil {
				o.Remark, o.Evidence = "expected "+unmet.String(), evidence(shown)
			}
			return
		}
		if i == 0 {
			unmet, shown = m.condition, m.quote
		}
	}
}

// claimed is how well the expectation is founded, "" when it does not say.
func (e *Expectation) claimed() string {
	if e.Certainty == catalog.Unsure && e.Source == "" {
		return ""
	}
	return e.Certainty.String()
}

// meeting is how an answer stands to an expectation.
type meeting struct {
	finding
	condition *Condition // that decided, nil when all hold
}

// meet holds an answer against all conditions: one that fails decides, whatever cannot be told of the
// others.
func (e *Expectation) meet(a *answer) meeting {
	m := meeting{finding: finding{truth: holds}}
	for i := range e.Conditions {
		c := &e.Conditions[i]
		f := c.check(a)
		switch {
		case f.truth == fails:
			return meeting{f, c}
		case f.truth == unknowable && m.truth == holds:
			m = meeting{f, c}
		case m.truth == holds && m.quote == "":
			m.quote = f.quote
		}
	}
	return m
}

// quote is what of the answer to show: the part that the expectation names, or else what met its
// conditions.
func (e *Expectation) quote(a *answer, met string) string {
	if e.Quote != nil {
		if f := a.find(*e.Quote); f.there {
			return f.quote
		}
	}
	return met
}

// maxEvidence is how many bytes of an answer are quoted. It is more than anybody wants to read, because
// what hides secrets has to see them whole.
const maxEvidence = 4 << 10

func evidence(quote string) string {
	return strings.ToValidUTF8(quote[:min(len(quote), maxEvidence)], "\ufffd")
}
