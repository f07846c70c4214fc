// Package compare holds URLs that the platform really fired against what the definitions render.
//
// [URLs] compares two URLs parameter by parameter, decoded as a receiver does it, and maps what
// differs back to tokens. [ReadBack] reads the values of tokens out of a fired URL when there is no
// call record, and [Best] finds the pixel that it came from. A [Log] goes through a whole call log
// and keeps counts, whose number depends on the definitions and not on the calls.
package compare
