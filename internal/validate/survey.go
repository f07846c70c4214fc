package validate

import (
	"iter"

	"postback/internal/pixel"
	"postback/internal/template"
)

// Survey is a definition set taken apart once, for all rules to look at. It does not change.
type Survey struct {
	set       *pixel.Set
	pixels    []view
	byPixel   map[*pixel.Pixel]*view
	templates []part     // of the pixels and then of the authentications
	fields    []field    // the literal values in the templates, in their order
	tokens    []tokenUse // the tokens in the templates, in their order
}

// view is what rules want to know of a pixel more than once.
type view struct {
	pixel *pixel.Pixel
	parts []part
	url   *urlView    // nil when the pixel has no URL
	body  *part       // nil when it has no body, or an empty one
	form  *parameters // nil when the body is no form
}

// NewSurvey takes a set apart, be it loaded without errors or not.
func NewSurvey(set *pixel.Set) *Survey {
	s := &Survey{
		set:       set,
		pixels:    make([]view, len(set.Pixels)),
		byPixel:   make(map[*pixel.Pixel]*view, len(set.Pixels)),
		templates: make([]part, 0, len(set.Pixels)),
	}
	for i, px := range set.Pixels {
		s.pixels[i] = viewPixel(px)
		s.byPixel[px] = &s.pixels[i]
		s.templates = append(s.templates, s.pixels[i].parts...)
	}
	for _, a := range set.Authentications {
		s.templates = append(s.templates, authenticationParts(a)...)
	}
	for _, t := range s.templates {
		s.read(t)
	}
	return s
}

// read adds what stands in a template.
func (s *Survey) read(t part) {
	for _, f := range fieldsOf(t) {
		if f.value != "" && !hasHole(f.value) {
			s.fields = append(s.fields, f)
		}
	}
	for e := range t.template.Exprs() {
		s.tokens = append(s.tokens, usesIn(e)...)
	}
}

// viewPixel takes a pixel apart.
func viewPixel(px *pixel.Pixel) view {
	v := view{pixel: px, parts: partsOf(px)}
	for i := range v.parts {
		switch t := &v.parts[i]; {
		case t.template == px.URL:
			v.url = t.url
		case t.template == px.Body && !px.Body.Empty():
			v.body = t
			if px.Body.Kind() == template.FormBody {
				v.form = &parameters{px.Body.Text(), t.literal, 0, len(t.literal), viewForm(px.Body)}
			}
		}
	}
	return v
}

// views yields every pixel taken apart, in the order of the definitions.
func (p *Pass) views() iter.Seq[*view] {
	return func(yield func(*view) bool) {
		for i := range p.survey.pixels {
			if !yield(&p.survey.pixels[i]) {
				return
			}
		}
	}
}
