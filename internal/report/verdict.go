package report

import (
	"strings"

	"postback/internal/catalog"
	"postback/internal/postback"
	"postback/internal/redact"
)

// maxEvidence is how many cells of an answer are quoted.
const maxEvidence = 200

// evidence is what of an answer led to its verdict: on one line, bounded, its secrets hidden while
// they are whole.
func evidence(o *postback.Outcome, hide *redact.Redactor) string {
	text := strings.Join(strings.Fields(hide.String(o.Evidence)), " ")
	return shorten(oneLine(text), maxEvidence)
}

// platformVerdict is what the platform makes of an answer, "" when there is none.
func platformVerdict(o *postback.Outcome) string {
	switch {
	case o.Status == 0:
		return ""
	case o.Success():
		return "success"
	}
	return "failure"
}

// platformDiffers reports whether the platform calls a success what we call a refusal, or a failure
// what we do not.
func platformDiffers(o *postback.Outcome) bool {
	return o.Status > 0 && o.Success() == (o.Verdict == postback.Rejected)
}

// remark is what to know about a verdict, behind the name of the receiver that it is about.
func remark(o *postback.Outcome) string {
	if o.Remark == "" || o.Expected == nil || o.Expected.Receiver == "" {
		return o.Remark
	}
	return o.Expected.Receiver + ": " + o.Remark
}

// expectation says by what a verdict was read, and whether its meaning is an assumption: "cake (matched
// /p.ashx), inferred".
func expectation(o *postback.Outcome) string {
	e := o.Expected
	text := "the pixel's own conditions"
	switch e.By {
	case postback.ByURL:
		text = e.Receiver + " (matched " + e.Matched + ")"
	case postback.ByName:
		text = e.Receiver + " (named by the pixel)"
	case postback.ByConditions:
	}
	if certainty, ok := catalog.ParseCertainty(e.Certainty); ok && !certainty.Fact() && o.Verdict != postback.Unverified {
		text += ", what the answer means is " + e.Certainty
	}
	return text
}
