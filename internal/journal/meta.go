package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// formatVersion changes when a program of today could not read the file.
const formatVersion = 1

// Header is what a journal was begun with.
type Header struct {
	Format      int       `json:"format"`
	Tool        string    `json:"tool"` // the version of the program
	Created     time.Time `json:"created"`
	Definitions string    `json:"definitions,omitempty"` // a digest
	Input       Input     `json:"input,omitzero"`
	Shard       string    `json:"shard,omitempty"`    // "2/8", "" for the whole input
	Endpoint    string    `json:"endpoint,omitempty"` // where all requests go instead of to their own receivers
}

// Input says which call records a journal belongs to, by how they begin. The zero value is no
// input in particular.
type Input struct {
	Name   string `json:"name,omitempty"` // for messages only
	Length int    `json:"length"`         // of the beginning that the digest is about
	Digest string `json:"digest"`

	head []byte
}

// InputHead is how much of an input its identity is made of.
const InputHead = 64 << 10

// NewInput identifies an input by its first bytes, [InputHead] of them if it has as many.
func NewInput(name string, head []byte) Input {
	return Input{Name: name, Length: len(head), Digest: digestOf(head), head: head}
}

func digestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// other reports whether now is another input. One that has only grown is not, and nothing is known
// of no input in particular.
func (i Input) other(now Input) bool {
	if i.Digest == "" || now.Digest == "" {
		return false
	}
	return len(now.head) < i.Length || digestOf(now.head[:i.Length]) != i.Digest
}

// Durability is what the intent to send a postback survives.
type Durability string

// The durabilities.
const (
	Power   Durability = "power"   // the loss of power: each batch of claims waits for the disk
	Process Durability = "process" // the end of the process, by a kill too
)

// Durabilities are all of them; the first is the default.
func Durabilities() []string { return []string{string(Power), string(Process)} }

// Session is one opening of a journal for writing.
type Session struct {
	Tool       string     `json:"tool"`
	Process    int        `json:"process"`
	Boot       string     `json:"boot"`
	Started    time.Time  `json:"started"`
	Durability Durability `json:"durability"`

	first   uint64 // the number of its first entry
	marks   int64  // where the payload of its marks stands
	slots   int    // their number
	orderly bool   // it was closed and did not just end
}

// names are the texts of a frame that others refer to by number.
type names struct {
	Pixels   []PixelName `json:"pixels,omitempty"`
	Failures []string    `json:"failures,omitempty"`
}

// add appends the names of a frame to those of the frames before.
func (n *names) add(payload []byte) bool {
	var more names
	err := json.Unmarshal(payload, &more)
	n.Pixels = append(n.Pixels, more.Pixels...)
	n.Failures = append(n.Failures, more.Failures...)
	return err == nil
}

// PixelName is a pixel and the event that it fires on.
type PixelName struct {
	Event string `json:"event"`
	Name  string `json:"pixel"`
}

// ending is the payload of the frame that closes a session.
type ending struct {
	Ended time.Time `json:"ended"`
}

// appendJSON is for the values of this package, all of which can be encoded.
func appendJSON(value any) func([]byte) []byte {
	return func(b []byte) []byte {
		encoded, _ := json.Marshal(value)
		return append(b, encoded...)
	}
}

// readHeader reads the payload of the first frame.
func readHeader(payload []byte) (h Header, err error) {
	if err := json.Unmarshal(payload, &h); err != nil {
		return h, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if h.Format != formatVersion {
		return h, fmt.Errorf("%w: %d instead of %d", ErrFormat, h.Format, formatVersion)
	}
	return h, nil
}
