package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"postback/internal/postback"
	"postback/internal/replay"
)

// Progress is how far a replay has come.
type Progress struct {
	Counts  replay.Counts
	Size    int64 // of the input; 0 when it is not known
	Elapsed time.Duration
}

// Line is the progress in one line.
func (p *Progress) Line() string {
	parts := []string{
		sentOf(&p.Counts),
		fmt.Sprintf("%d in flight", p.Counts.InFlight),
		fmt.Sprintf("%.0f/s", p.perSecond()),
	}
	if p.Size > 0 {
		const whole = 100
		parts = append(parts, fmt.Sprintf("%d %%", whole*p.Counts.Read/p.Size))
	}
	if left, known := p.left(); known {
		parts = append(parts, left.Round(time.Second).String()+" left")
	}
	return strings.Join(parts, " · ")
}

func (p *Progress) perSecond() float64 {
	return float64(p.Counts.Sent()) / max(p.Elapsed.Seconds(), time.Millisecond.Seconds())
}

// left is how much longer it will take if it goes on as it went so far.
func (p *Progress) left() (left time.Duration, known bool) {
	if p.Size == 0 || p.Counts.Read == 0 {
		return 0, false
	}
	return time.Duration(float64(p.Elapsed) / float64(p.Counts.Read) * float64(p.Size-p.Counts.Read)), true
}

// progressJSON is the documented shape of progress.
type progressJSON struct {
	Type      string                   `json:"type"`
	Calls     int                      `json:"calls"`
	Sent      int                      `json:"sent"`
	Verdicts  map[postback.Verdict]int `json:"verdicts"`
	InFlight  int                      `json:"in_flight"`
	PerSecond float64                  `json:"per_second"`
	Bytes     int64                    `json:"bytes"`
	Size      int64                    `json:"bytes_total,omitempty"`
	ElapsedMS float64                  `json:"elapsed_ms"`
	LeftMS    *float64                 `json:"left_ms,omitempty"`
}

// JSON is the progress as one JSON object.
func (p *Progress) JSON() ([]byte, error) {
	out := progressJSON{
		Type: "progress", Calls: p.Counts.Calls, Sent: p.Counts.Sent(), Verdicts: p.Counts.Verdicts,
		InFlight: p.Counts.InFlight, PerSecond: p.perSecond(), Bytes: p.Counts.Read, Size: p.Size, ElapsedMS: milliseconds(p.Elapsed),
	}
	if left, known := p.left(); known {
		ms := milliseconds(left)
		out.LeftMS = &ms
	}
	return encodeJSON(out)
}

// Bar is a progress bar on a terminal. What is written to it appears above.
type Bar struct {
	container *mpb.Progress
	bar       *mpb.Bar
}

// NewBar shows a bar that asks now how things stand, several times a second.
func NewBar(w io.Writer, now func() Progress) *Bar {
	container := mpb.New(mpb.WithOutput(w), mpb.WithAutoRefresh(), mpb.WithRefreshRate(time.Second/4))
	line := func(decor.Statistics) string {
		p := now()
		return " " + p.Line()
	}
	style := mpb.BarStyle().Lbound("[").Filler("=").Tip(">").Padding(" ").Rbound("]")
	if now().Size == 0 {
		style = mpb.BarStyle().Lbound("").Filler("").Tip("").Padding("").Rbound("")
	}
	const barWidth = 30
	bar := container.New(now().Size, style, mpb.BarWidth(barWidth), mpb.BarRemoveOnComplete(), mpb.AppendDecorators(decor.Any(line)))
	return &Bar{container, bar}
}

// Write implements [io.Writer].
func (b *Bar) Write(p []byte) (int, error) { return b.container.Write(p) }

// Update moves the bar.
func (b *Bar) Update(p Progress) { b.bar.SetCurrent(p.Counts.Read) }

// Close removes the bar.
func (b *Bar) Close() {
	b.bar.Abort(true)
	b.container.Wait()
}
