package cli

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// duration is a flag's value such as 10s, 1m30s or 2.5, which is seconds. It implements pflag.Value.
type duration time.Duration

// String is the duration as Go writes it; none is "".
func (d *duration) String() string {
	if *d == 0 {
		return ""
	}
	return time.Duration(*d).String()
}

// Type is the word that help shows for the value.
func (d *duration) Type() string { return "duration" }

// Set reads a duration that is more than nothing.
func (d *duration) Set(s string) error {
	parsed, err := time.ParseDuration(s)
	if _, plain := strconv.ParseFloat(s, 64); plain == nil {
		parsed, err = time.ParseDuration(s + "s")
	}
	if err != nil || parsed <= 0 {
		return errors.New("not a duration such as 10s or 500ms")
	}
	*d = duration(parsed)
	return nil
}

// size is a flag's value such as 65536, 64k or 1M: a number of bytes. It implements pflag.Value.
type size int

// String is the size in the largest unit that leaves no rest.
func (s *size) String() string {
	for _, unit := range []struct {
		name  string
		bytes size
	}{{"M", 1 << 20}, {"k", 1 << 10}} {
		if *s > 0 && *s%unit.bytes == 0 {
			return strconv.Itoa(int(*s/unit.bytes)) + unit.name
		}
	}
	return strconv.Itoa(int(*s))
}

// Type is the word that help shows for the value.
func (s *size) Type() string { return "size" }

// maxSize is the largest size: more would not fit into memory many times over.
const maxSize = 1 << 30

// Set reads a number of bytes with k or M behind it.
func (s *size) Set(text string) error {
	unit := 1
	digits := strings.TrimRight(text, "kKmM")
	switch strings.ToLower(text[len(digits):]) {
	case "k":
		unit = 1 << 10
	case "m":
		unit = 1 << 20
	case "":
	default:
		digits = ""
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > maxSize/unit {
		return fmt.Errorf("not a number of bytes from 1 to %s, such as 64k", new(size(maxSize)))
	}
	*s = size(n * unit)
	return nil
}

// share is a flag's value that is a part of a whole, from 0 to 1. It implements pflag.Value.
type share float64

// String is the share as a percentage; none is "".
func (f *share) String() string {
	if *f == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(*f)*100, 'g', 6, 64) + "%"
}

// Type is the word that help shows for the value.
func (f *share) Type() string { return "share" }

// Set reads 0.25 or 25%.
func (f *share) Set(s string) error {
	number, percent := strings.CutSuffix(s, "%")
	value, err := strconv.ParseFloat(number, 64)
	if percent {
		value /= 100
	}
	if isShare := value >= 0 && value <= 1; err != nil || !isShare { // which NaN is not
		return errors.New("not a share such as 0.25 or 25%")
	}
	*f = share(value)
	return nil
}

// resolution reads host[:port]:address, as curl writes it: the name under which the address is to be
// found, and the address.
func resolution(s string) (name, address string, ok bool) {
	host, rest, found := strings.Cut(s, ":")
	if !found || host == "" {
		return "", "", false
	}
	host = strings.ToLower(host)
	if port, behind, found := strings.Cut(rest, ":"); found && isPort(port) {
		if ip, ok := parseIP(behind); ok {
			return net.JoinHostPort(host, port), ip, true
		}
	}
	ip, ok := parseIP(rest)
	return host, ip, ok
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// parseIP reads an IP address; one of version 6 may stand in brackets.
func parseIP(s string) (string, bool) {
	if inner, opened := strings.CutPrefix(s, "["); opened {
		s = strings.TrimSuffix(inner, "]")
	}
	ip, err := netip.ParseAddr(s)
	return ip.String(), err == nil
}
