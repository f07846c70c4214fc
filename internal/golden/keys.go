package golden

import (
	"postback/internal/call"
	"postback/internal/plan"
	"postback/internal/schema"
)

// Schema describes a test file.
func Schema() schema.Value { return &fileObject }

// word is a text that may not be left empty.
var word = schema.Text{NonEmpty: true}

var fileObject = schema.Object{
	What: "the test file",
	Help: "Golden cases: calls, and what they are to make the pixels send.",
	Keys: []schema.Key{
		{Name: "definitions", Value: schema.OneOrMore(schema.Text{}), Help: "Files or folders of definitions, seen from this file; its own folder unless they are given."},
		{Name: "cases", Value: schema.List{Of: &caseObject}, Help: "The cases."},
	},
}

var caseObject = schema.Object{
	What: "the case",
	Help: "A call, and what each pixel is to do for it.",
	Keys: []schema.Key{
		{Name: "name", Required: true, Value: word, Help: "Unique in its file."},
		{Name: "call", Required: true, Value: schema.Either{word, schema.Map{Of: schema.Any{}}}, Help: "A file with the call record, seen from this file, or the record itself."},
		{Name: "call_id", Value: schema.Text{}, Help: "The id of the call, in a file that holds several."},
		{Name: "event", Value: schema.OneOrMore(eventValue()), Help: "The events to consider; every event that the record shows the call reached, unless they are given."},
		{Name: "campaign", Value: schema.Text{}, Help: "The campaign by name or id, instead of the one that the record names."},
		{Name: "set", Value: schema.Map{Of: schema.Text{}}, Help: "Values of tokens, whatever the record says: User:gclid: abc."},
		{Name: "time_zone", Value: schema.Text{}, Help: "The account's time zone, such as America/Los_Angeles."},
		{Name: "allow_hosts", Value: schema.OneOrMore(schema.Text{}), Help: "Globs of hosts that a token in a URL's host may give."},
		{Name: "expect", Value: schema.List{Of: schema.Either{schema.Text{}, &expectationObject}}, Help: "Every pixel that is to fire: its name, or what it is to send. Others must not fire."},
	},
}

func eventValue() schema.Value {
	return schema.Either{schema.Text{OneOf: call.EventNames(), Pattern: call.EventPattern()}, schema.Text{OneOf: []string{allEvents}}}
}

// requestKeys are the keys of an expectation that speak of the request.
func requestKeys() []schema.Key {
	fields := schema.Map{Of: schema.OneOrMore(wantValue)}
	return []schema.Key{
		{Name: string(URL), Value: wantValue, Help: "The whole URL."},
		{Name: string(Method), Value: wantValue, Help: "The HTTP method."},
		{Name: string(Endpoint), Value: wantValue, Help: "The URL without its parameters."},
		{Name: string(Auth), Value: wantValue, Help: "The authentication whose token it carries."},
		{Name: "parameters", Value: fields, Help: "The parameters of the URL, decoded, in any order. Several values of one name are a list."},
		{Name: "headers", Value: fields, Help: "The headers that the pixel sets."},
		{Name: "basic_auth", Value: fields, Help: "The username and the password."},
		{Name: "form", Value: fields, Help: "The parameters of a form body, decoded, in any order."},
		{Name: "json", Value: schema.Map{Names: "^(/.*)?$", Of: schema.OneOrMore(wantValue)}, Help: "Values at JSON pointers of the body."},
		{Name: string(Body), Value: wantValue, Help: "The whole body."},
	}
}

var expectationObject = schema.Object{
	What: "the expectation",
	Help: "What one pixel is to do. What is not said is not examined; what is listed is all there is, unless more is true.",
	Keys: append([]schema.Key{
		{Name: "pixel", Required: true, Value: word, Help: "The pixel's name."},
		{Name: "skip", Value: schema.Either{codeWords(plan.SkipCodes()), &skipObject}, Help: "The reason for which it is to be skipped."},
		{Name: "fail", Value: schema.Either{codeWords(plan.FailCodes()), &failObject}, Help: "The reason for which its request cannot be built."},
		{Name: "more", Value: schema.Bool{}, Help: "Names that are not listed are allowed."},
	}, requestKeys()...),
	Not: exclusions(),
}

// exclusions are the keys of an expectation that say the same thing, or cannot both hold: a pixel that
// does not fire has no request.
func exclusions() [][]string {
	sets := [][]string{
		{"url", "endpoint"}, {"url", "parameters"}, {"form", "json"}, {"body", "form"}, {"body", "json"}, {"skip", "fail"},
	}
	for _, k := range requestKeys() {
		sets = append(sets, []string{"skip", k.Name}, []string{"fail", k.Name})
	}
	return sets
}

var skipObject = schema.Object{What: "skip", Keys: reasonKeys(plan.SkipCodes())}

var failObject = schema.Object{What: "fail", Keys: reasonKeys(plan.FailCodes())}

// reasonKeys are a code and words of its explanation.
func reasonKeys(codes []plan.Code) []schema.Key {
	return []schema.Key{
		{Name: "reason", Required: true, Value: codeWords(codes), Help: "The code of the reason."},
		{Name: "because", Value: schema.Text{}, Help: "Words that the explanation holds."},
	}
}

func codeWords(codes []plan.Code) schema.Words {
	words := make(schema.Words, len(codes))
	for i, code := range codes {
		words[i] = string(code)
	}
	return words
}

// wantValue is a value, or how it is to be.
var wantValue = schema.Either{schema.Text{}, &wantObject}

var wantObject = schema.Object{
	What: "the value",
	Keys: []schema.Key{
		{Name: "equals", Value: schema.Text{}, Help: "The value itself."},
		{Name: "matches", Value: schema.Text{}, Help: "A regular expression, which matches anywhere unless it says ^ and $."},
		{Name: "present", Value: schema.True{}, Help: "Any value."},
		{Name: "absent", Value: schema.True{}, Help: "No value: the name is not there."},
	},
	OneOf: [][]string{{"equals", "matches", "present", "absent"}},
}
