package call

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseShard(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1/1", "2/4", "16/16"} {
		s, err := ParseShard(text)
		if err != nil || s.String() != text {
			t.Errorf("%s was read as %s, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "1", "/", "0/4", "5/4", "-1/4", "a/4", "1/b", "1/4/4", "1.0/4", " 1/4"} {
		if s, err := ParseShard(text); err == nil {
			t.Errorf("%q was read as %s", text, s)
		}
	}
}

// Results are only added up when every shard decided alike, so the assignment must never change.
func TestShardIsStable(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]int{"": 2, "RGB1": 6, "RGB2": 4, "RGB0000KAYZEN0DEMO": 6, "東京": 6} {
		for i := 1; i <= 7; i++ {
			if got := (Shard{i, 7}).Has(id); got != (i == want) {
				t.Errorf("shard %d/7 has %q: %t", i, id, got)
			}
		}
	}
}

func TestShardsPartition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id, count := rapid.String().Draw(t, "id"), rapid.IntRange(1, 40).Draw(t, "count")
		holders := 0
		for i := 1; i <= count; i++ {
			if (Shard{i, count}).Has(id) {
				holders++
			}
		}
		if holders != 1 || !(Shard{}).Has(id) {
			t.Fatalf("%q is in %d of %d shards", id, holders, count)
		}
	})
}
