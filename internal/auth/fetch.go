package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"postback/internal/postback"
)

// fetch obtains a token. The lifetime is 0 when nobody says when it ends.
func (t *Tokens) fetch(ctx context.Context, g *Grant) (token string, lifetime time.Duration, err error) {
	if g.OAuth2 != nil {
		token, lifetime, err = t.exchange(ctx, g.OAuth2)
	} else {
		token, lifetime, err = t.request(ctx, g.Request)
	}
	if err == nil && !isPrintable(token) {
		err = errors.New("the token holds a space at its end, a line break or another character that no header may hold")
	}
	return token, lifetime, err
}

// isPrintable reports whether a token can stand in a header as it is.
func isPrintable(token string) bool {
	return strings.TrimSpace(token) == token && !strings.ContainsFunc(token, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// exchange sends client credentials, first as RFC 6749 wants every server to understand them and, when
// they are refused so, in the body.
func (t *Tokens) exchange(ctx context.Context, c *ClientCredentials) (string, time.Duration, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, postback.HTTPClient(t.sender))
	config := clientcredentials.Config{
		ClientID: c.ClientID, ClientSecret: c.ClientSecret, TokenURL: c.TokenURL, Scopes: c.Scopes,
	}
	var token *oauth2.Token
	var err error
	for _, style := range []oauth2.AuthStyle{oauth2.AuthStyleInHeader, oauth2.AuthStyleInParams} {
		config.AuthStyle = style
		if token, err = config.Token(ctx); !isRefused(err) {
			break
		}
	}
	if err != nil {
		return "", 0, explain(err)
	}
	var lifetime time.Duration
	if !token.Expiry.IsZero() {
		lifetime = max(time.Until(token.Expiry), 1)
	}
	return token.AccessToken, lifetime, nil
}

// isRefused reports whether a token endpoint said no to the credentials, as some do to those in a
// header. A few answer 200 then, with an error in the body.
func isRefused(err error) bool {
	var refusal *oauth2.RetrieveError
	return errors.As(err, &refusal) && slices.Contains([]int{200, 400, 401, 403}, refusal.Response.StatusCode)
}

// explain says what is wrong without the URL of the endpoint and the body of its answer, which may
// hold secrets.
func explain(err error) error {
	var refusal *oauth2.RetrieveError
	var failure *postback.FireError
	switch {
	case errors.As(err, &refusal) && refusal.ErrorCode != "":
		return fmt.Errorf("%w: %s", answered(refusal.Response.Status), plain(strings.TrimSpace(refusal.ErrorCode+" "+refusal.ErrorDescription)))
	case errors.As(err, &refusal):
		return answered(refusal.Response.Status)
	case errors.As(err, &failure):
		return unanswered(failure.Outcome)
	}
	return fmt.Errorf("the answer of the token endpoint: %s", plain(strings.TrimPrefix(err.Error(), "oauth2: ")))
}

func answered(status string) error { return fmt.Errorf("the token endpoint answered %s", status) }

// unanswered is why there is no complete answer.
func unanswered(o *postback.Outcome) error {
	return fmt.Errorf("no answer from the token endpoint: %w", &postback.FireError{Outcome: o})
}

// plain is text of a server as a part of a line, and no more of it than one wants to read.
func plain(text string) string {
	const enough = 200
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > enough {
		text = strings.ToValidUTF8(text[:enough], "") + "…"
	}
	return text
}

// request sends a request whose answer holds the token.
func (t *Tokens) request(ctx context.Context, r *TokenRequest) (string, time.Duration, error) {
	o := t.sender.Fire(ctx, &r.Request)
	switch {
	case o.Status == 0, o.Status/100 == 2 && (o.Failure != "" || o.BodyTruncated):
		return "", 0, unanswered(o)
	case o.Status/100 != 2:
		return "", 0, answered(fmt.Sprintf("%d %s", o.Status, o.Reason))
	}
	document, err := postback.DecodeJSON(o.Body)
	if err != nil {
		return "", 0, errors.New("the answer of the token endpoint is not JSON")
	}
	token, err := textAt(document, r.Token)
	if err != nil || r.ExpiresIn == "" {
		return token, 0, err
	}
	lifetime, err := lifetimeAt(document, r.ExpiresIn)
	return token, lifetime, err
}

// textAt is the text or number that a pointer points to.
func textAt(document any, pointer string) (string, error) {
	value, ok := postback.Pointer(pointer).In(document)
	if !ok {
		return "", fmt.Errorf("the answer of the token endpoint has nothing at %s", pointer)
	}
	switch value.(type) {
	case map[string]any, []any, nil, bool:
		return "", fmt.Errorf("the answer of the token endpoint has no text at %s", pointer)
	}
	text := postback.TextOfJSON(value)
	if text == "" {
		return "", fmt.Errorf("the answer of the token endpoint has an empty text at %s", pointer)
	}
	return text, nil
}

// lifetimeAt is the number of seconds that a pointer points to.
func lifetimeAt(document any, pointer string) (time.Duration, error) {
	text, err := textAt(document, pointer)
	if err != nil {
		return 0, err
	}
	const longest = 1 << 31 // seconds, which no duration is too small for
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || !(seconds > 0) {
		return 0, fmt.Errorf("the answer of the token endpoint has no number of seconds at %s", pointer)
	}
	return time.Duration(min(seconds, longest) * float64(time.Second)), nil
}
