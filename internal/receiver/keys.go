package receiver

import (
	"slices"

	"postback/internal/catalog"
	"postback/internal/schema"
)

// Schema describes a receiver, as definitions may add one.
func Schema() schema.Value { return &receiverObject }

// ExpectSchema describes what a pixel itself expects of an answer.
func ExpectSchema() schema.Value {
	return schema.Either{&expectObject, schema.List{Of: &expectationObject, NonEmpty: true}}
}

// word is a text that may not be left empty.
var word = schema.Text{NonEmpty: true}

var receiverObject = schema.Object{
	What: "the receiver",
	Help: "A service that postbacks go to: how it is recognised, what it wants and how it answers.",
	Keys: slices.Concat([]schema.Key{
		{Name: "name", Required: true, Value: schema.Either{schema.Text{Pattern: kebab.String()}, schema.Int{Max: maxNumber}, schema.Bool{}}, Help: "Lower-case letters, digits and hyphens. One that exists already is replaced."},
		{Name: "title", Value: schema.Text{}, Help: "Its name for people."},
		{Name: "note", Value: schema.Text{}, Help: "What else to know."},
		{Name: "match", Value: &matchObject, Help: "How it is recognised by the URL of a postback."},
	}, basisKeys(), []schema.Key{
		{Name: "parameters", Value: schema.List{Of: &parameterObject}, Help: "The parameters that it documents."},
		{Name: "fields", Value: schema.List{Of: &fieldObject}, Help: "The same in a JSON body."},
		{Name: "one_of", Value: schema.List{Of: schema.OneOrMore(schema.Text{})}, Help: "Groups of parameters of which one has to be there."},
		{Name: "expect", Value: schema.List{Of: &expectationObject}, Help: "What its answers mean; the first that holds decides."},
		{Name: "answers", Value: &answersObject, Help: "How it answers, for listen --as."},
		{Name: "duplicate_by", Value: schema.OneOrMore(schema.Text{}), Help: "The parameters by which it recognises a repetition."},
	}),
}

// maxNumber bounds a name that consists of digits: numbers and true are texts too.
const maxNumber = 1 << 53

var matchObject = schema.Object{
	What: "match",
	Keys: []schema.Key{
		{Name: "path", Value: schema.Text{}, Help: "A glob of the path."},
		{Name: "has", Value: schema.Text{}, Help: "A parameter that is there."},
		{Name: "hosts", Value: schema.OneOrMore(schema.Text{}), Help: "Globs of the host."},
		{Name: "query", Value: schema.Map{Of: schema.Text{}}, Help: "Parameters with these values."},
	},
}

// basisKeys say what a statement rests on.
func basisKeys() []schema.Key {
	return []schema.Key{
		{Name: "source", Value: schema.Text{}, Help: "Where it is written down."},
		{Name: "date", Value: schema.Text{Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}, Help: "When it was read there."},
		{Name: "certainty", Value: schema.Words(catalog.CertaintyNames()), Help: "How sure it is."},
	}
}

var parameterObject = schema.Object{
	What: "the parameter",
	Keys: append([]schema.Key{{Name: "name", Required: true, Value: word}}, contractKeys()...),
}

var fieldObject = schema.Object{
	What: "the field",
	Keys: append([]schema.Key{{Name: "name", Required: true, Value: schema.Text{Pattern: "^/"}, Help: "A JSON pointer."}}, contractKeys()...),
}

// contractKeys say what a receiver documents of a parameter.
func contractKeys() []schema.Key {
	return []schema.Key{
		{Name: "meaning", Value: schema.Text{}},
		{Name: "required", Value: schema.Bool{}, Help: "It has to be there."},
		{Name: "without", Value: schema.Text{}, Help: "What happens when it is missing."},
		{Name: "pattern", Value: schema.Text{}, Help: "A regular expression that its values match."},
		{Name: "secret", Value: schema.Bool{}, Help: "Its value is a credential."},
		{Name: "event", Value: schema.Bool{}, Help: "It names the event."},
		{Name: "amount", Value: schema.Bool{}, Help: "It is an amount of money."},
		{Name: "promised", Value: schema.Bool{}, Help: "It is promised for conversions."},
	}
}

// conditionsKeys state conditions on an answer.
func conditionsKeys() []schema.Key {
	statuses := schema.Either{schema.Int{Min: 100, Max: 599}, schema.Text{Pattern: statusClass.String()}}
	return []schema.Key{
		{Name: "status", Value: schema.Either{statuses, schema.List{Of: statuses, NonEmpty: true}}, Help: "HTTP statuses, or classes such as 2xx."},
		{Name: "header", Value: schema.Map{Of: demandValue}, Help: "Headers and what they are to be."},
		{Name: "body_contains", Value: word, Help: "A text that the body holds."},
		{Name: "body_equals", Value: word, Help: "The whole body."},
		{Name: "body_matches", Value: word, Help: "A regular expression that the body matches."},
		{Name: "json", Value: schema.Map{Names: "^(/|$)", Of: demandValue}, Help: "Values at JSON pointers."},
		{Name: "xml", Value: schema.Map{Names: element.String(), Of: demandValue}, Help: "Texts of XML elements, such as /result/code."},
	}
}

// demandValue is what one value of an answer is to be.
var demandValue = schema.Either{valuesValue, &demandObject}

// valuesValue is a value, or a list of alternatives.
var valuesValue = schema.Either{schema.Text{}, schema.List{Of: schema.Text{}, NonEmpty: true}}

var demandObject = schema.Object{
	What: "the condition on a value",
	Keys: []schema.Key{
		{Name: string(Contains), Value: valuesValue},
		{Name: string(Equals), Value: valuesValue},
		{Name: string(NotEquals), Value: valuesValue},
		{Name: string(Matches), Value: schema.Text{}, Help: "A regular expression."},
		{Name: string(Exists), Value: schema.Bool{Default: true}},
	},
	NonEmpty: true,
}

var quoteObject = schema.Object{
	What: "quote",
	Help: "The part of an answer that is shown as evidence.",
	Keys: []schema.Key{
		{Name: string(HeaderPart), Value: schema.Text{}, Help: "The name of a header."},
		{Name: string(JSONPart), Value: schema.Text{Pattern: "^(/|$)"}, Help: "A JSON pointer."},
		{Name: string(XMLPart), Value: schema.Text{Pattern: element.String()}, Help: "The path of an XML element."},
		{Name: string(MatchPart), Value: schema.Text{}, Help: "A regular expression; what it matches in the body is quoted."},
	},
	OneOf: [][]string{{string(HeaderPart), string(JSONPart), string(XMLPart), string(MatchPart)}},
}

// remarkKeys say what to show of an answer.
func remarkKeys() []schema.Key {
	return []schema.Key{
		{Name: "quote", Value: &quoteObject, Help: "Which part of the answer is its evidence."},
		{Name: "remark", Value: schema.Text{}, Help: "What to say of it."},
	}
}

var expectObject = schema.Object{
	What:  "expect",
	Help:  "Conditions on the answer, all of which have to hold; otherwise the postback is rejected.",
	Keys:  append(conditionsKeys(), remarkKeys()...),
	AnyOf: [][]string{conditionKeys()},
}

var expectationObject = schema.Object{
	What: "the expectation",
	Help: "A verdict, and the conditions under which an answer means it. The first that holds decides.",
	Keys: slices.Concat([]schema.Key{
		{Name: "verdict", Required: true, Value: schema.Words(verdictWords()), Help: "What such an answer means."},
	}, conditionsKeys(), remarkKeys(), basisKeys()),
}

// verdictWords are the verdicts that an expectation can come to.
func verdictWords() []string {
	var words []string
	for _, v := range Verdicts() {
		words = append(words, string(v))
	}
	return words
}

// conditionKeys are the keys that state conditions.
func conditionKeys() []string { return (&schema.Object{Keys: conditionsKeys()}).Names() }

var answersObject = schema.Object{
	What: "answers",
	Keys: []schema.Key{
		{Name: string(Good), Value: &answerObject, Help: "To a postback as it should be."},
		{Name: string(Missing), Value: &answerObject, Help: "To one without a required parameter."},
		{Name: string(Invalid), Value: &answerObject, Help: "To one with a value that cannot be."},
		{Name: string(Duplicate), Value: &answerObject, Help: "To a repetition."},
	},
}

var answerObject = schema.Object{
	What: "the answer",
	Help: "In the body {{parameter}} and {{value}} stand for what is at fault.",
	Keys: slices.Concat([]schema.Key{
		{Name: "status", Value: schema.Int{Min: 200, Max: 599}},
		{Name: "content_type", Value: schema.Text{}},
		{Name: "body", Value: schema.Text{}},
		{Name: "remark", Value: schema.Text{}, Help: "What to know of it."},
	}, basisKeys()),
}
