package call

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
)

// sampleLog makes up n records of 30 fields and about 950 bytes, one a line, in the shape of the
// platform's API. With messy above 0 that share of the optional fields is missing, so that the
// records differ in shape.
func sampleLog(n int, messy float64) []byte {
	g := generator{Rand: rand.New(rand.NewPCG(1, 2)), messy: messy}
	for range n {
		g.record()
	}
	return g.Bytes()
}

type generator struct {
	bytes.Buffer
	*rand.Rand
	messy float64
}

func (g *generator) pick(words ...string) string { return words[g.IntN(len(words))] }

func (g *generator) phone() string { return "+1" + strconv.Itoa(2_000_000_000+g.IntN(7_999_999_999)) }

func (g *generator) boolean(oneIn int) string { return strconv.FormatBool(g.IntN(oneIn) == 0) }

func (g *generator) money() string {
	return strconv.FormatFloat(float64(g.IntN(20_000))/100, 'f', -1, 64)
}

func (g *generator) id(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "0123456789ABCDEF"[g.IntN(16)]
	}
	return string(b)
}

func (g *generator) raw(key, value string) { fmt.Fprintf(g, `,"%s":%s`, key, value) }

func (g *generator) str(key, value string) { g.raw(key, `"`+value+`"`) }

func (g *generator) optional(key, value string) {
	if g.messy == 0 || g.Float64() >= g.messy {
		g.str(key, value)
	}
}

func (g *generator) record() {
	start := 1_735_689_600_000 + g.IntN(30_000_000_000)
	length := g.IntN(1200)
	fmt.Fprintf(g, `{"inboundCallId":"RGB%sV3%s"`, g.id(32), g.id(4))
	g.raw("callDt", strconv.Itoa(start))
	g.raw("callCompletedDt", strconv.Itoa(start+1000*length))
	g.str("inboundPhoneNumber", g.phone())
	g.str("number", g.phone())
	g.str("campaignId", "CA917F0F4C29141343")
	g.str("campaignName", "CTV Spring")
	g.str("publisherName", g.pick("Kayzen CTV", "Cake Affiliate 12", "Google Ads", "Taboola"))
	g.optional("publisherSubId", strconv.Itoa(g.IntN(99_999)))
	g.str("targetName", g.pick("Acme Roofing & Sons", "Müller GmbH", "Señal Seguros", "保険センター", "Plain Buyer", "100% Solar"))
	g.optional("targetNumber", g.phone())
	g.raw("callLengthInSeconds", strconv.Itoa(length))
	g.raw("connectedCallLengthInSeconds", strconv.Itoa(length*3/4))
	g.raw("timeToConnectInSeconds", strconv.FormatFloat(float64(g.IntN(9000))/1000, 'f', -1, 64))
	g.raw("isDuplicate", g.boolean(7))
	g.raw("hasConnected", g.boolean(2))
	g.raw("hasConverted", g.boolean(3))
	g.raw("hasPayout", g.boolean(3))
	g.raw("conversionAmount", g.money())
	g.raw("payoutAmount", g.money())
	g.raw("telcoCost", strconv.FormatFloat(float64(g.IntN(500))/10_000, 'f', -1, 64))
	g.str("endCallSource", g.pick("caller", "target", "timeout", "busy"))
	if g.IntN(2) == 0 {
		g.raw("recordingUrl", "null")
	} else {
		g.optional("recordingUrl", "https://media.example.net/rec/"+g.id(12)+".mp3?v=1")
	}
	g.tags()
	g.WriteString("}\n")
}

func (g *generator) tags() {
	g.optional("tag:InboundNumber:State", g.pick("CA", "TX", "NY", "Québec", "O'ahu", "DC/MD"))
	g.str("tag:InboundNumber:AreaCode", strconv.Itoa(200+g.IntN(799)))
	g.str("tag:CallInfo:IsDuplicate", g.pick("yes", "no", "no"))
	g.optional("tag:Geo:City", g.pick("San José", "Austin", "New York", "Zürich", "東京", "Seattle"))
	g.optional("tag:Geo:ZipCode", strconv.Itoa(10_000+g.IntN(89_999)))
	g.str("tag:User:utm_source", g.pick("Google Ads", "Facebook", "Taboola"))
	g.str("tag:User:utm_campaign", g.pick("Spring – CTV", "Auto Insurance", "Medicare A/B", "Tax Debt"))
	g.optional("tag:User:note", g.pick("no note", "no note", "no note", `said \"caf\u00e9\" \\ ok\n`))
	g.optional("tag:User:gclid", g.id(20))
	g.optional("tag:Technology:UserAgentString", g.pick(
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)",
		`CTV/1.0 \"Roku\" (Smart TV; en-US)`))
}

// sampleCSV is the log of sampleLog as CSV.
func sampleCSV(n int) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	r := NewReader(bytes.NewReader(sampleLog(n, 0)), ReaderOptions{})
	for i := range n {
		rec, err := r.Next()
		if err != nil {
			panic(err)
		}
		var header, row []string
		for _, v := range rec.All() {
			header, row = append(header, v.Path()), append(row, v.Text())
		}
		if i == 0 {
			_ = w.Write(header)
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}
