package config

import (
	"postback/internal/call"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/schema"
	"postback/internal/template"
)

// Schema describes a definitions file.
func Schema() schema.Value { return &definitionsObject }

// word is a text that may not be left empty.
var word = schema.Text{NonEmpty: true}

var definitionsObject = schema.Object{
	What: "the definitions",
	Help: "Pixels, and the campaigns that they are attached to. Several files and documents are read as one.",
	Keys: []schema.Key{
		{Name: "pixels", Value: schema.List{Of: &pixelObject}, Help: "The requests that fire at events of calls."},
		{Name: "campaigns", Value: schema.List{Of: &campaignObject}, Help: "What calls belong to. Without any, every pixel fires for every call."},
		{Name: "authentications", Value: schema.List{Of: &authenticationObject}, Help: "How to obtain tokens that receivers want to see."},
		{Name: "receivers", Value: schema.List{Of: receiver.Schema()}, Help: "Services that postbacks go to, beside those that are built in."},
	},
}

var pixelObject = schema.Object{
	What: "the pixel",
	Help: "A tracking pixel: the request that is made when a call of its campaign reaches an event.",
	Keys: []schema.Key{
		{Name: "name", Required: true, Value: word, Help: "Unique; campaigns and test cases refer to it."},
		{Name: "fire_on", Required: true, Value: schema.Text{OneOf: call.EventNames(), Pattern: call.EventPattern()}, Help: "The event at which it fires, by its name or as the platform spells it."},
		{Name: "method", Value: schema.Text{OneOf: pixel.Methods()}, Help: "The HTTP method; GET unless it is given."},
		{Name: "encoding", Value: schema.Text{OneOf: template.EncodingNames()}, Help: "How values are written in URLs and forms: percent-encoded, with + for a space, or raw."},
		{Name: "url", Required: true, Value: word, Help: "The URL, with [Category:Name] tokens and ${env:NAME} or ${file:PATH} for secrets. [[ and ]] are brackets."},
		{Name: "headers", Value: headersValue, Help: "Request headers, in the order in which they are sent. Values may hold tokens."},
		{Name: "content_type", Value: word, Help: "Sets Content-Type, and says how values are written in the body."},
		{Name: "body", Value: schema.Text{}, Help: "The body, with tokens. In JSON, write [[ and ]] for an array."},
		{Name: "basic_auth", Value: &basicAuthObject, Help: "User name and password for HTTP basic authentication."},
		{Name: "authentication", Value: word, Help: "The name of one of the authentications."},
		{Name: "filters", Value: schema.List{Of: schema.Either{&conditionObject, &groupObject}}, Help: "Conditions that all have to hold for the pixel to fire."},
		{Name: "expect", Value: schema.Either{word, receiver.ExpectSchema()}, Help: "When an answer counts as accepted: a receiver's name, or conditions on the answer."},
		{Name: "enabled", Value: schema.Bool{Default: true}, Help: "With false the pixel never fires."},
	},
}

// headersValue is any number of headers.
var headersValue = schema.Map{Of: schema.Text{}}

var basicAuthObject = schema.Object{
	What: "basic_auth",
	Keys: []schema.Key{
		{Name: "username", Required: true, Value: word, Help: "The user name; may be a variable."},
		{Name: "password", Value: schema.Text{}, Help: "The password; write ${env:NAME} or ${file:PATH}."},
	},
}

var conditionObject = schema.Object{
	What:  "the condition",
	Help:  "Compares the value of one tag. A negative condition holds when the tag is absent.",
	Keys:  append([]schema.Key{{Name: "tag", Required: true, Value: schema.Text{Pattern: `^[^:|]+:[^|]+$`}, Help: "What is compared, such as User:gclid."}}, operatorKeys()...),
	OneOf: [][]string{pixel.OperatorNames()},
}

// operatorKeys are the keys by which a condition compares.
func operatorKeys() []schema.Key {
	number := schema.Either{schema.Number{}, schema.Text{Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`}}
	values := map[pixel.Operator]schema.Value{
		pixel.BeginsWith: schema.Text{}, pixel.Contains: schema.Text{}, pixel.Exists: schema.Bool{Default: true},
		pixel.Equals:      schema.Either{schema.Text{}, schema.List{Of: schema.Text{}, NonEmpty: true}},
		pixel.GreaterThan: number, pixel.LessThan: number,
	}
	var keys []schema.Key
	for _, name := range pixel.OperatorNames() {
		op, _ := pixel.ParseOperator(name)
		keys = append(keys, schema.Key{Name: name, Value: values[op]})
	}
	return keys
}

var groupObject = schema.Object{
	What: "the filter",
	Help: "Conditions of which one has to hold.",
	Keys: []schema.Key{{Name: "any", Required: true, Value: schema.List{Of: &conditionObject, NonEmpty: true}, Help: "The alternatives."}},
}

var campaignObject = schema.Object{
	What: "the campaign",
	Keys: []schema.Key{
		{Name: "name", Required: true, Value: word, Help: "Unique; call records name it."},
		{Name: "id", Value: schema.Text{}, Help: "The platform's id, CA…"},
		{Name: "tracking_id", Value: schema.Text{}, Help: "The value of [tag:Campaign:TrackingId], such as an offer's id."},
		{Name: "pixels", Value: schema.OneOrMore(schema.Text{}), Help: "The names of the pixels that are attached."},
		{Name: "publishers", Value: schema.List{Of: &publisherObject}, Help: "Who brings its calls."},
	},
}

var publisherObject = schema.Object{
	What: "the publisher",
	Keys: []schema.Key{
		{Name: "name", Required: true, Value: word, Help: "Unique in its campaign; call records name it."},
		{Name: "id", Value: schema.Text{}, Help: "The platform's id, AF…"},
		{Name: "sub_id", Value: schema.Text{}, Help: "The value of [tag:Publisher:SubId], such as an affiliate's id."},
	},
}

var authenticationObject = schema.Object{
	What: "the authentication",
	Help: "Where a token comes from that a receiver wants to see in a header.",
	Keys: []schema.Key{
		{Name: "name", Required: true, Value: word, Help: "Unique; pixels refer to it."},
		{Name: "oauth2", Value: &oauth2Object, Help: "A token by OAuth 2.0 client credentials."},
		{Name: "request", Value: &tokenRequestObject, Help: "A token by a request of one's own, the platform's dynamic token."},
		{Name: "header", Value: word, Help: "The header that carries the token; Authorization unless it is given."},
		{Name: "prefix", Value: schema.Text{}, Help: "What stands before the token; \"Bearer \" unless it is given."},
	},
	OneOf: [][]string{{"oauth2", "request"}},
}

var oauth2Object = schema.Object{
	What: "oauth2",
	Keys: []schema.Key{
		{Name: "token_url", Required: true, Value: word, Help: "The URL of the token endpoint."},
		{Name: "client_id", Required: true, Value: word, Help: "The client's id; may be a variable."},
		{Name: "client_secret", Required: true, Value: word, Help: "The client's secret; write ${env:NAME} or ${file:PATH}."},
		{Name: "scopes", Value: schema.OneOrMore(schema.Text{}), Help: "What the token is to allow."},
	},
}

var tokenRequestObject = schema.Object{
	What: "request",
	Keys: []schema.Key{
		{Name: "method", Value: schema.Text{OneOf: tokenMethods()}, Help: "The HTTP method; POST unless it is given."},
		{Name: "url", Required: true, Value: word, Help: "Where the token is asked for."},
		{Name: "headers", Value: headersValue, Help: "Headers of that request."},
		{Name: "body", Value: schema.Text{}, Help: "Its body."},
		{Name: "token", Required: true, Value: pointer(true), Help: "The JSON pointer of the token in the answer."},
		{Name: "expires_in", Value: pointer(false), Help: "The JSON pointer of its lifetime in seconds."},
	},
}

// pointer is a JSON pointer; the whole answer is no token.
func pointer(nonEmpty bool) schema.Value {
	if nonEmpty {
		return schema.Text{Pattern: "^/"}
	}
	return schema.Text{Pattern: "^(/|$)"}
}

// tokenMethods are the methods by which tokens are asked for; the first is the default.
func tokenMethods() []string { return []string{"POST", "GET", "PUT", "PATCH"} }
