package results

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/postback"
)

// shardFile is a file of so many results, with a call each.
func shardFile(shard, definitions string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"run","command":"replay","shard":%q,"definitions":%q}`+"\n", shard, definitions)
	b.WriteString(lines(shard, n))
	fmt.Fprintf(&b, `{"type":"end","results":%d}`+"\n", n)
	return b.String()
}

func lines(call string, n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, `{"type":"firing","seq":%d,"call_id":"%s-%d","event":"converted","pixel":"P","decision":"fire","outcome":{"verdict":"accepted","status":200}}`+"\n", i, call, i)
	}
	return b.String()
}

func TestMerge(t *testing.T) {
	t.Parallel()
	interrupted := strings.Replace(shardFile("1/1", "d", 2), `"results":2`, `"results":2,"interrupted":true,"resume":"postback replay"`, 1)
	tests := map[string]struct {
		files []string
		fired int
		want  []string
	}{
		"one run":               {[]string{shardFile("1/1", "d", 3)}, 3, nil},
		"all shards":            {[]string{shardFile("2/3", "d", 2), shardFile("1/3", "d", 1), shardFile("3/3", "d", 0)}, 3, nil},
		"no run says so":        {[]string{lines("a", 2), lines("b", 2)}, 4, nil},
		"the same in one file":  {[]string{strings.ReplaceAll(lines("a", 2), "a-2", "a-1")}, 2, nil},
		"a shard is missing":    {[]string{shardFile("1/3", "d", 1), shardFile("3/3", "d", 1)}, 2, []string{"shard 2/3 is missing"}},
		"a shard twice":         {[]string{shardFile("1/1", "d", 1), shardFile("1/1", "d", 1)}, 2, []string{"f0 and f1 are both shard 1/1"}},
		"other definitions":     {[]string{shardFile("1/2", "d", 1), shardFile("2/2", "e", 1)}, 2, []string{"f0 and f1 are not of the same run: their definitions differ"}},
		"another split":         {[]string{shardFile("1/2", "d", 1), shardFile("2/3", "d", 1)}, 2, []string{"f0 and f1 are not of the same run: one is of 2 shards and the other of 3"}},
		"another command":       {[]string{shardFile("1/2", "d", 1), strings.Replace(shardFile("2/2", "d", 1), "replay", "fire", 1)}, 2, []string{"f0 and f1 are not of the same run: one was written by replay and the other by fire"}},
		"other calls":           {[]string{shardFile("1/2", "d", 1), strings.Replace(shardFile("2/2", "d", 1), `"definitions"`, `"input":"x","definitions"`, 1)}, 2, []string{"f0 and f1 are not of the same run: their call records differ"}},
		"no end":                {[]string{strings.Split(shardFile("1/1", "d", 2), `{"type":"end"`)[0]}, 2, []string{"f0 breaks off: the line that ends a run is missing"}},
		"lines lost":            {[]string{strings.Replace(shardFile("1/1", "d", 3), `"seq":2`, `"seq":7`, 1)}, 3, []string{"f0: result 7 follows result 1: lines are missing or out of order"}},
		"fewer than it says":    {[]string{strings.Replace(shardFile("1/1", "d", 3), `"results":3`, `"results":4`, 1)}, 3, []string{"f0 says that it holds 4 results and holds 3"}},
		"interrupted":           {[]string{interrupted}, 2, []string{"f0 is of a run that was interrupted"}},
		"two runs in a file":    {[]string{shardFile("1/1", "d", 1) + shardFile("1/1", "d", 0)}, 1, []string{"f0 holds more than one run; give each a file of its own", "f0 says that it holds 0 results and holds 1"}},
		"nothing in it":         {[]string{"", shardFile("1/1", "d", 1)}, 1, []string{"f0 holds no results"}},
		"the same results":      {[]string{lines("a", 2), lines("b", 1), lines("a", 3)}, 6, []string{`f0 and f2 both hold 2 of the results, first pixel "P" for converted of call a-1`}},
		"a run and other lines": {[]string{shardFile("1/1", "d", 1), lines("b", 1)}, 2, nil},
		"a run and its lines":   {[]string{shardFile("1/1", "d", 1), lines("1/1", 1)}, 2, []string{`f0 and f1 both hold 1 of the results, first pixel "P" for converted of call 1/1-1`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files []File
			for i, text := range tt.files {
				files = append(files, File{Name: fmt.Sprintf("f%d", i), Reader: strings.NewReader(text)})
			}
			tally, problems, err := Merge(files...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, problems); diff != "" {
				t.Error(diff)
			}
			if got := tally.Counts[postback.Accepted]; got != tt.fired {
				t.Errorf("%d fired, want %d", got, tt.fired)
			}
		})
	}
}

func TestMergeReportsBadFiles(t *testing.T) {
	t.Parallel()
	_, _, err := Merge(File{Name: "good", Reader: strings.NewReader(firing)}, File{Name: "bad", Reader: strings.NewReader("\nnonsense")})
	if err == nil || !strings.HasPrefix(err.Error(), "bad:2:") {
		t.Errorf("got %v", err)
	}
}
