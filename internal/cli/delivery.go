package cli

import (
	"context"
	"net/url"
	"strings"

	"github.com/spf13/pflag"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/receiver"
	"postback/internal/report"
)

// deliveryFlags are the flags that say how requests are sent. They mean the same for every command
// that sends.
type deliveryFlags struct {
	to string
}

func (o *deliveryFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&o.to, "to", "", "send to this `URL` instead: scheme, host and port are replaced, path and query kept")
}

// endpoint reads --to.
func (o *deliveryFlags) endpoint() (*url.URL, error) {
	if o.to == "" {
		return nil, nil //nolint:nilnil // no endpoint is a valid answer: every request goes to its own
	}
	u, err := url.Parse(o.to)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, aboutFlag("to", failf(CodeUsage, "--to %q is not a URL such as http://127.0.0.1:8080", o.to))
	}
	if u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, aboutFlag("to", failf(CodeUsage, "--to takes scheme, host and port only: path and query are the pixel's own"))
	}
	return u, nil
}

// delivery sends the requests of firings and judges what comes back. It is safe for concurrent use.
type delivery struct {
	client    *postback.Client
	receivers *receiver.Table // to read verdicts by
}

// newDelivery makes what the flags ask for, to be closed when done. Nothing is sent yet.
func (a *app) newDelivery(o *deliveryFlags) (*delivery, error) {
	endpoint, err := o.endpoint()
	if err != nil {
		return nil, err
	}
	client := postback.NewClient(postback.Options{Endpoint: endpoint, UserAgent: "postback/" + a.env.Version})
	return &delivery{client: client}, nil
}

// Close ends what the delivery keeps open.
func (d *delivery) Close() { d.client.Close() }

// Send sends the request of a firing whose decision is to fire, and says what came of it. It keeps
// nothing of the firing.
func (d *delivery) Send(ctx context.Context, f *plan.Firing) *postback.Outcome {
	if name := f.Pixel.Authentication; name.Len() > 0 {
		return &postback.Outcome{
			Verdict: postback.Unsent, Failure: postback.FailureInvalid,
			Reason: "the authentication " + name.String() + " has to be fetched first, which this version cannot",
		}
	}
	outcome := d.client.Fire(ctx, &f.Request)
	d.receivers.Judge(f.Pixel.Expected(), f.Request.URL, outcome)
	return outcome
}

// preflight refuses to send anything while one of the pixels that may fire is not fit for it: a
// variable of it has no value.
func (a *app) preflight(set *pixel.Set, pixels []*pixel.Pixel) error {
	return a.refuseUnset(set, pixels)
}

// refuseUnset keeps requests with placeholders in them from being sent.
func (a *app) refuseUnset(set *pixel.Set, pixels []*pixel.Pixel) error {
	var faults diag.List
	seen := map[string]bool{}
	for _, p := range pixels {
		for _, v := range set.Missing(p) {
			if !seen[v.Reason] {
				seen[v.Reason] = true
				faults.Errorf(v.Span, plan.RuleUnsetVariable, "%s", v.Reason)
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	faults.Sort()
	if err := a.diagnostics(faults); err != nil {
		return err
	}
	return failf(CodeInput, "%s without a value; nothing was sent", report.Count(len(faults), "variable"))
}
