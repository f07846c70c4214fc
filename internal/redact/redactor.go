package redact

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Redactor hides secrets in what is about to be printed. It is made by New or Reveal and safe for
// concurrent use.
type Redactor struct {
	reveal      bool
	replacement func(name string) string // nil for the mask
	*knowledge
}

// knowledge is what redactors share that were made from each other.
type knowledge struct {
	mu       sync.Mutex // held by Add
	table    atomic.Pointer[table]
	names    nameCache
	scanners sync.Pool // of *scanner
}

// New returns a redactor for the given secrets. It hides by name too.
func New(secrets ...Secret) *Redactor {
	r := &Redactor{knowledge: &knowledge{}}
	r.table.Store(newTable(nil))
	r.Add(secrets...)
	return r
}

// Reveal returns a redactor that hides nothing (--show-secrets).
func Reveal() *Redactor {
	r := New()
	r.reveal = true
	return r
}

// Add makes further secrets known to r and to every redactor made from it by Replacing, for
// instance an access token that was just obtained.
func (r *Redactor) Add(secrets ...Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.table.Load().secrets
	all := append(known[:len(known):len(known)], secrets...)
	if len(all) > len(known) {
		r.table.Store(newTable(all))
	}
}

// Replacing returns a redactor that writes replacement(secret.Name) in place of a known value,
// so that a curl command can name a shell variable. What is hidden by name alone stays masked.
func (r *Redactor) Replacing(replacement func(name string) string) *Redactor {
	return &Redactor{reveal: r.reveal, replacement: replacement, knowledge: r.knowledge}
}

// String hides secrets in free text: known values anywhere, and what stands behind a secret name
// in URLs, name=value pairs, JSON members and header lines within the text.
func (r *Redactor) String(s string) string { return r.redact(s, freeText) }

// Append appends the free text to dst, its secrets hidden as by String.
func (r *Redactor) Append(dst, text []byte) []byte { return r.append(dst, text, freeText) }

// URL hides secrets in one URL.
func (r *Redactor) URL(raw string) string { return r.redact(raw, urlText) }

// AppendURL appends the URL to dst, its secrets hidden. It allocates nothing while dst is large
// enough.
func (r *Redactor) AppendURL(dst, raw []byte) []byte { return r.append(dst, raw, urlText) }

// Reveals reports whether the redactor hides nothing.
func (r *Redactor) Reveals() bool { return r.reveal }

// ByParameter reports whether a URL may be cut at its ampersands and the pieces be hidden one by
// one, as long as none of them ends within the host of a URL.
func (r *Redactor) ByParameter() bool {
	t := r.table.Load()
	hasAmpersand := func(s Secret) bool { return strings.Contains(s.Value, "&") }
	return !r.reveal && r.replacement == nil && !t.unruly && !slices.ContainsFunc(t.secrets, hasAmpersand)
}

// Header hides secrets in the value of the named header.
func (r *Redactor) Header(name, value string) string {
	if r.reveal || value == "" {
		return value
	}
	if !r.names.isSecret([]byte(name)) {
		if known := r.table.Load().whole([]byte(value)); known != nil {
			return r.replace(known)
		}
		return r.String(value)
	}
	scheme := value[:schemeLen([]byte(value))]
	return scheme + string(r.appendSecret(nil, []byte(value[len(scheme):])))
}

// Body hides secrets in the body of a request or an answer. The content type may be empty. The
// result is body itself when there is nothing to hide.
func (r *Redactor) Body(contentType string, body []byte) []byte {
	if r.reveal {
		return body
	}
	f := freeText
	if mediaType, _, _ := strings.Cut(contentType, ";"); strings.EqualFold(strings.TrimSpace(mediaType), "application/x-www-form-urlencoded") {
		f = formText
	}
	if hidden := r.append(nil, body, f); !bytes.Equal(hidden, body) {
		return hidden
	}
	return body
}

func (r *Redactor) redact(s string, f form) string {
	if r.reveal {
		return s
	}
	text := []byte(s)
	if hidden := r.append(nil, text, f); !bytes.Equal(hidden, text) {
		return string(hidden)
	}
	return s
}

// append appends text to dst, its secrets hidden.
func (r *Redactor) append(dst, text []byte, f form) []byte {
	if r.reveal {
		return append(dst, text...)
	}
	hidden := r.pass(dst, text, f)
	if r.replacement != nil || !r.table.Load().unruly {
		return hidden
	}
	// With a quotation mark gone, what follows may be a value; a mask may be a part of a secret
	// that holds stars itself.
	for range maxPasses {
		text = bytes.Clone(hidden[len(dst):])
		hidden = r.pass(hidden[:len(dst)], text, f)
		if bytes.Equal(hidden[len(dst):], text) {
			return hidden
		}
	}
	return append(hidden[:len(dst)], Mask...)
}

// maxPasses bounds how often one thing hidden may lead to another before nothing is shown at all.
// It takes a secret made of stars and a text made for it to get there.
const maxPasses = 8

// pass goes over the text once.
func (r *Redactor) pass(dst, text []byte, f form) []byte {
	s := r.newScanner(text, f)
	defer r.release(s)
	s.scan()
	if len(s.values) == 0 && len(s.named) == 0 {
		return append(dst, text...)
	}
	return r.appendHidden(dst, s)
}

// newScanner returns a scanner for a text, to be released.
func (r *Redactor) newScanner(text []byte, f form) *scanner {
	s, _ := r.scanners.Get().(*scanner)
	if s == nil {
		s = new(scanner)
	}
	*s = scanner{table: r.table.Load(), names: &r.names, form: f, text: text, values: s.values[:0], named: s.named[:0]}
	return s
}

func (r *Redactor) release(s *scanner) {
	s.text = nil
	r.scanners.Put(s)
}

// appendSecret appends a value that is secret as a whole: known parts may be replaced, the rest is
// masked.
func (r *Redactor) appendSecret(dst, value []byte) []byte {
	if isReadable(value) || len(value) == 0 {
		return append(dst, value...)
	}
	s := r.newScanner(value, freeText)
	defer r.release(s)
	s.namedEnd = len(value) // no names within
	s.scan()
	s.hide(span{end: len(value)}, len(value))
	return r.appendHidden(dst, s)
}

func (r *Redactor) replace(s *Secret) string {
	if r.replacement == nil || s == nil {
		return Mask
	}
	return r.replacement(s.Name)
}
