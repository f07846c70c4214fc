package call

import (
	"encoding/binary"
	"math/bits"
)

// number reads the number at data[i] by the grammar of RFC 8259 and returns the position behind
// it, or -1 after a fault. What follows the number is not looked at.
func (s *Scanner) number(data []byte, i int) int {
	if data[i] == '-' {
		i++
	}
	end := digitsEnd(data, i)
	if end == i {
		return s.noDigit(data, i)
	}
	if data[i] == '0' && end > i+1 {
		return s.failf(i, "a number has no leading zeros")
	}
	if end == len(data) || data[end] != '.' && data[end]|0x20 != 'e' {
		return end
	}
	return s.fraction(data, end)
}

// fraction reads what may follow a number's whole part: a fraction, an exponent, or both.
func (s *Scanner) fraction(data []byte, i int) int {
	if data[i] == '.' {
		end := digitsEnd(data, i+1)
		if end == i+1 {
			return s.noDigit(data, end)
		}
		i = end
	}
	if i == len(data) || data[i]|0x20 != 'e' {
		return i
	}
	if i++; i < len(data) && (data[i] == '+' || data[i] == '-') {
		i++
	}
	end := digitsEnd(data, i)
	if end == i {
		return s.noDigit(data, i)
	}
	return end
}

func (s *Scanner) noDigit(data []byte, i int) int {
	if i >= len(data) {
		return s.short(data, "a digit")
	}
	return s.failf(i, "expected a digit, found %s", found(data, i))
}

// digitsEnd is the position, from i on, of the first byte that is no digit. Like plainEnd it
// looks at eight bytes at a time, so that the length of a number costs no mispredicted branch:
// a digit becomes 0 to 9, and adding 0x76 to anything above sets the byte's high bit.
func digitsEnd(data []byte, i int) int {
	for i+8 <= len(data) {
		x := binary.LittleEndian.Uint64(data[i:i+8:i+8]) ^ '0'*everyByte
		if hit := (x&^highBits + 0x76*everyByte | x) & highBits; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
		i += 8
	}
	for i < len(data) && data[i]-'0' <= 9 {
		i++
	}
	return i
}
