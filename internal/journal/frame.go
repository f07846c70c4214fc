package journal

import (
	"encoding/binary"
	"hash/crc32"
)

const (
	magic      = "PBJ1"
	headSize   = 40
	payloadSum = 32 // where the checksum of the payload stands
	headSum    = 36 // where the checksum of the head stands, of everything before it
	alignment  = 8
	maxPayload = 16 << 20
)

type kind uint8

const (
	kindHeader kind = 1 + iota
	kindSession
	kindMarks
	kindNames
	kindClaims
	kindResults
	kindEnd
)

// head is the fixed part of a frame.
type head struct {
	journal uint32 // the random number of the journal
	at      int64  // the frame's offset in the file
	synced  int64  // what was known to be on disk when the frame was written
	length  int    // of the payload
	kind    kind
}

// next is the offset of the frame that follows.
func (h head) next() int64 { return h.at + int64(headSize+padded(h.length)) }

func padded(n int) int { return (n + alignment - 1) &^ (alignment - 1) }

// frames builds frames that are to be written at an offset, one behind the other.
type frames struct {
	journal uint32
	at      int64 // where the first of them will stand
	synced  int64
	bytes   []byte
}

// add appends a frame whose payload fill appends.
func (f *frames) add(k kind, fill func([]byte) []byte) {
	start := len(f.bytes)
	f.bytes = append(f.bytes, make([]byte, headSize)...)
	f.bytes = fill(f.bytes)
	payload := len(f.bytes) - start - headSize
	h := head{f.journal, f.at + int64(start), f.synced, payload, k}
	h.put(f.bytes[start:])
	f.bytes = append(f.bytes, make([]byte, padded(payload)-payload)...)
}

// put writes the head in front of the payload that stands behind it in b.
func (h head) put(b []byte) {
	copy(b, magic)
	binary.LittleEndian.PutUint32(b[4:], h.journal)
	binary.LittleEndian.PutUint64(b[8:], uint64(h.at))
	binary.LittleEndian.PutUint64(b[16:], uint64(h.synced))
	binary.LittleEndian.PutUint32(b[24:], uint32(h.length))
	b[28] = byte(h.kind)
	binary.LittleEndian.PutUint32(b[payloadSum:], h.payloadChecksum(b))
	binary.LittleEndian.PutUint32(b[headSum:], checksum(b[:headSum]))
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// payloadChecksum is that of the payload behind the head in b; marks change and have none.
func (h head) payloadChecksum(b []byte) uint32 {
	if h.kind == kindMarks {
		return 0
	}
	return checksum(b[headSize : headSize+h.length])
}

// readHead reads what may be the head of the frame at an offset.
func readHead(b []byte, at int64) (head, bool) {
	h := head{
		journal: binary.LittleEndian.Uint32(b[4:]),
		at:      int64(binary.LittleEndian.Uint64(b[8:])),
		synced:  int64(binary.LittleEndian.Uint64(b[16:])),
		length:  int(binary.LittleEndian.Uint32(b[24:])),
		kind:    kind(b[28]),
	}
	sound := string(b[:len(magic)]) == magic && binary.LittleEndian.Uint32(b[headSum:]) == checksum(b[:headSum])
	known := h.kind >= kindHeader && h.kind <= kindEnd
	return h, sound && known && h.at == at && h.length <= maxPayload
}

// whole reports whether the payload that stands behind the head in b is the one that was written.
func (h head) whole(b []byte) bool {
	return binary.LittleEndian.Uint32(b[payloadSum:]) == h.payloadChecksum(b)
}
