//go:build unix

package postback

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"strconv"
	"syscall"
	"testing"
)

// BenchmarkFire sends distinct URLs of about 315 bytes to a receiver in the same process. The
// CPU time is that of both.
func BenchmarkFire(b *testing.B) {
	for _, workers := range []int{1, 64} {
		b.Run(strconv.Itoa(workers), func(b *testing.B) { benchmarkFire(b, workers) })
	}
}

func benchmarkFire(b *testing.B, workers int) {
	r := serveConns(b, func(_ *receiver, c net.Conn) { answerAll(c) })
	client := newClient(b, Options{UserAgent: "postback/bench"})
	prefix := []byte("http://" + r.address + "/v1/ev?x=" + string(bytes.Repeat([]byte("abcdefghi%20"), 22)) + "&id=")
	r.fire(client, "/")
	b.ReportAllocs()
	b.SetParallelism((workers + 1) / 2)
	before := cpu(b)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		request := &Request{}
		for i := 0; pb.Next(); i++ {
			request.URL = strconv.AppendInt(append(request.URL[:0], prefix...), int64(i), 10)
			if out := client.Fire(context.Background(), request); out.Status != 200 {
				b.Errorf("%+v", out)
			}
		}
	})
	b.ReportMetric(float64(cpu(b)-before)/float64(b.N)/1000, "CPU-µs/op")
}

// answerAll is a receiver that costs next to nothing.
func answerAll(c net.Conn) {
	in := bufio.NewReader(c)
	reply := []byte("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok")
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return
		}
		if len(line) == 2 {
			if _, err = c.Write(reply); err != nil {
				return
			}
		}
	}
}

// cpu is the time that the process has spent computing, in nanoseconds.
func cpu(b *testing.B) int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Skip(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}
