package auth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"postback/internal/postback"
)

// unauthorized is the status with which a receiver refuses a token.
const unauthorized = 401

// Authenticate returns a Firer that adds the token of the grant to requests before it fires them
// through next. A receiver that answers 401 is tried once more with a new token. Without a token
// nothing is sent, and the outcome says why.
func (t *Tokens) Authenticate(next postback.Firer, g *Grant) postback.Firer {
	return &authenticated{tokens: t, next: next, grant: g}
}

type authenticated struct {
	tokens *Tokens
	next   postback.Firer
	grant  *Grant
}

// Fire implements [postback.Firer].
func (a *authenticated) Fire(ctx context.Context, request *postback.Request) *postback.Outcome {
	begun := time.Now()
	token, err := a.tokens.get(ctx, a.grant, "")
	if err != nil {
		return a.unsent(ctx, begun, err)
	}
	first := a.next.Fire(ctx, a.signed(request, token))
	if first.Status != unauthorized {
		return first
	}
	begun = time.Now()
	token, err = a.tokens.get(ctx, a.grant, token)
	switch {
	case ctx.Err() != nil:
		return first // which stands when the run is interrupted
	case err != nil:
		return first.Then(a.unsent(ctx, begun, err))
	}
	return first.Then(a.next.Fire(ctx, a.signed(request, token)))
}

// signed is the request with the token, in place of what it has in that header already.
func (a *authenticated) signed(request *postback.Request, token string) *postback.Request {
	signed := *request
	signed.Headers = slices.DeleteFunc(slices.Clone(request.Headers), func(h postback.Header) bool {
		return strings.EqualFold(h.Name, a.grant.Header)
	})
	signed.Headers = append(signed.Headers, postback.Header{Name: a.grant.Header, Value: []byte(a.grant.Prefix + token)})
	return &signed
}

// unsent is the outcome of a request for which there is no token.
func (a *authenticated) unsent(ctx context.Context, begun time.Time, err error) *postback.Outcome {
	o := &postback.Outcome{Begun: begun, Elapsed: time.Since(begun)}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		o.Verdict, o.Failure = postback.Unsent, postback.FailureCancelled
		o.Reason = "cancelled waiting for the token of " + a.grant.Name
		return o
	}
	o.Verdict, o.Failure = postback.Failed, postback.FailureAuthentication
	o.Reason = "authentication " + a.grant.Name + ": " + err.Error()
	return o
}
