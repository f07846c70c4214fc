package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/redact"
	"postback/internal/validate"
)

// fingerprintName names the way in which fingerprints are computed; another way has another name.
const fingerprintName = "postback/v1"

// fingerprints identifies the findings of one run. A finding is known by its rule, its file and the
// text it points at, so that it stays the same when lines move; equal ones are told apart by their
// order.
type fingerprints struct {
	hide *redact.Redactor
	seen map[string]int
}

// newFingerprints leaves out secrets, because who knows all else of a text can try out what is left
// of it. It knows those in the definitions only: fingerprints do not depend on the environment.
func newFingerprints(set *pixel.Set) *fingerprints {
	return &fingerprints{hide: redact.New(validate.LiteralSecrets(set)...), seen: map[string]int{}}
}

func (f *fingerprints) of(d diag.Diagnostic) string {
	name := ""
	if d.Span.Source != nil {
		name = d.Span.Source.Name()
	}
	key := strings.Join([]string{d.Rule, name, f.hide.String(d.Span.Text())}, "\x00")
	f.seen[key]++
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s\x00%d", key, f.seen[key])))
	return hex.EncodeToString(sum[:16])
}
