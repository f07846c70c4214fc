package compare

import (
	"fmt"
	"math/big"
	"net/url"
	"strings"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/template"
)

// explain says what probably explains the status of a part, one of all.
func explain(f *plan.Firing, p *Part, all []Part) string {
	switch p.Status {
	case NotCompared:
		return "the variable has no value here"
	case BlankThere:
		return whyBlank(f.Event, p.Tokens)
	case BlankHere:
		return "this call record does not have it"
	case Missing:
		return "the definition has it and the pixel that fired had not"
	case Differs:
		return whyDifferent(p)
	case Extra:
		return whyExtra(p.Name, all)
	case Same, Reencoded:
	}
	return ""
}

func whyDifferent(p *Part) string {
	switch {
	case sameNumber(p.Here, p.There):
		return "the same number, written differently"
	case len(p.Tokens) == 0:
		return "the definition has another text than the pixel that fired"
	}
	return "the record has another value than the call had when the pixel fired, or it is written differently here (assumed)"
}

func sameNumber(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return len(a) < 40 && len(b) < 40 && okX && okY && x.Cmp(y) == 0
}

// whyBlank says why a token may have had no value yet when the pixel fired.
func whyBlank(event call.Event, written []string) string {
	for _, token := range tokensOf(written) {
		known, ok := catalog.Lookup(token.Category, token.Name)
		if !ok {
			continue
		}
		presence := known.At[event]
		assumed := ""
		if !presence.Certainty.Fact() {
			assumed = " (assumed)"
		}
		switch presence.Availability {
		case catalog.Never:
			return fmt.Sprintf("%s never has a value when %s fires: %s%s", known, event, presence.Note, assumed)
		case catalog.Sometimes, catalog.Unknown:
			return fmt.Sprintf("%s may have no value yet when %s fires: %s%s", known, event, presence.Note, assumed)
		case catalog.Always:
		}
	}
	return "the record has it now; it was set after the pixel had fired, or under another name (assumed)"
}

// tokensOf are the tokens in expressions as definitions write them.
func tokensOf(written []string) []template.Token {
	var tokens []template.Token
	for _, source := range written {
		for alternative := range strings.SplitSeq(strings.Trim(source, "[]"), "|") {
			if token, ok := template.ParseToken(alternative); ok {
				tokens = append(tokens, token)
			}
		}
	}
	return tokens
}

// whyExtra says which parameter of the definition was probably meant by one that it does not have.
func whyExtra(name string, all []Part) string {
	var missing []string
	for _, p := range all {
		if p.Status == Missing {
			missing = append(missing, p.Name)
		}
	}
	if nearest, ok := diag.Nearest(name, missing); ok {
		return "the definition has " + nearest + " in its place"
	}
	return "the definition does not have it"
}

// decodePath is an endpoint with its percent-encoding undone.
func decodePath(s string) string {
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}
