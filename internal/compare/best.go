package compare

import (
	"postback/internal/pixel"
	"postback/internal/plan"
)

// Best returns the pixels that a fired URL fits best, those that fit equally well in the order given.
// It is empty when the URL leads to none of their receivers.
func Best(pixels []*pixel.Pixel, fired string) []*pixel.Pixel {
	there := plan.TakeApart(fired)
	var best []*pixel.Pixel
	most := 0
	for _, p := range pixels {
		switch score := newPattern(p).score(&there); {
		case score > most:
			best, most = []*pixel.Pixel{p}, score
		case score == most && score > 0:
			best = append(best, p)
		}
	}
	return best
}

// The weights of what a URL and a definition have in common. Without the endpoint, or at least the
// host, nothing else counts.
const (
	forEndpoint = 1000
	forHost     = 100
	forName     = 3
	forLiteral  = 5
)

// score says how well a URL fits; 0 when it does not.
func (p *pattern) score(there *plan.Anatomy) int {
	score := 0
	host := p.host()
	if _, _, ok := p.endpoint.fill(there.Endpoint); ok {
		score = forEndpoint
	} else if host == "" || host != hostOf(there.Endpoint) {
		return 0
	}
	if host != "" {
		score += forHost
	}
	used := make([]bool, len(there.Parameters))
	for i := range p.parameters {
		score += p.parameters[i].score(there.Parameters, used)
	}
	for _, u := range used {
		if !u {
			score -= forName
		}
	}
	return max(score, 1)
}

func (p *parameterPattern) score(parameters []plan.Parameter, used []bool) int {
	at := p.find(parameters, used)
	if at < 0 {
		return -forName
	}
	used[at] = true
	_, _, ok := p.value.fill(parameters[at].Value)
	switch {
	case !ok:
		return forName - forLiteral
	case len(p.value.holes) == 0:
		return forName + forLiteral
	}
	return forName
}
