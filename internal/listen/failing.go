package listen

import "math/rand/v2"

// Failing answers a share of all requests, from 0 to 1, with the failure, and leaves the others to
// next. Equal seeds make the same requests fail, counted in the order in which they arrive.
func Failing(share float64, seed uint64, failure Response, next Responder) Responder {
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // it has to be repeatable, not secret
	failure.Why = "fail-rate"
	return func(got *Received) Response {
		if random.Float64() < share {
			return failure
		}
		return next(got)
	}
}
