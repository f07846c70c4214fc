package plan

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"postback/internal/call"
)

// sixPixels is a program like those that accounts have: six pixels of eight tokens each, which
// differ in their event, attached to one campaign of several.
func sixPixels() string {
	yaml, attached := "pixels:\n", ""
	for _, event := range []string{"incoming", "connected", "completed", "converted", "payout", "finalized"} {
		yaml += fmt.Sprintf("  - name: Partner %[1]s\n    fire_on: %[1]s\n    url: https://events.partner.example/v1/ev?src=calls&key=K&event=%[1]s"+
			"&from=[Call:CallerNumber]&to=[Call:NumberDialed]&id=[Call:InboundCallId]&at=[Call:CallDateTime]&click=[tag:User:gclid]"+
			"&dup=[tag:CallInfo:IsDuplicate]&area=[tag:InboundNumber:AreaCode]&sub=[tag:Publisher:SubId]&done=1\n", event)
		attached += "Partner " + event + ", "
	}
	return yaml + "campaigns:\n  - {name: Fall, id: CA1, pixels: []}\n  - {name: Spring, id: CA2, pixels: [" + attached + "], publishers: [{name: Acme, id: AF1, sub_id: '71'}, {name: Brill, id: AF2, sub_id: '72'}]}\n"
}

const busyCall = `{"inboundCallId":"RGB0123456789ABCDEF","callDt":1763754905000,"callCompletedDt":1763754999000,"inboundPhoneNumber":"+16613804706",
	"number":"+18884143472","campaignName":"Spring","campaignId":"CA2","publisherName":"Brill","publisherId":"AF2","isDuplicate":false,
	"hasConnected":true,"hasConverted":true,"hasPayout":true,"conversionAmount":44.9,"payoutAmount":31.5,
	"message-tags":[{"type":"User","name":"gclid","value":"Cj0KCQ/a+b=="}]}`

// TestPlanAllocatesNothing: once a planner has seen records, the next one costs no memory.
func TestPlanAllocatesNothing(t *testing.T) {
	tests := []struct {
		name string
		yaml string
	}{
		{"six pixels", sixPixels()},
		{"filters, headers and bodies", pixelWith(
			`url: "https://a.example/[Call:InboundCallId]"`, `method: POST`, `content_type: application/json`,
			`headers: {X-Id: "[Call:InboundCallId]", X-Area: "[InboundNumber:AreaCode|User:none]"}`,
			`body: '{"id":"[Call:InboundCallId]","amount":[Call:ConversionAmount],"day":"[Date:Day]","no-plus":"[InboundNumber:Number-NoPlus]"}'`,
			`filters:`, `  - {tag: "Call:ConversionAmount", greater_than: 40}`, `  - any: [{tag: "User:gclid", begins_with: x}, {tag: "InboundNumber:AreaCode", equals: [660, 661, 662]}]`,
		)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := compile(t, tt.yaml, Options{})
			pl, r := p.NewPlanner(), record(t, p, busyCall)
			fired := 0
			n := testing.AllocsPerRun(100, func() {
				firings, err := pl.Plan(r)
				if err != nil {
					t.Fatal(err)
				}
				fired = len(firings)
			})
			if n != 0 || fired == 0 {
				t.Errorf("%v allocations a record for %d firings", n, fired)
			}
		})
	}
}

// TestConcurrentPlanners: planners of one program do not disturb each other.
func TestConcurrentPlanners(t *testing.T) {
	t.Parallel()
	p := compile(t, sixPixels(), Options{})
	var planners sync.WaitGroup
	for worker := range 4 {
		r := record(t, p, fmt.Sprintf(`{"inboundCallId":"RGB%d","campaignName":"Spring","publisherId":"AF%d","hasConnected":true}`, worker, 1+worker%2))
		want := fmt.Sprintf("https://events.partner.example/v1/ev?src=calls&key=K&event=connected&from=&to=&id=RGB%d&at=&click=&dup=&area=&sub=7%d&done=1", worker, 1+worker%2)
		planners.Go(func() {
			pl := p.NewPlanner()
			for range 50 {
				firings, err := pl.Plan(r)
				if err != nil || len(firings) != 2 || string(firings[1].Request.URL) != want {
					t.Errorf("worker %d: %v, %d firings", worker, err, len(firings))
					return
				}
				pl.Skips()
				pl.Explain()
				firings[1].Warnings()
				firings[1].Anatomy()
			}
		})
	}
	planners.Wait()
}

// BenchmarkPlan plans a record that has been read, which fires six pixels of eight tokens.
func BenchmarkPlan(b *testing.B) {
	p := compile(b, sixPixels(), Options{})
	pl, r := p.NewPlanner(), record(b, p, busyCall)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pl.Plan(r); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScanAndPlan does the same from the bytes of the record on.
func BenchmarkScanAndPlan(b *testing.B) {
	p := compile(b, sixPixels(), Options{})
	pl, scanner, data := p.NewPlanner(), call.NewScanner(p.Keys()), []byte(busyCall)
	var r call.Record
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scanner.Scan(data, &r); err != nil {
			b.Fatal(err)
		}
		if _, err := pl.Plan(&r); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSkips explains ten thousand pixels that do not fire.
func BenchmarkSkips(b *testing.B) {
	yaml := "pixels:\n"
	for i := range 10_000 {
		yaml += fmt.Sprintf("  - {name: P%d, fire_on: payout, url: 'https://a.example/${env:UNSET%d}'}\n", i, i)
	}
	p := compile(b, yaml, Options{})
	pl, r := p.NewPlanner(), record(b, p, `{}`)
	if _, err := pl.Plan(r); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if n := len(pl.Skips()) + len(p.Missing()); n != 20_000 {
			b.Fatal(n)
		}
	}
}

// manyPixels is n pixels of eight tokens, most of them their own.
func manyPixels(n int) string {
	yaml := "pixels:\n"
	for i := range n {
		yaml += fmt.Sprintf("  - {name: P%[1]d, fire_on: payout, url: 'https://a.example/?id=[Call:InboundCallId]', body: '[User:a%[1]d][User:b%[1]d][User:c%[1]d][User:d%[1]d][User:e%[1]d][User:f%[1]d][User:g%[1]d]'}\n", i)
	}
	return yaml
}

// TestCompileScales: twice the pixels cost about twice the memory.
func TestCompileScales(t *testing.T) {
	allocated := func(n int) uint64 {
		set := compile(t, manyPixels(n), Options{}).set
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Compile(set, Options{}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := allocated(250), allocated(1000); many > 8*few {
		t.Errorf("%d bytes for 250 pixels, %d for 1000", few, many)
	}
}

// BenchmarkCompile compiles ten thousand pixels.
func BenchmarkCompile(b *testing.B) {
	set := compile(b, manyPixels(10_000), Options{}).set
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile(set, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
