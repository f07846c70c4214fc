package postback

import (
	"compress/gzip"
	"context"
	"crypto/x509"
	"io"
	"maps"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// fault is a receiver's misbehaviour, or that of the way to it, and what is to be said about it.
type fault struct {
	receiver func(testing.TB) *receiver // nil for none
	url      string                     // ADDRESS stands for the receiver's, or for one where nothing listens
	options  func(testing.TB, *Options) // nil for a time limit alone
	body     int                        // bytes to send
	again    bool                       // the second request shows it, the first is answered well
	closes   bool                       // the receiver closes the connection between the two

	verdict Verdict
	failure Failure
	reason  string // ADDRESS as above
	inDoubt bool
	status  int
}

// limit is the time that an exchange has which only ends by it; others have enough.
const (
	limit  = 500 * time.Millisecond
	enough = 20 * limit
)

// Endings of reasons.
const mayHave = ": it may have been received"

// says is a receiver that reads a request, writes a text and hangs up.
func says(text string) func(testing.TB) *receiver {
	return func(t testing.TB) *receiver { return answer(t, text) }
}

// does is a receiver that reads a request and goes by a script.
func does(script func(hit) bool) func(testing.TB) *receiver {
	return func(t testing.TB) *receiver { return serve(t, script) }
}

// accepts is a receiver that deals with a connection before anything was read.
func accepts(handle func(net.Conn)) func(testing.TB) *receiver {
	return func(t testing.TB) *receiver { return serveConns(t, func(_ *receiver, c net.Conn) { handle(c) }) }
}

// until waits for the other side to hang up.
func until(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// faults is the table of everything that a postback has to survive.
func faults() map[string]fault {
	all := map[string]fault{}
	for _, table := range []map[string]fault{connectFaults(), tlsFaults(), hangs(), resets(), floods(), oddAnswers(), http2Faults()} {
		maps.Copy(all, table)
	}
	return all
}

func connectFaults() map[string]fault {
	names := func(addresses ...string) func(testing.TB, *Options) {
		return func(t testing.TB, o *Options) { o.nameServer = rebinding(t, addresses...) }
	}
	return map[string]fault{
		"refused":        {verdict: Failed, failure: FailureRefused, reason: "refused: nothing listens at ADDRESS"},
		"unreachable":    {url: "http://255.255.255.255/", verdict: Failed, failure: FailureUnreachable, reason: "unreachable: no route to 255.255.255.255:80"},
		"no such host":   {options: names(nxDomain), url: "http://api.example/", verdict: Failed, failure: FailureDNS, reason: "dns: no such host api.example"},
		"no address":     {options: names(noData), url: "http://api.example/", verdict: Failed, failure: FailureDNS, reason: "dns: no such host api.example"},
		"DNS is broken":  {options: names(servFail), url: "http://api.example/", verdict: Failed, failure: FailureDNS, reason: "dns: cannot look up api.example: server misbehaving"},
		"DNS is silent":  {options: names(noReply), url: "http://api.example/", verdict: TimedOut, failure: FailureTimeout, reason: "timeout after 500ms looking up the host name"},
		"accepts nobody": {options: neverConnects, url: "http://192.0.2.1/", verdict: TimedOut, failure: FailureTimeout, reason: "timeout after 500ms connecting"},
	}
}

// neverConnects is a network in which packets get lost.
func neverConnects(_ testing.TB, o *Options) {
	o.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
}

func tlsFaults() map[string]fault {
	secure := func(from, until time.Time, names ...string) fault {
		var a *authority
		return fault{
			receiver: func(t testing.TB) *receiver {
				a = newAuthority(t)
				config := tlsFor(t, a)
				config.Certificates[0] = a.sign(t, from, until, names...)
				return serveTLS(t, config, hit.ok)
			},
			options: func(_ testing.TB, o *Options) { o.RootCAs = a.pool },
			url:     "https://ADDRESS/", verdict: Failed, failure: FailureTLS,
		}
	}
	expired := secure(time.Unix(1, 0), time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC), "127.0.0.1")
	expired.reason = "tls: certificate expired on 2024-01-02"
	otherHost := secure(time.Unix(1, 0), time.Now().Add(time.Hour), "other.example")
	otherHost.reason = "tls: certificate is for other.example, not 127.0.0.1"
	selfSigned := secure(time.Unix(1, 0), time.Now().Add(time.Hour), "127.0.0.1")
	selfSigned.reason = "tls: certificate is signed by an unknown authority"
	selfSigned.options = func(_ testing.TB, o *Options) { o.RootCAs = x509.NewCertPool() }
	return map[string]fault{"expired": expired, "wrong host": otherHost, "self-signed": selfSigned}
}

func hangs() map[string]fault {
	timeout := func(stage string, status int) fault {
		return fault{verdict: TimedOut, failure: FailureTimeout, reason: "timeout after 500ms " + stage, inDoubt: true, status: status}
	}
	with := func(f fault, receiver func(testing.TB) *receiver) fault {
		f.receiver = receiver
		return f
	}
	handshake := with(timeout("in the TLS handshake", 0), accepts(until))
	handshake.url, handshake.inDoubt = "https://ADDRESS/", false
	sending := with(timeout("sending the request", 0), accepts(func(c net.Conn) {
		_ = c.(*net.TCPConn).SetReadBuffer(4096)
		time.Sleep(2 * limit)
	}))
	sending.body, sending.options = 512<<10, narrow
	drip := func(h hit) bool {
		for h.reply("x") {
			time.Sleep(limit / 4)
		}
		return false
	}
	return map[string]fault{
		"hang in the handshake":   handshake,
		"hang within the request": sending,
		"hang before headers":     with(timeout("waiting for the response headers", 0), does(func(h hit) bool { until(h.conn); return false })),
		"hang within headers":     with(timeout("waiting for the response headers", 0), does(func(h hit) bool { h.reply("HTTP/1.1 200 OK\r\nX-A:"); until(h.conn); return false })),
		"hang in body": with(timeout("reading the response body", 200), does(func(h hit) bool {
			h.reply("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
			until(h.conn)
			return false
		})),
		"hang after 100-continue":  with(timeout("waiting for the response headers", 0), does(func(h hit) bool { h.reply("HTTP/1.1 100 Continue\r\n\r\n"); until(h.conn); return false })),
		"a byte a second, headers": with(timeout("waiting for the response headers", 0), does(func(h hit) bool { h.reply("HTTP/1.1 200 OK\r\nX-A: "); return drip(h) })),
		"a byte a second, body":    with(timeout("reading the response body", 200), does(func(h hit) bool { h.reply("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"); return drip(h) })),
		"a byte a second, chunked": with(timeout("reading the response body", 200), does(func(h hit) bool {
			h.reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n")
			return drip(h)
		})),
		"a byte a second, no limit": with(timeout("reading the response body", 200), does(func(h hit) bool { h.reply("HTTP/1.1 200 OK\r\n\r\n"); return drip(h) })),
	}
}

// narrow has the system take little before it waits for the receiver.
func narrow(_ testing.TB, o *Options) {
	o.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			err = c.(*net.TCPConn).SetWriteBuffer(4096)
		}
		return c, err
	}
}

// resets break the connection at each stage, with and without a farewell.
func resets() map[string]fault {
	cut := func(text string, how func(net.Conn)) func(testing.TB) *receiver {
		return does(func(h hit) bool { h.reply("%s", text); how(h.conn); return false })
	}
	fin := func(c net.Conn) { _ = c.Close() }
	table := map[string]fault{}
	for name, how := range map[string]func(net.Conn){"RST": reset, "FIN": fin} {
		lost := fault{verdict: Failed, failure: FailureReset, inDoubt: true}
		add := func(stage string, f fault, receiver func(testing.TB) *receiver, reason string) {
			f.receiver, f.reason = receiver, reason
			table[name+" "+stage] = f
		}
		handshake := fault{url: "https://ADDRESS/", verdict: Failed, failure: FailureTLS}
		add("in the handshake", handshake, accepts(func(c net.Conn) { _, _ = c.Read(make([]byte, 1)); how(c) }), "tls: the receiver hung up during the handshake")
		add("after the request", lost, cut("", how), "reset by the receiver after the request was sent"+mayHave)
		again := lost
		again.again = true
		add("after the second request", again, does(func(h hit) bool {
			if h.onConn == 1 {
				return h.ok()
			}
			how(h.conn)
			return false
		}), "reset by the receiver after the request was sent"+mayHave)
		add("within the status line", lost, cut("HTTP/1.1 200 O", how), "reset by the receiver within the response headers"+mayHave)
		add("within the headers", lost, cut("HTTP/1.1 200 OK\r\nA: b\r\n", how), "reset by the receiver within the response headers"+mayHave)
		body := fault{verdict: Failed, failure: FailureTruncated, inDoubt: true, status: 200}
		add("within the body", body, cut("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", how), "truncated: the connection broke within the body of the answer"+mayHave)
		add("within a chunk", body, cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", how), "truncated: the connection broke within the body of the answer"+mayHave)
		refusal := fault{verdict: Rejected, failure: FailureTruncated, status: 403}
		add("within the body of a refusal", refusal, cut("HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nabc", how), "Forbidden")
		fine := fault{verdict: Unverified, status: 200, again: true, closes: true}
		add("between requests", fine, does(func(h hit) bool {
			h.ok()
			if h.number == 1 {
				time.Sleep(limit / 20) // for the answer to be read before a reset drops it
				how(h.conn)
			}
			return h.number != 1
		}), "OK")
	}
	return table
}

// floods send without end.
func floods() map[string]fault {
	fine := fault{verdict: Unverified, status: 200, reason: "OK"}
	odd := fault{verdict: Failed, failure: FailureProtocol, inDoubt: true}
	with := func(f fault, reason, head string, endless func(io.Writer) error) fault {
		if reason != "" {
			f.reason = "protocol: " + reason
		}
		f.receiver = does(func(h hit) bool {
			h.reply("%s", head)
			for endless(h.conn) == nil {
			}
			return false
		})
		return f
	}
	block := make([]byte, 64<<10)
	write := func(text string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
	}
	return map[string]fault{
		"10 GB body":              with(fine, "", "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", func(w io.Writer) error { _, err := w.Write(block); return err }),
		"endless body":            with(fine, "", "HTTP/1.1 200 OK\r\n\r\n", func(w io.Writer) error { _, err := w.Write(block); return err }),
		"endless chunks":          with(fine, "", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", write(strings.Repeat("1\r\nx\r\n", 1000))),
		"endless chunk extension": with(fault{verdict: Failed, failure: FailureTruncated, inDoubt: true, status: 200, reason: "truncated: the connection broke within the body of the answer" + mayHave}, "", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", write(strings.Repeat("x", 1000))),
		"gzip bomb":               with(fine, "", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", write(packedZeros())),
		"huge headers":            with(odd, "the response headers exceed 64 KiB", "HTTP/1.1 200 OK\r\n", write("X-A: "+strings.Repeat("x", 1000)+"\r\n")),
		"one huge header":         with(odd, "the response headers exceed 64 KiB", "HTTP/1.1 200 OK\r\nX-A: ", write(strings.Repeat("x", 1000))),
		"one huge status line":    with(odd, "the response headers exceed 64 KiB", "HTTP/1.1 200 ", write(strings.Repeat("x", 1000))),
		"endless 100-continue":    with(odd, "the receiver answers 1xx without end", "", write("HTTP/1.1 100 Continue\r\n\r\n")),
	}
}

// packedZeros is a few kilobytes that become megabytes.
func packedZeros() string {
	var packed strings.Builder
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(make([]byte, 4<<20))
	_ = w.Close()
	return packed.String()
}

func oddAnswers() map[string]fault {
	odd := func(text, reason string) fault {
		return fault{receiver: says(text), verdict: Failed, failure: FailureProtocol, inDoubt: true, reason: "protocol: " + reason}
	}
	fine := func(text string, status int, reason string) fault {
		verdict := statusVerdict(status)
		return fault{receiver: does(func(h hit) bool { return h.reply("%s", text) }), verdict: verdict, status: status, reason: reason}
	}
	withBody := fine("HTTP/1.1 204 No Content\r\nContent-Length: 27\r\n\r\nHTTP/1.1 500 Smuggled\r\n\r\n..", 204, "No Content")
	withBody.again = true // the body must not pass for the second answer
	loop := fine("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", 302, "Found (redirects are not followed)")
	loop.again = true
	old := fault{receiver: says("HTTP/1.0 200 OK\r\n\r\nuntil the end"), verdict: Unverified, status: 200, reason: "OK", again: true}
	return map[string]fault{
		"not HTTP":              odd("SSH-2.0-OpenSSH_9\r\n", "the answer is not HTTP"),
		"starts like HTTP":      odd("Hello api_key=hunter2\r\n\r\n", "the answer is not valid HTTP"),
		"TLS":                   odd("\x15\x03\x01\x00\x02\x02\x16", "the answer is TLS, not HTTP: the port may expect https"),
		"malformed status line": odd("HTTP/1.1 2x0 OK\r\n\r\n", "the answer is not valid HTTP"),
		"status 099":            odd("HTTP/1.1 099 Low\r\n\r\n", "the answer has no valid status code"),
		"malformed header":      odd("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "the answer is not valid HTTP"),
		"two lengths":           odd("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "the answer is not valid HTTP"),
		"malformed chunk": {
			receiver: says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab"), verdict: Failed, failure: FailureTruncated,
			inDoubt: true, status: 200, reason: "truncated: the connection broke within the body of the answer" + mayHave,
		},
		"100-continue":  fine("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "OK"),
		"204 with body": withBody,
		"3xx loop":      loop,
		"HTTP/1.0":      old,
	}
}

// http2Faults are receivers that speak HTTP/2, which no postback does.
func http2Faults() map[string]fault {
	const settings = "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80" // the frame with which a server begins
	var a *authority
	speaking := func(script func(hit) bool, protocols ...string) func(testing.TB) *receiver {
		return func(t testing.TB) *receiver {
			a = newAuthority(t)
			config := tlsFor(t, a, "127.0.0.1")
			config.NextProtos = protocols
			return serveTLS(t, config, script)
		}
	}
	frame := func(h hit) bool { h.reply("%s", settings); return false }
	secure := fault{
		options: func(_ testing.TB, o *Options) { o.RootCAs = a.pool },
		url:     "https://ADDRESS/", verdict: Failed, failure: FailureProtocol, inDoubt: true,
		reason: "protocol: the answer is HTTP/2: the receiver speaks nothing older",
	}
	with := func(f fault, receiver func(testing.TB) *receiver) fault {
		f.receiver = receiver
		return f
	}
	both, strict, plain := secure, secure, secure
	both.verdict, both.failure, both.reason, both.status, both.inDoubt = Unverified, "", "OK", 200, false
	strict.failure, strict.inDoubt, strict.reason = FailureTLS, false, "tls: the receiver does not offer HTTP/1.1; it may speak HTTP/2 only"
	plain.url, plain.options = "", nil
	return map[string]fault{
		"HTTP/2 and 1.1 by ALPN":   with(both, speaking(hit.ok, "h2", "http/1.1")),
		"no HTTP/1.1 by ALPN":      with(strict, speaking(frame, "h3")), // h2 alone is no refusal to Go's server
		"HTTP/2 whatever the ALPN": with(secure, speaking(frame, "h2")),
		"HTTP/2 without TLS":       with(plain, does(frame)),
	}
}

// TestFaults goes through the table, one fault after the other and beside no other test, so that what
// each leaves behind can be counted: no goroutine, no descriptor, and no more memory than it may use.
// Those that last until the time is up share it, and what they leave behind is counted together.
func TestFaults(t *testing.T) { //nolint:paralleltest // see above
	table := faults()
	newClient(t, Options{}).Fire(context.Background(), &Request{URL: []byte("http://" + unused(t))}) // what the first use of a network keeps
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if f := table[name]; f.verdict != TimedOut {
			before := countHeld()
			t.Run(name, f.check) //nolint:paralleltest // see above
			before.compare(t, name)
		}
	}
	before := countHeld()
	t.Run("hangs", func(t *testing.T) { //nolint:paralleltest // see above
		for name, f := range table {
			if f.verdict == TimedOut {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					f.check(t)
				})
			}
		}
	})
	before.compare(t, "hangs")
}

// check fires at the fault and holds the outcome against it.
func (f fault) check(t *testing.T) {
	address := unused(t)
	if f.receiver != nil {
		address = f.receiver(t).address
	}
	options := Options{Timeout: enough}
	if f.verdict == TimedOut {
		options.Timeout = limit
	}
	if f.options != nil {
		f.options(t, &options)
	}
	if f.url == "" {
		f.url = "http://ADDRESS/hunter2?api_key=hunter2"
	}
	client := newClient(t, options)
	request := &Request{URL: []byte(strings.ReplaceAll(f.url, "ADDRESS", address)), Body: make([]byte, f.body)}
	if f.again {
		if first := client.Fire(context.Background(), request); first.Failure != "" {
			t.Fatalf("the first request: %s %s", first.Verdict, first.Reason)
		}
		if f.closes {
			awaitClose(client)
		}
	}
	var memory, after runtime.MemStats
	runtime.ReadMemStats(&memory)
	out := client.Fire(context.Background(), request)
	runtime.ReadMemStats(&after)
	reason := strings.ReplaceAll(f.reason, "ADDRESS", address)
	if out.Verdict != f.verdict || out.Failure != f.failure || out.Reason != reason || out.InDoubt != f.inDoubt ||
		out.Status != f.status || out.Attempts != 1 {
		t.Errorf("%s %d %s, in doubt %v, %d attempts: %s\nwant %s %d %s, in doubt %v: %s", out.Verdict, out.Status, out.Failure,
			out.InDoubt, out.Attempts, out.Reason, f.verdict, f.status, f.failure, f.inDoubt, reason)
	}
	if grown := after.TotalAlloc - memory.TotalAlloc; grown > 8<<20 && f.verdict != TimedOut {
		t.Errorf("%d bytes were allocated", grown)
	}
}

// awaitClose waits until the idle connection of a client is known to be of no use any more.
func awaitClose(c *Client) {
	for closed := false; !closed; time.Sleep(time.Millisecond) {
		c.pool.mu.Lock()
		for _, r := range c.pool.routes {
			closed = len(r.idle) == 0 || !r.idle[0].quiet()
		}
		c.pool.mu.Unlock()
	}
}

// held is what a process holds that a fault might leave behind.
type held struct{ goroutines, descriptors int }

func countHeld() held {
	descriptors, _ := os.ReadDir("/proc/self/fd") // none where the system has no such folder
	return held{runtime.NumGoroutine(), len(descriptors)}
}

// compare waits until no more is held than was held before.
func (before held) compare(t *testing.T, name string) {
	t.Helper()
	for wait := time.Millisecond; ; wait *= 2 {
		now := countHeld()
		if now.goroutines <= before.goroutines && now.descriptors <= before.descriptors {
			return
		}
		if wait > 2*time.Second {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%s: holds %+v, held %+v before\n%s", name, now, before, stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(wait)
	}
}
