package report

import (
	"postback/internal/plan"
	"postback/internal/redact"
)

// bufferSize is how much output is collected before it is written.
const bufferSize = 64 << 10

// urlEncoder writes the URL of every request that is complete.
type urlEncoder struct{ hide *redact.Redactor }

func newURLEncoder(style Style) encoder { return &urlEncoder{style.Hide} }

func (u *urlEncoder) encode(s *Sheet, r Result) {
	if r.Firing.Decision == plan.Fire {
		s.text = append(r.Firing.AppendShownURL(s.text, u.hide), '\n')
	}
}
