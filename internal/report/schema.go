package report

import (
	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/schema"
)

// ResultSchema describes what the formats json and ndjson write of results: the whole document, or a
// line.
func ResultSchema() schema.Value { return schema.Either{&resultsObject, &resultObject} }

var resultsObject = schema.Object{
	What: "the results",
	Help: "What render, fire and replay write with --format json.",
	Keys: []schema.Key{
		{Name: "schema_version", Required: true, Value: schema.Int{Min: SchemaVersion, Max: SchemaVersion}, Help: "The version of this shape."},
		{Name: "results", Required: true, Value: schema.List{Of: &resultObject}, Help: "A result for each pixel that fires, and for others with --all."},
	},
}

var resultObject = schema.Object{
	What: "the result",
	Help: "One pixel considered for one event of one call. With --format ndjson, a line.",
	Keys: []schema.Key{
		{Name: "type", Required: true, Value: schema.Words{"firing"}},
		{Name: "seq", Required: true, Value: schema.Int{}, Help: "Counts the results from 1."},
		{Name: "call_id", Value: schema.String{}, Help: "Absent when the record has no id."},
		{Name: "event", Required: true, Value: schema.Words(call.EventNames())},
		{Name: "campaign", Value: schema.String{}, Help: "Absent when no campaign is defined."},
		{Name: "pixel", Required: true, Value: schema.String{}},
		{Name: "decision", Required: true, Value: schema.Words{string(plan.Fire), string(plan.Skip), string(plan.Fail)}, Help: "Whether the pixel fires, is skipped, or should fire and cannot."},
		{Name: "reasons", Required: true, Value: schema.List{Of: &reasonObject}, Help: "Why it is skipped or fails."},
		{Name: "method", Value: schema.String{}},
		{Name: "url", Value: schema.String{}, Help: "As it is sent, secrets masked."},
		{Name: "headers", Value: schema.Map{Of: schema.String{}}, Help: "In the order in which they are sent."},
		{Name: "body", Value: schema.String{}},
		{Name: "body_base64", Value: schema.String{}, Help: "In place of body when that is not UTF-8."},
		{Name: "warnings", Value: schema.List{Of: &warningObject}, Help: "Remarks on a request that is complete and perhaps not what was meant."},
		{Name: "outcome", Value: &outcomeObject, Help: "What HTTP gave back; absent in a dry run."},
	},
}

var reasonObject = schema.Object{
	What: "the reason",
	Keys: []schema.Key{
		{Name: "code", Required: true, Value: schema.Words(reasonCodes()), Help: "Stable; scripts may compare it."},
		{Name: "message", Required: true, Value: schema.String{}},
	},
}

// reasonCodes are all codes that a reason can have.
func reasonCodes() []string {
	var codes []string
	for _, code := range append(plan.SkipCodes(), plan.FailCodes()...) {
		codes = append(codes, string(code))
	}
	return codes
}

var warningObject = schema.Object{
	What: "the warning",
	Keys: []schema.Key{
		{Name: "rule", Required: true, Value: schema.String{}},
		{Name: "token", Value: schema.String{}, Help: "As it is written in the definitions."},
		{Name: "message", Required: true, Value: schema.String{}},
	},
}

var outcomeObject = schema.Object{
	What: "the outcome",
	Keys: []schema.Key{
		{Name: "verdict", Required: true, Value: schema.Words(verdictWords()), Help: "What the answer means."},
		{Name: "status", Value: schema.Int{}, Help: "The HTTP status; absent without an answer."},
		{Name: "reason", Required: true, Value: schema.String{}},
		{Name: "failure", Value: schema.String{}, Help: "What kept the request from being answered."},
		{Name: "in_doubt", Value: schema.Bool{}, Help: "The receiver may have got the request all the same."},
		{Name: "elapsed_ms", Required: true, Value: schema.Number{}, Help: "Milliseconds."},
		{Name: "attempts", Required: true, Value: schema.Int{}},
		{Name: "evidence", Value: schema.String{}, Help: "What in the answer decided the verdict."},
		{Name: "remark", Value: schema.String{}, Help: "What is known of such answers."},
		{Name: "expect", Value: &expectObject, Help: "By what the verdict was reached; absent when the status alone decided."},
		{Name: "platform_verdict", Value: schema.Words{"success", "failure"}, Help: "What the platform would say, which looks at the status only; absent without an answer."},
	},
}

var expectObject = schema.Object{
	What: "expect",
	Keys: []schema.Key{
		{Name: "by", Required: true, Value: schema.Words{string(postback.ByURL), string(postback.ByName), string(postback.ByConditions)}, Help: "What chose it."},
		{Name: "receiver", Value: schema.String{}},
		{Name: "matched", Value: schema.String{}, Help: "The conditions that held."},
		{Name: "certainty", Value: schema.Words(catalog.CertaintyNames()), Help: "How sure it is that they mean that."},
	},
}

func verdictWords() []string {
	var words []string
	for _, v := range verdictOrder() {
		words = append(words, string(v))
	}
	return words
}
