package validate

import (
	"fmt"
	"slices"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
)

// missingMoney finds a pixel on Converted or Payout without the money that its siblings or its receiver promise.
func missingMoney() Rule {
	return Rule{
		Name:     "missing-money",
		Severity: diag.Warning,
		Summary:  "a pixel on Converted or Payout without the money that its siblings or its receiver promise",
		Long: `The conversion is counted and its value is not. The receiver documents a parameter for the
amount, or another pixel to the same receiver sends it, and this one does not. Add
[Call:ConversionAmount] or [Call:ConversionPayout].`,
		Source: "documented: a published guide promises the revenue on Converted and leaves it out of the URL",
		Wrong: `pixels:
  - name: Connected
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=converted&revenue=[Call:ConversionAmount]
  - name: Sale
    fire_on: payout
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=payout
`,
		Right: `pixels:
  - name: Connected
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=converted&revenue=[Call:ConversionAmount]
  - name: Sale
    fire_on: payout
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=payout&payout=[Call:ConversionPayout]
`,
		Check: checkMissingMoney,
	}
}

func checkMissingMoney(p *Pass) {
	promised := map[string]*pixel.Pixel{}
	for px, v := range p.urls() {
		if hasMoney(px) {
			promised[hostAndPath(v)] = px
		}
	}
	for px, v := range p.urls() {
		if px.FireOn != call.Converted && px.FireOn != call.Payout || hasMoney(px) {
			continue
		}
		contract, _ := v.receiver()
		sibling := promised[hostAndPath(v)]
		switch i := slices.IndexFunc(contract.Parameters, func(p receiver.Parameter) bool { return p.Promised }); {
		case i >= 0:
			p.Report(v.text.Whole(), "no amount is sent on %s; %s has %s for it (%s, %s)", px.FireOn, contract.Title, contract.Parameters[i].Name, contract.Source, contract.Date)
		case sibling != nil:
			p.Add(diag.Diagnostic{
				Span: v.text.Whole(), Message: fmt.Sprintf("no amount is sent on %s, while %q sends one to the same receiver", px.FireOn, sibling.Name),
				Related: []diag.Related{{Span: sibling.Name.Whole(), Message: "it sends an amount"}},
			})
		}
	}
}

func hostAndPath(v *urlView) string { return v.text.String()[:v.path[1]] }

// hasMoney reports whether some token of the pixel is an amount of money.
func hasMoney(px *pixel.Pixel) bool {
	for _, t := range partsOf(px) {
		for e := range t.template.Exprs() {
			for _, token := range e.Alternatives {
				info, _ := catalog.Lookup(token.Category, token.Name)
				if info.Column == "conversionAmount" || info.Column == "payoutAmount" {
					return true
				}
			}
		}
	}
	return false
}
