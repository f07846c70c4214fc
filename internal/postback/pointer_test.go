package postback

import "testing"

// TestPointer has the examples of RFC 6901, and what no pointer leads to.
func TestPointer(t *testing.T) {
	t.Parallel()
	const document = "\ufeff" + `{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
		"n": null, "t": true, "big": 123456789012345678901, "exact": 1.50, "nested": {"b": {"z": 1, "a": "<"}}}`
	tests := []struct {
		pointer, want string
		ok            bool
	}{
		{"/foo", `["bar","baz"]`, true},
		{"/foo/0", "bar", true},
		{"/", "0", true},
		{"/a~1b", "1", true},
		{"/c%d", "2", true},
		{"/e^f", "3", true},
		{"/g|h", "4", true},
		{`/i\j`, "5", true},
		{`/k"l`, "6", true},
		{"/ ", "7", true},
		{"/m~0n", "8", true},
		{"/n", "null", true},
		{"/t", "true", true},
		{"/big", "123456789012345678901", true},
		{"/exact", "1.50", true},
		{"/nested", `{"b":{"a":"<","z":1}}`, true},
		{"/foo/2", "", false},
		{"/foo/-", "", false},
		{"/foo/-1", "", false},
		{"/foo/00", "", false},
		{"/foo/x", "", false},
		{"/foo/0/x", "", false},
		{"/none", "", false},
		{"/m~n~01", "", false},
		{"foo", "", false},
	}
	for _, test := range tests {
		if got, ok := JSONText([]byte(document), test.pointer); got != test.want || ok != test.ok {
			t.Errorf("%q is %q (%t), want %q (%t)", test.pointer, got, ok, test.want, test.ok)
		}
		if valid := Pointer(test.pointer).Valid(); valid != (test.pointer != "foo") {
			t.Errorf("%q is valid: %t", test.pointer, valid)
		}
	}
	if got, ok := JSONText([]byte(` [1] `), ""); got != "[1]" || !ok {
		t.Errorf("the whole document is %q", got)
	}
}

func TestDecodeJSON(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{", "{} {}", "1 2", "x", "{}x", "\ufeff"} {
		if value, err := DecodeJSON([]byte(body)); err == nil {
			t.Errorf("%q is taken for %v", body, value)
		}
		if text, ok := JSONText([]byte(body), ""); ok {
			t.Errorf("%q holds %q", body, text)
		}
	}
}
