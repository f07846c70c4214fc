package validate

import (
	"fmt"
	"slices"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/template"
)

// missingMoney finds a pixel on Converted or Payout without the money that is promised for it.
func missingMoney() Rule {
	return Rule{
		Name:     "missing-money",
		Severity: diag.Warning,
		Summary:  "a pixel on Converted or Payout without the money that its receiver or its sibling promises",
		Long: `The conversion is counted and its value is not. The receiver's documentation promises the
amount, or a pixel on Converted sends one to the same receiver and this one, on Payout, does
not. Add [Call:ConversionAmount] or [Call:ConversionPayout].`,
		Source: "documented: the platform's guide to Kayzen promises the revenue on Converted and leaves it out of the URL",
		Wrong: campaignOf(shot{"converted", "?id=[Call:InboundCallId]&event=converted&revenue=[Call:ConversionAmount]"},
			shot{"payout", "?id=[Call:InboundCallId]&event=payout"}),
		Right: campaignOf(shot{"converted", "?id=[Call:InboundCallId]&event=converted&revenue=[Call:ConversionAmount]"},
			shot{"payout", "?id=[Call:InboundCallId]&event=payout&payout=[Call:ConversionPayout]"}),
		Check: checkMissingMoney,
	}
}

func checkMissingMoney(p *Pass) {
	var silent []*view                 // of Converted and Payout
	first := map[string]*pixel.Pixel{} // to send money to an address
	for v := range p.views() {
		px := v.pixel
		switch {
		case v.url == nil:
		case !p.survey.hasMoney(v) && !hasAmount(v.url):
			if px.FireOn == call.Converted || px.FireOn == call.Payout {
				silent = append(silent, v)
			}
		case first[v.url.address()] == nil:
			first[v.url.address()] = px
		}
	}
	for _, v := range silent {
		p.reportMissingMoney(v.pixel, v.url, first[v.url.address()])
	}
}

func (p *Pass) reportMissingMoney(px *pixel.Pixel, v *urlView, sibling *pixel.Pixel) {
	promised := slices.IndexFunc(v.contract.Parameters, func(p receiver.Parameter) bool { return p.Promised })
	d := diag.Diagnostic{Span: v.span(0, len(v.literal)), Message: "no amount is sent on " + px.FireOn.String()}
	switch {
	case promised >= 0:
		d.Message += fmt.Sprintf("; %s documents %s for the %s", v.contract.Title,
			v.contract.Parameters[promised].Name, v.contract.Parameters[promised].Meaning) + v.contractSource()
	case sibling != nil && px.FireOn == call.Payout:
		d.Message += fmt.Sprintf(", while %q sends one to the same receiver on %s", sibling.Name, sibling.FireOn)
		d.Related = []diag.Related{{Span: sibling.Name.Whole(), Message: "this pixel sends an amount"}}
	default:
		return
	}
	p.Add(d)
}

// address is the URL without its query.
func (v *urlView) address() string { return v.text.String()[:v.path[1]] }

// hasMoney reports whether some token of the pixel is an amount of money.
func (s *Survey) hasMoney(v *view) bool {
	isMoney := func(t template.Token) bool {
		known := s.known[t]
		return known != nil && (known.Column == "conversionAmount" || known.Column == "payoutAmount")
	}
	for i := range v.parts {
		for e := range v.parts[i].template.Exprs() {
			if slices.ContainsFunc(e.Alternatives, isMoney) {
				return true
			}
		}
	}
	return false
}

// hasAmount reports whether some parameter is an amount by its name, such as a fixed payout.
func hasAmount(v *urlView) bool {
	return slices.ContainsFunc(v.params, func(param paramView) bool {
		documented, _ := v.contract.Parameter(param.name)
		words := wordsOf(param.name)
		return param.value != "" && len(words) > 0 && (documented.Amount || isAmount(words[len(words)-1]))
	})
}

// isAmount reports whether a name that ends in this word is that of an amount of money.
func isAmount(word string) bool {
	return slices.Contains([]string{"amount", "commission", "money", "payout", "price", "revenue", "sum", "value"}, word)
}
