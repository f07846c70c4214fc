package diag

import "testing"

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"name", "url", "method", "headers", "content_type", "InboundCallId", "id"}
	tests := []struct{ word, want string }{
		{"nam", "name"},
		{"Url", "url"},
		{"urll", "url"},
		{"ur", "url"},
		{"inboundcallid", "InboundCallId"},
		{"InboundCallID", "InboundCallId"},
		{"headrs", "headers"},
		{"haeders", "headers"},
		{"contenttype", "content_type"},
		{"contennttpe", ""},
		{"ulr", "url"}, // two letters swapped are one slip
		{"nxxe", ""},   // two edits are half of four letters
		{"xyz", ""},
		{"x", ""},
		{"", ""},
		{"url", ""}, // the word itself is no suggestion
	}
	for _, tt := range tests {
		got, ok := Nearest(tt.word, known)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: got %q %v, want %q", tt.word, got, ok, tt.want)
		}
	}
}

func TestNearestPrefersTheFirstAndTheNearer(t *testing.T) {
	t.Parallel()
	if got, _ := Nearest("abcdefx", []string{"abcdeyy", "abcdefy", "abcdefz"}); got != "abcdefy" {
		t.Errorf("got %q", got)
	}
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	if got := DidYouMean("urll", []string{"url"}); got != "; did you mean url?" {
		t.Errorf("got %q", got)
	}
	if got := DidYouMean("body", []string{"url"}); got != "" {
		t.Errorf("got %q", got)
	}
}
