package config

import (
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/yamldoc"
)

// expect reads either the name of a receiver or conditions on the response.
func (l *loader) expect(o *yamldoc.Object) *pixel.Expect {
	n := o.Node("expect")
	if n == nil {
		return nil
	}
	e := &pixel.Expect{Span: n.Span}
	if n.Kind == yamldoc.Scalar {
		e.Named, _ = o.RequiredText("expect")
		e.Receiver = e.Named.String()
		return e
	}
	e.Conditions = receiver.DecodeExpect(n, &l.diags)
	return e
}

// receiver reads a receiver that the definitions add, or put in the place of a built-in one.
func (l *loader) receiver(n *yamldoc.Node) {
	r := receiver.Decode(n, &l.diags)
	if name, ok := yamldoc.NewObject(n, "the receiver", &diag.List{}).Text("name"); ok {
		l.receiverNames = append(l.receiverNames, name)
		l.set.Receivers.Add(r)
	}
}

// checkReceivers finds receivers that are defined twice, and names of unknown ones.
func (l *loader) checkReceivers() {
	taken := names{}
	for _, name := range l.receiverNames {
		l.claim(taken, "receiver", name)
	}
	for _, p := range l.set.Pixels {
		if p.Expect == nil || p.Expect.Receiver == "" {
			continue
		}
		if _, known := l.set.Receivers.Lookup(p.Expect.Receiver); !known {
			l.diags.Errorf(p.Expect.Named.Whole(), RuleUnknownName, "unknown receiver %q%s",
				p.Expect.Named, diag.OrOneOf(p.Expect.Receiver, l.set.Receivers.Names()))
		}
	}
}
