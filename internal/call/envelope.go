package call

import "slices"

// The platform's API wraps records in an envelope:
//
//	{"isSuccessful": true, "transactionId": "…", "report": {"records": […], "totalCount": 2}}
//	{"result": {"callLog": {"data": […]}}}
//
// Its records are read one by one. What stands before and behind them is put together and checked
// when the envelope ends, so that it is read as strictly as a record.

// envelope is an envelope whose records are being read.
type envelope struct {
	head  []byte   // all up to and with the bracket that opens the list of records
	depth int      // of the list
	pos   position // of the head
}

// openEnvelope uses the beginning of an envelope, up to its records.
func (st *stream) openEnvelope(rec *Record) error {
	if f, ok := envelopeFault(rec, false); ok {
		return f.locateFrom(st.in.bytes(), st.in.pos)
	}
	n := st.scanner.fault.at + 1
	env := &envelope{head: slices.Clone(st.in.bytes()[:n]), depth: st.scanner.depth + 1, pos: st.in.pos}
	st.in.skip(n)
	st.lists = append(st.lists, list{envelope: env})
	return nil
}

// closeEnvelope uses the end of an envelope, from the bracket that closes its records on.
func (st *stream) closeEnvelope(env *envelope, rec *Record) error {
	f := frame{depth: env.depth}
	for !f.ends(st.in.bytes()) && !f.broken && st.in.fill() {
	}
	end := f.at
	if f.broken {
		end++ // with the end of the line, so that it is found within the string
	}
	tail := st.in.bytes()[:min(end, len(st.in.bytes()))]
	whole := slices.Concat(env.head, tail)
	s := NewScanner(st.scanner.keys)
	s.maxDepth, s.stopList = st.scanner.maxDepth, len(env.head)
	n := s.scan(whole, 0, rec)
	if n < 0 {
		return st.tailError(s.fault, env, tail)
	}
	if f, ok := envelopeFault(rec, false); ok {
		return st.tailError(f, env, tail)
	}
	st.in.skip(n - len(env.head))
	return nil
}

// tailError is the error for a fault in an envelope's head and tail put together.
func (st *stream) tailError(f fault, env *envelope, tail []byte) error {
	switch {
	case f.short:
		return st.cut("the envelope around the records ends too early")
	case f.list:
		f.message = "this envelope holds a second list of records"
	}
	if f.at < len(env.head) {
		return f.locateFrom(env.head, env.pos)
	}
	f.at -= len(env.head)
	return f.locateFrom(tail, st.in.pos)
}

// envelopeFault is what is wrong with an answer of the API that says it failed, or that is
// complete and has no records in it. For everything that is no envelope ok is false.
func envelopeFault(rec *Record, complete bool) (f fault, ok bool) {
	e := rec.find(keyIsSuccessful)
	if e == nil {
		return f, false
	}
	successful, known := rec.value(e).Bool()
	switch {
	case known && !successful:
		f.message = "the platform says that the request for this call log failed" + rec.complaint()
	case complete:
		f.message = "this answer of the API holds no report.records"
	default:
		return f, false
	}
	f.at = int(e.start)
	return f, true
}

// checkEnvelope is the error for a complete record that is an envelope without records, or nil.
func checkEnvelope(rec *Record, pos position) error {
	f, ok := envelopeFault(rec, true)
	if !ok {
		return nil
	}
	e := f.locateFrom(rec.data, pos)
	e.Resumable = true
	return e
}

// complaint is the message that an envelope gives as the reason why it holds nothing.
func (r *Record) complaint() string {
	for _, id := range []string{"message", "errorMessage", "error", "errors", "reason"} {
		for name, v := range r.All() {
			if name.Column == id && v.Text() != "" {
				return ": " + v.Text()
			}
		}
	}
	return ""
}
