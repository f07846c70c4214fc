package call

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// Shard is one of Count equal parts of all calls, counted from 1. A call belongs to the same part
// wherever and whenever it is asked. The zero Shard has every call, as 1/1 has.
type Shard struct {
	Index, Count int
}

// ParseShard reads "2/4".
func ParseShard(s string) (Shard, error) {
	index, count, _ := strings.Cut(s, "/")
	i, badIndex := strconv.Atoi(index)
	n, badCount := strconv.Atoi(count)
	if badIndex != nil || badCount != nil || i < 1 || n < i {
		return Shard{}, fmt.Errorf("%q is no shard; write 2/4 for the second of four", s)
	}
	return Shard{i, n}, nil
}

// String is "2/4", and "1/1" for the zero Shard.
func (s Shard) String() string {
	if s.Count == 0 {
		return "1/1"
	}
	return fmt.Sprintf("%d/%d", s.Index, s.Count)
}

// MarshalText implements [encoding.TextMarshaler].
func (s Shard) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (s *Shard) UnmarshalText(text []byte) (err error) {
	*s, err = ParseShard(string(text))
	return err
}

// IsWhole reports whether the shard has every call.
func (s Shard) IsWhole() bool { return s.Count <= 1 }

// Has reports whether the call with that id belongs to the shard. It is the 64-bit FNV-1a hash of
// the id, mixed and taken modulo Count, so that any tool can compute it; calls without an id belong
// to one shard together.
func (s Shard) Has(id string) bool {
	if s.IsWhole() {
		return true
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return mix(h.Sum64())%uint64(s.Count) == uint64(s.Index-1)
}

// mix spreads a hash over all of its bits: ids that differ in one digit differ in few bits of FNV.
// It is the finaliser of MurmurHash3.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
