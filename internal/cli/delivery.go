package cli

import (
	"context"
	"fmt"
	"time"

	"postback/internal/auth"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/receiver"
	"postback/internal/redact"
)

// delivery sends the requests of firings and judges what comes back. It is safe for concurrent use.
type delivery struct {
	client    *postback.Client
	tokens    *auth.Tokens
	helper    *postback.Client // for requests for tokens
	receivers *receiver.Table  // to read verdicts by
	retry     postback.Retry
	onRetry   func(f *plan.Firing, failed *postback.Outcome, wait time.Duration) // nil for nobody to tell
}

// newDelivery makes what the flags ask for, to be closed when done. Nothing is sent yet. Verdicts are
// read by the receivers of the definitions; hosts are the globs of --allow-host.
func (a *app) newDelivery(o *deliveryFlags, set *pixel.Set, hosts []string) (*delivery, error) {
	options, err := o.options()
	if err != nil {
		return nil, err
	}
	if o.insecure {
		a.warnInsecure()
	}
	options.UserAgent = "postback/" + a.env.Version
	options.Permit = permit(hosts)
	forTokens := options
	forTokens.MaxBody = max(options.MaxBody, postback.DefaultMaxBody) // a token is read to its end
	options.Record = o.record
	d := &delivery{
		receivers: &set.Receivers,
		client:    postback.NewClient(options),
		helper:    postback.NewClient(forTokens),
		retry:     postback.Retry{Times: o.retry, Delay: time.Duration(o.retryDelay), Unsafe: o.retryUnsafe},
	}
	patient := d.retry
	patient.Unsafe = true // two tokens do no harm
	d.tokens = auth.NewTokens(postback.Retrying(d.helper, patient), a.keepToken)
	return d, nil
}

// warnInsecure says what --insecure means, to those as well who want to hear nothing.
func (a *app) warnInsecure() {
	_, _ = fmt.Fprintf(a.env.Stderr, "%s\n", a.palette(a.env.Stderr).Bad(
		"WARNING: --insecure: no certificate is checked. Anybody on the way to a receiver can read what is sent, secrets included, and answer in its place."))
}

// keepToken sees to it that no output shows a token.
func (a *app) keepToken(token string) { a.known.Add(redact.Secret{Name: "token", Value: token}) }

// Close ends what the delivery keeps open.
func (d *delivery) Close() {
	d.client.Close()
	d.helper.Close()
}

// Send sends the request of a firing whose decision is to fire, and says what came of it. It keeps
// nothing of the firing.
func (d *delivery) Send(ctx context.Context, f *plan.Firing) *postback.Outcome {
	var firer postback.Firer = d.client
	if f.Grant != nil {
		firer = d.tokens.Authenticate(firer, f.Grant)
	}
	retry := d.retry
	if d.onRetry != nil {
		retry.Notify = func(failed *postback.Outcome, wait time.Duration) { d.onRetry(f, failed, wait) }
	}
	outcome := postback.Retrying(firer, retry).Fire(ctx, &f.Request)
	d.receivers.Judge(f.Pixel.Expected(), f.Request.URL, outcome)
	return outcome
}
