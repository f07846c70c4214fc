package results

import "bufio"

// places passes a file on and remembers where the lines of its unread part begin.
type places struct {
	r        *bufio.Reader
	read     int64   // bytes passed on
	line     int     // the line in which forgotten ends
	begin    int64   // where that line begins
	newlines []int64 // offsets of the line breaks since
}

// Read implements [io.Reader].
func (p *places) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	for i, c := range b[:n] {
		if c == '\n' {
			p.newlines = append(p.newlines, p.read+int64(i))
		}
	}
	p.read += int64(n)
	return n, err
}

// forget gives up the lines before offset.
func (p *places) forget(offset int64) {
	n := p.before(offset)
	if n == 0 {
		return
	}
	p.line += n
	p.begin = p.newlines[n-1] + 1
	p.newlines = append(p.newlines[:0], p.newlines[n:]...)
}

// locate returns line and column of an offset that is not forgotten, counted from 1.
func (p *places) locate(offset int64) (line, column int) {
	n := p.before(offset)
	begin := p.begin
	if n > 0 {
		begin = p.newlines[n-1] + 1
	}
	return p.line + n, int(offset-begin) + 1
}

// before counts the remembered line breaks before offset.
func (p *places) before(offset int64) int {
	n := 0
	for n < len(p.newlines) && p.newlines[n] < offset {
		n++
	}
	return n
}
