package cli

import (
	"crypto/x509"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"postback/internal/plan"
	"postback/internal/postback"
)

// deliveryFlags are the flags that say how requests are sent. They mean the same for every command
// that sends.
type deliveryFlags struct {
	to          string
	force       bool
	timeout     duration
	maxBody     size
	retry       int
	retryDelay  duration
	retryUnsafe bool
	denyPrivate bool
	resolve     []string
	caCert      string
	insecure    bool

	// Not flags, but set by commands:
	record bool // keep what goes over the wire, to show it
	jobs   int  // how many requests are under way at once; 0 for one after the other
}

func (o *deliveryFlags) add(flags *pflag.FlagSet) {
	o.timeout, o.maxBody, o.retryDelay = duration(postback.DefaultTimeout), postback.DefaultMaxBody, duration(postback.DefaultRetryDelay)
	flags.StringVar(&o.to, "to", "", "send to this `URL` instead: scheme, host and port are replaced, path and query kept")
	flags.BoolVar(&o.force, "force", false, "send although validate finds errors")
	flags.Var(&o.timeout, "timeout", "how long one attempt may take, from the look-up of the name to the end of the answer")
	flags.Var(&o.maxBody, "max-body", "how much of an answer is read, in bytes")
	flags.IntVar(&o.retry, "retry", 0, "try up to `N` times more what was certainly not received, or answered with 429, 502, 503 or 504")
	flags.Var(&o.retryDelay, "retry-delay", "the wait before the first retry; each further one is twice as long")
	flags.BoolVar(&o.retryUnsafe, "retry-unsafe", false, "with --retry: repeat, too, what may have been received and may then count twice")
	flags.BoolVar(&o.denyPrivate, "deny-private", false, "connect to public addresses only")
	flags.StringArrayVar(&o.resolve, "resolve", nil, "`host[:port]:address` to connect to, past the name servers; repeatable")
	flags.StringVar(&o.caCert, "cacert", "", "trust the authorities in this PEM `file` instead of the system's")
	flags.BoolVar(&o.insecure, "insecure", false, "take any certificate, even an impostor's")
}

// check finds out whether the flags can be used.
func (o *deliveryFlags) check() error {
	_, err := o.options()
	return err
}

// options are what the flags make of the client.
func (o *deliveryFlags) options() (postback.Options, error) {
	options := postback.Options{
		Timeout: time.Duration(o.timeout), MaxBody: int(o.maxBody),
		DenyPrivate: o.denyPrivate, Insecure: o.insecure, MaxIdle: o.jobs,
	}
	var err error
	if options.Endpoint, err = o.endpoint(); err != nil {
		return options, aboutFlag("to", err)
	}
	if options.Resolve, err = o.resolutions(); err != nil {
		return options, aboutFlag("resolve", err)
	}
	if options.RootCAs, err = o.authorities(); err != nil {
		return options, aboutFlag("cacert", err)
	}
	return options, o.checkRetries()
}

// endpoint reads --to.
func (o *deliveryFlags) endpoint() (*url.URL, error) {
	if o.to == "" {
		return nil, nil //nolint:nilnil // no endpoint is a valid answer: every request goes to its own
	}
	u, err := url.Parse(o.to)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, failf(CodeUsage, "--to %q is not a URL such as http://127.0.0.1:8080", o.to)
	}
	if u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, failf(CodeUsage, "--to takes scheme, host and port only: path and query are the pixel's own")
	}
	return u, nil
}

// resolutions reads --resolve.
func (o *deliveryFlags) resolutions() (map[string]string, error) {
	addresses := map[string]string{}
	for _, text := range o.resolve {
		name, address, ok := resolution(text)
		if !ok {
			return nil, failf(CodeUsage, "--resolve %q: write a host, perhaps a port, and an IP address, as in api.example:443:127.0.0.1", text)
		}
		addresses[name] = address
	}
	return addresses, nil
}

// authorities reads the file of --cacert; nil stands for the system's.
func (o *deliveryFlags) authorities() (*x509.CertPool, error) {
	if o.caCert == "" {
		return nil, nil //nolint:nilnil // the system's are a valid answer
	}
	pem, err := os.ReadFile(o.caCert)
	if err != nil {
		return nil, failf(CodeInput, "cannot read the authorities: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, failf(CodeInput, "%s holds no certificate in PEM form", o.caCert)
	}
	return pool, nil
}

func (o *deliveryFlags) checkRetries() error {
	switch {
	case o.retry < 0:
		return aboutFlag("retry", failf(CodeUsage, "--retry %d: write a number of retries, 0 for none", o.retry))
	case o.retryUnsafe && o.retry == 0:
		return aboutFlag("retry-unsafe", failf(CodeUsage, "--retry-unsafe goes with --retry"))
	}
	return nil
}

// permit says which hosts --allow-host names; nil for all.
func permit(globs []string) func(host string) bool {
	if len(globs) == 0 {
		return nil
	}
	return func(host string) bool { return plan.MatchHost(globs, host) }
}
