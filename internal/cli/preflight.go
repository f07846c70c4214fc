package cli

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/report"
	"postback/internal/validate"
)

// preflight refuses to send anything while one of the pixels that are to be sent is not fit for it: a
// variable of it has no value, or validate finds an error in it and --force is not given. With --to
// nothing reaches a receiver that could be harmed, so that errors are only counted.
func (a *app) preflight(set *pixel.Set, pixels []*pixel.Pixel, o *deliveryFlags, hosts []string) error {
	unset := unsetVariables(set, pixels)
	var errors diag.List
	if !o.force {
		errors = errorsIn(set, pixels, len(hosts) > 0)
	}
	switch {
	case len(unset) > 0:
		if err := a.diagnostics(unset); err != nil {
			return err
		}
		return failf(CodeInput, "%s without a value; nothing was sent", report.Count(len(unset), "variable"))
	case len(errors) == 0:
		return nil
	case o.to != "":
		a.talk("sent although validate finds %s in these pixels, because --to keeps them from their own receivers", report.Count(len(errors), "error"))
		return nil
	}
	if err := a.diagnostics(errors); err != nil {
		return err
	}
	return failf(CodeInput, "%s in what is to be sent; nothing was sent (--force sends it all the same)", report.Count(len(errors), "error"))
}

// unsetVariables are the variables without a value that keep pixels from being sent.
func unsetVariables(set *pixel.Set, pixels []*pixel.Pixel) diag.List {
	var faults diag.List
	seen := map[string]bool{}
	for _, p := range pixels {
		for _, v := range set.MissingToSend(p) {
			if !seen[v.Reason] {
				seen[v.Reason] = true
				faults.Errorf(v.Span, plan.RuleUnsetVariable, "%s", v.Reason)
			}
		}
	}
	faults.Sort()
	return faults
}

// errorsIn are the errors that validate finds in pixels and their authentications. Where hosts are
// named that tokens may result in, planning has judged what they result in.
func errorsIn(set *pixel.Set, pixels []*pixel.Pixel, hostsAreNamed bool) diag.List {
	var spans []diag.Span
	for _, p := range pixels {
		spans = append(spans, p.Span)
		if a, ok := set.AuthenticationOf(p); ok {
			spans = append(spans, a.Span)
		}
	}
	options := validate.Options{}
	if hostsAreNamed {
		options.Disable = []string{validate.RuleTokenInHost}
	}
	return slices.DeleteFunc(validate.Run(set, nil, options), func(d diag.Diagnostic) bool {
		return d.Severity != diag.Error || !slices.ContainsFunc(spans, func(s diag.Span) bool { return s.Contains(d.Span) })
	})
}

// announce says how much is about to be sent and where to.
func (a *app) announce(firings []plan.Firing, o *deliveryFlags) {
	if !isTerminal(a.env.Stderr) {
		return
	}
	var hosts []string
	requests := 0
	for i := range firings {
		if firings[i].Decision != plan.Fire {
			continue
		}
		requests++
		if host := hostOf(firings[i].Request.URL); !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	to := strings.Join(hosts, ", ")
	if o.to != "" {
		to = o.to + " in place of " + to
	}
	if requests > 0 {
		a.talk("sending %s to %s", report.Count(requests, "request"), a.hide().String(to))
	}
}

// hostOf is the host of a URL that can be sent to, with its port.
func hostOf(url []byte) string {
	_, rest, _ := bytes.Cut(url, []byte("://"))
	if end := bytes.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return string(rest[bytes.LastIndexByte(rest, '@')+1:])
}

// tellRetry says that a pixel is about to be tried again.
func (a *app) tellRetry(f *plan.Firing, failed *postback.Outcome, wait time.Duration) {
	why := failed.Reason
	if failed.Status > 0 {
		why = strconv.Itoa(failed.Status) + " " + why
	}
	a.talk("%s: %s; trying again in %s", f.Pixel.Name, a.hide().String(why), wait.Round(time.Millisecond))
}
