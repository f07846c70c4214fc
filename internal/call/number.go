package call

// number reads the number at data[i] by the grammar of RFC 8259 and returns the position behind
// it, or -1 after a fault. What follows the number is not looked at.
func (s *Scanner) number(data []byte, i int) int {
	if data[i] == '-' {
		i++
	}
	switch {
	case i < len(data) && data[i] == '0':
		if i++; i < len(data) && isDigit(data[i]) {
			return s.failf(i, "a number has no leading zeros")
		}
	default:
		if i = s.digits(data, i); i < 0 {
			return -1
		}
	}
	if i < len(data) && data[i] == '.' {
		if i = s.digits(data, i+1); i < 0 {
			return -1
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		return s.digits(data, i)
	}
	return i
}

// digits reads one digit or more and returns the position behind them, or -1.
func (s *Scanner) digits(data []byte, i int) int {
	if i >= len(data) {
		return s.short(data, "a digit")
	}
	if !isDigit(data[i]) {
		return s.failf(i, "expected a digit, found %s", found(data, i))
	}
	for i++; i < len(data) && isDigit(data[i]); i++ {
	}
	return i
}

func isDigit(c byte) bool { return c-'0' <= 9 }
