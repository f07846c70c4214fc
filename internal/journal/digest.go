package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"postback/internal/postback"
)

// Digest stands for a rendered request, secrets included, which cannot be read back from it: the
// first 8 bytes of a SHA-256.
type Digest uint64

// String is the digest in hexadecimal.
func (d Digest) String() string { return fmt.Sprintf("%016x", uint64(d)) }

// Digester makes digests. It keeps its memory from one to the next.
type Digester struct{ text []byte }

// Digest is that of all that is sent.
func (d *Digester) Digest(r *postback.Request) Digest {
	text := appendPart(d.text[:0], r.Method)
	text = appendPart(text, r.URL)
	text = binary.AppendUvarint(text, uint64(len(r.Headers)))
	for _, h := range r.Headers {
		text = appendPart(appendPart(text, h.Name), h.Value)
	}
	text = appendPart(text, r.Body)
	if r.BasicAuth != nil {
		text = appendPart(appendPart(text, r.BasicAuth.Username), r.BasicAuth.Password)
	}
	d.text = text
	sum := sha256.Sum256(text)
	return Digest(binary.LittleEndian.Uint64(sum[:]))
}

// appendPart puts the length before a part, so that no two requests look the same in a row.
func appendPart[T string | []byte](b []byte, part T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(part))), part...)
}
