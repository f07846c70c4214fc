package call

// frame finds the end of an object or array without understanding what is in it. It looks at each
// byte once, however often it is given more.
type frame struct {
	depth  int  // brackets open
	at     int  // bytes looked at
	text   bool // in a string
	broken bool // a string holds the end of a line, so that quotes cannot be trusted
}

// ends looks at the bytes of data that are new, data beginning where the frame does, and reports
// whether the last bracket closes in them; f.at is then behind it.
func (f *frame) ends(data []byte) bool {
	for f.at < len(data) && !f.broken {
		if f.text {
			f.skipText(data)
			continue
		}
		c := data[f.at]
		f.at++
		switch c {
		case '"':
			f.text = true
		case '{', '[':
			f.depth++
		case '}', ']':
			if f.depth--; f.depth <= 0 {
				return true
			}
		}
	}
	return false
}

// skipText moves to behind the string's closing quote, or to the end of data or a byte before it.
func (f *frame) skipText(data []byte) {
	f.at = stringEnd(data, f.at)
	switch {
	case f.at == len(data):
	case data[f.at] == '"':
		f.text = false
		f.at++
	case data[f.at] == '\n':
		f.broken = true
	case data[f.at] == '\\':
		f.at += 2
	default:
		f.at++
	}
}
