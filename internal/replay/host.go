package replay

import "bytes"

// hostOf is the host and port of a URL that has been planned.
func hostOf(url []byte) []byte {
	_, rest, _ := bytes.Cut(url, []byte("://"))
	if end := bytes.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return rest[bytes.LastIndexByte(rest, '@')+1:]
}
