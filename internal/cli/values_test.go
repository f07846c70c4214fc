package cli

import (
	"testing"
	"time"
)

func TestDurationValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"10s": 10 * time.Second, "1m30s": 90 * time.Second, "500ms": 500 * time.Millisecond,
		"5": 5 * time.Second, "0.25": 250 * time.Millisecond,
		"": 0, "0": 0, "-1": 0, "-1s": 0, "ten": 0, "10 s": 0, "NaN": 0, "1e400": 0, "9999999h": 0,
	} {
		var d duration
		if err := d.Set(text); (err == nil) != (want > 0) || time.Duration(d) != want {
			t.Errorf("%q: %s, %v", text, &d, err)
		}
	}
}

func TestSizeValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]size{
		"1": 1, "1000": 1000, "64k": 64 << 10, "64K": 64 << 10, "3M": 3 << 20, "1024m": 1 << 30,
		"": 0, "0": 0, "-5": 0, "k": 0, "1kk": 0, "1.5k": 0, "1G": 0, "1025M": 0, "9223372036854775807k": 0,
	} {
		var s size
		if err := s.Set(text); (err == nil) != (want > 0) || s != want {
			t.Errorf("%q: %d, %v", text, s, err)
		}
	}
	for written, s := range map[string]size{"64k": 64 << 10, "1M": 1 << 20, "1000": 1000, "1025k": 1025 << 10} {
		if got := s.String(); got != written {
			t.Errorf("%d is written %s", s, got)
		}
	}
}

func TestShareValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0.25": "25%", "7%": "7%", "100%": "100%", "1": "100%", "12.5%": "12.5%", "0": "", "0%": "",
		"1.1": "refused", "101%": "refused", "-1%": "refused", "NaN": "refused", "%": "refused", "": "refused",
	} {
		var f share
		if err := f.Set(text); (err != nil) != (want == "refused") || err == nil && f.String() != want {
			t.Errorf("%q: %s, %v", text, f.String(), err)
		}
	}
}

func TestResolution(t *testing.T) {
	t.Parallel()
	tests := map[string][2]string{
		"a.example:10.0.0.1":      {"a.example", "10.0.0.1"},
		"A.Example:443:10.0.0.1":  {"a.example:443", "10.0.0.1"},
		"a.example:::1":           {"a.example", "::1"},
		"a.example:443:::1":       {"a.example:443", "::1"},
		"a.example:443:[2001::1]": {"a.example:443", "2001::1"},
		"a.example:[::1]":         {"a.example", "::1"},
		"a.example:1::2":          {"a.example", "1::2"},
		"a.example":               {},
		"a.example:":              {},
		":10.0.0.1":               {},
		"a.example:443:":          {},
		"a.example:70000:1.2.3.4": {},
		"a.example:b.example":     {},
		"a.example:443:b.example": {},
	}
	for text, want := range tests {
		name, address, ok := resolution(text)
		if !ok {
			name, address = "", ""
		}
		if [2]string{name, address} != want {
			t.Errorf("%s: %s is at %s, %v", text, name, address, ok)
		}
	}
}
