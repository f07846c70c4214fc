package plan

import "postback/internal/pixel"

// Consider renders a pixel for the record last planned, whether it fires or not. Why is the reason
// for which it does not fire, nil when it does; ok is false when the selection leaves the pixel out.
// The firing is valid as long as those of [Planner.Plan].
func (pl *Planner) Consider(p *pixel.Pixel) (f Firing, why *Reason, ok bool) {
	for _, b := range pl.program.pixels {
		if b.pixel != p {
			continue
		}
		if gate, shut := pl.shutGate(b); shut {
			reason := gate.reason()
			why = &reason
		}
		pl.render(b, &f)
		return f, why, true
	}
	return Firing{}, nil, false
}

// Selected are the pixels that were selected, whatever their event, in the order of the definitions.
func (p *Program) Selected() []*pixel.Pixel {
	pixels := make([]*pixel.Pixel, len(p.pixels))
	for i, b := range p.pixels {
		pixels[i] = b.pixel
	}
	return pixels
}
