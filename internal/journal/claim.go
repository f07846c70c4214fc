package journal

import "encoding/binary"

// Claim is the intent to send one postback.
type Claim struct {
	CallID  []byte
	Pixel   Pixel
	Request Digest
}

// Pixel is the number of a pixel and its event in a journal.
type Pixel uint32

// claimsHead is the length of what stands before the claims of a frame.
const claimsHead = 8 + 4

// batch collects the claims of a frame.
type batch struct {
	count   int
	encoded []byte
}

func (b *batch) add(c Claim) {
	b.count++
	b.encoded = binary.AppendUvarint(b.encoded, uint64(c.Pixel))
	b.encoded = binary.AppendUvarint(b.encoded, uint64(len(c.CallID)))
	b.encoded = append(b.encoded, c.CallID...)
	b.encoded = binary.LittleEndian.AppendUint64(b.encoded, uint64(c.Request))
}

// payload is that of the frame, of which the first claim has the number first.
func (b *batch) payload(first uint64) func([]byte) []byte {
	return func(dst []byte) []byte {
		dst = binary.LittleEndian.AppendUint64(dst, first)
		dst = binary.LittleEndian.AppendUint32(dst, uint32(b.count))
		return append(dst, b.encoded...)
	}
}

func (b *batch) reset() { b.count, b.encoded = 0, b.encoded[:0] }

// readClaims hands out the claims of a payload, which they point into. It reports whether it is
// well-formed.
func readClaims(b []byte, each func(number uint64, c Claim) bool) bool {
	if len(b) < claimsHead {
		return false
	}
	first, count := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint32(b[8:])
	b = b[claimsHead:]
	for i := range uint64(count) {
		c, size := readClaim(b)
		if size == 0 || !each(first+i, c) {
			return false
		}
		b = b[size:]
	}
	return len(b) == 0
}

// readClaim reads the claim that b begins with; the size is 0 when there is none.
func readClaim(b []byte) (c Claim, size int) {
	pixel, n := binary.Uvarint(b)
	if n <= 0 || pixel > 1<<32-1 {
		return c, 0
	}
	length, m := binary.Uvarint(b[n:])
	start := n + m
	if m <= 0 || length > uint64(len(b)) || len(b)-start < int(length)+8 {
		return c, 0
	}
	end := start + int(length)
	c = Claim{CallID: b[start:end], Pixel: Pixel(pixel), Request: Digest(binary.LittleEndian.Uint64(b[end:]))}
	return c, end + 8
}
