package main

import (
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands really print into the scripts and README.md")

// TestScripts runs testdata/script: the command line as its users and their scripts rely on it.
// Every script finds the examples of this repository in its folder.
//
// Beyond the commands of package testscript there are:
//
//	exit N command…        the command ends with exactly this exit code
//	receiver NAME answer   starts a receiver and sets $NAME to its URL; see [answers]. A file named
//	                       behind the answer is its body
//	received NAME N        the receiver has got exactly so many requests
//	waitfor NAME           waits until the receiver has got a request
//	nosecret               the last command shows neither $SECRET nor $PLAIN, in whatever form
//	exec nosocket command… the command dies if it opens a socket; where [nosocket] holds
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		Setup:               withExamples,
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit":     exitWith,
			"receiver": startReceiver,
			"received": checkReceived,
			"waitfor":  waitForRequest,
			"nosecret": checkNoSecret,
		},
	})
}

// withExamples copies the examples into the script's folder.
func withExamples(env *testscript.Env) error {
	env.Values[receiversKey{}] = map[string]*receiver{}
	env.Setenv("GORACE", os.Getenv("GORACE"))
	return os.CopyFS(filepath.Join(env.WorkDir, "examples"), os.DirFS(filepath.Join("..", "..", "examples")))
}

// condition decides [nosocket]: whether this kernel lets a process forbid itself sockets.
func condition(name string) (bool, error) {
	if name != "nosocket" {
		return false, errors.New("unknown condition " + name)
	}
	return exec.Command("nosocket", "postback", "version").Run() == nil, nil
}

func exitWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit code command [arg...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s ended with exit code %d, want %d", args[1], got, want)
	}
}

// receiver is an HTTP server that counts what it gets.
type receiver struct {
	server *httptest.Server
	count  atomic.Int64
	first  chan struct{} // closed by the first request
}

type receiversKey struct{}

func startReceiver(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: receiver name answer [body]")
	}
	body := ""
	if len(args) == 3 {
		body = ts.ReadFile(args[2])
	}
	answer, known := answers(args[1], body)
	if !known {
		ts.Fatalf("a receiver cannot answer %q", args[1])
	}
	r := &receiver{first: make(chan struct{})}
	r.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if r.count.Add(1) == 1 {
			close(r.first)
		}
		answer(w, request)
	}))
	r.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	switch args[1] {
	case "tls":
		r.server.StartTLS()
		authority := ts.MkAbs(args[0] + ".pem")
		block := &pem.Block{Type: "CERTIFICATE", Bytes: r.server.Certificate().Raw}
		ts.Check(os.WriteFile(authority, pem.EncodeToMemory(block), 0o600))
		ts.Setenv(args[0]+"_CA", authority)
	case "closed":
		r.server.Start()
		r.server.Close()
	default:
		r.server.Start()
	}
	ts.Setenv(args[0], r.server.URL)
	ts.Defer(r.server.Close)
	ts.Value(receiversKey{}).(map[string]*receiver)[args[0]] = r
}

// answers are the ways in which a receiver can answer: a status, or several with commas, one after
// the other, of which the last stays; "silent", which is not at all; "hangup", which is to close the
// connection instead; "closed", which is not even listening; "tls", which is 200 by https, with the
// certificate in the file $NAME_CA; "partner", see [newPartner].
func answers(name, body string) (answer http.HandlerFunc, known bool) {
	if first, rest, several := strings.Cut(name, ","); several {
		return oneThen(first, rest, body)
	}
	switch name {
	case "partner":
		return newPartner(), true
	case "tls":
		return answers("200", body)
	case "silent":
		return func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, true
	case "hangup", "closed":
		return func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, true
	}
	status, err := strconv.Atoi(name)
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}, err == nil
}

// oneThen gives one answer to the first request and others to those that follow.
func oneThen(first, rest, body string) (http.HandlerFunc, bool) {
	one, known := answers(first, body)
	others, alsoKnown := answers(rest, body)
	var begun atomic.Bool
	return func(w http.ResponseWriter, r *http.Request) {
		answer := one
		if begun.Swap(true) {
			answer = others
		}
		answer(w, r)
	}, known && alsoKnown
}

func checkReceived(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: received name number")
	}
	r, known := ts.Value(receiversKey{}).(map[string]*receiver)[args[0]]
	want, err := strconv.ParseInt(args[1], 10, 64)
	if !known || err != nil {
		ts.Fatalf("usage: received name number")
	}
	if got := r.count.Load(); got != want {
		ts.Fatalf("%s received %d requests, want %d", args[0], got, want)
	}
}

func waitForRequest(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor name")
	}
	r, known := ts.Value(receiversKey{}).(map[string]*receiver)[args[0]]
	if !known {
		ts.Fatalf("usage: waitfor name")
	}
	select {
	case <-r.first:
	case <-time.After(time.Minute):
		ts.Fatalf("%s got no request", args[0])
	}
}

// checkNoSecret looks for the values of $SECRET and $PLAIN, as they are and in the forms that
// requests give them.
func checkNoSecret(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: nosecret")
	}
	for _, stream := range []string{"stdout", "stderr"} {
		output := ts.ReadFile(stream)
		for _, name := range []string{"SECRET", "PLAIN"} {
			for _, form := range formsOf(ts.Getenv(name)) {
				if strings.Contains(output, form) {
					ts.Fatalf("%s shows $%s as %s", stream, name, form)
				}
			}
		}
	}
}

func formsOf(secret string) []string {
	quoted, _ := json.Marshal(secret)
	credentials := base64.StdEncoding.EncodeToString([]byte("me:" + secret))
	return []string{
		secret, url.QueryEscape(secret), strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"), url.PathEscape(secret),
		strings.Trim(string(quoted), `"`), base64.StdEncoding.EncodeToString([]byte(secret)), credentials,
	}
}
