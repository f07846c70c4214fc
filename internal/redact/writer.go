package redact

// writer copies a text and puts replacements in the place of what is hidden.
type writer struct {
	*Redactor
	dst    []byte
	text   []byte
	at     int  // how far the text has been copied or hidden
	masked bool // what was written last is a mask
}

// appendHidden appends the text that s has scanned. Where a known value stands within the value
// of a secret name, it is replaced as such and the rest is masked.
func (r *Redactor) appendHidden(dst []byte, s *scanner) []byte {
	w := writer{Redactor: r, dst: dst, text: s.text}
	values := s.values
	for _, named := range s.named {
		for len(values) > 0 && values[0].start < named.end {
			if values[0].start > named.start {
				w.hide(span{start: max(named.start, w.at), end: values[0].start, secret: named.secret})
			}
			w.hide(values[0])
			values = values[1:]
		}
		w.hide(span{start: max(named.start, w.at), end: named.end, secret: named.secret, quote: named.quote && w.at <= named.start})
	}
	for _, value := range values {
		w.hide(value)
	}
	return append(w.dst, w.text[w.at:]...)
}

// hide writes the text up to a span and then what stands for it. Masks that meet become one.
func (w *writer) hide(s span) {
	if s.start >= s.end {
		return
	}
	w.masked = w.masked && s.start == w.at
	w.dst = append(w.dst, w.text[w.at:s.start]...)
	w.at = s.end
	replacement := w.replace(s.secret)
	if replacement == Mask && w.masked {
		return
	}
	w.masked = replacement == Mask
	if s.quote {
		replacement = `"` + replacement + `"`
	}
	w.dst = append(w.dst, replacement...)
}
