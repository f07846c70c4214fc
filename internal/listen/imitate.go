package listen

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"

	"postback/internal/receiver"
)

// maxRemembered is how many postbacks an imitated receiver remembers: it forgets the oldest then.
const maxRemembered = 100_000

// Imitate answers as a receiver does, as far as that is known. It remembers good postbacks, and
// knows them when they come again.
func Imitate(r *receiver.Receiver) Responder {
	seen := newMemory(maxRemembered)
	return func(got *Received) Response {
		imitation := r.Imitate(got.forReceiver(), seen.add)
		return Response{
			Status: imitation.Status, Header: http.Header{"Content-Type": contentTypes(imitation.ContentType)},
			Body: []byte(imitation.Body), Why: whyImitated(r, &imitation),
		}
	}
}

// contentTypes is the header of a content type. Without one there is no header at all; the server
// would otherwise guess.
func contentTypes(contentType string) []string {
	if contentType == "" {
		return nil
	}
	return []string{contentType}
}

// whyImitated says what a receiver makes of a postback: "as tune: duplicate transaction_id".
func whyImitated(r *receiver.Receiver, i *receiver.Imitation) string {
	why := fmt.Sprintf("as %s: %s", r.Name, i.Kind)
	if i.Parameter != "" {
		why += " " + i.Parameter
	}
	if !isKnown(i) {
		why += " (assumed)"
	}
	return why
}

// isKnown reports whether an answer is a fact.
func isKnown(i *receiver.Imitation) bool { return i.Known && i.Certainty.Fact() }

// Assumption is kinds of postbacks that a receiver answers in a way that is not known.
type Assumption struct {
	Kinds  []receiver.Kind
	Remark string // what is known instead
}

// Assumptions are what an imitation of the receiver rests on.
func Assumptions(r *receiver.Receiver) []Assumption {
	var list []Assumption
	for _, kind := range receiver.Kinds() {
		i := r.Answer(kind)
		if !r.CanBe(kind) || isKnown(&i) {
			continue
		}
		remark := assumed(&i)
		if at := slices.IndexFunc(list, func(a Assumption) bool { return a.Remark == remark }); at >= 0 {
			list[at].Kinds = append(list[at].Kinds, kind)
			continue
		}
		list = append(list, Assumption{[]receiver.Kind{kind}, remark})
	}
	return list
}

// assumed says what an answer rests on.
func assumed(i *receiver.Imitation) string {
	switch {
	case !i.Known:
		return fmt.Sprintf("how it answers is not known; here it is with status %d", i.Status)
	case i.Remark != "":
		return i.Remark
	}
	return fmt.Sprintf("that it answers with status %d is %s", i.Status, i.Certainty)
}

// memory is a set of texts that has a bound: the oldest is forgotten first. Of each it keeps a hash
// only, for they may be long.
type memory struct {
	known  map[[sha256.Size]byte]bool
	oldest [][sha256.Size]byte // a ring
	next   int
}

func newMemory(limit int) *memory {
	return &memory{known: map[[sha256.Size]byte]bool{}, oldest: make([][sha256.Size]byte, limit)}
}

// add remembers a text, and reports whether it was known.
func (m *memory) add(text string) bool {
	hash := sha256.Sum256([]byte(text))
	if m.known[hash] {
		return true
	}
	if len(m.known) == len(m.oldest) {
		delete(m.known, m.oldest[m.next])
	}
	m.known[hash] = true
	m.oldest[m.next] = hash
	m.next = (m.next + 1) % len(m.oldest)
	return false
}
