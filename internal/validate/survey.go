package validate

import (
	"iter"

	"postback/internal/catalog"
	"postback/internal/pixel"
	"postback/internal/template"
)

// Survey is a definition set taken apart once, for all rules to look at. It does not change.
type Survey struct {
	set       *pixel.Set
	pixels    []view
	byPixel   map[*pixel.Pixel]*view
	templates []part  // of the pixels and then of the authentications
	fields    []field // the literal values in the templates, in their order
	uses      []use   // the expressions of known tokens in the pixels, in their order

	known map[template.Token]*catalog.Token // every token of the templates and filters; nil for those that do not exist
}

// view is what rules want to know of a pixel more than once.
type view struct {
	pixel *pixel.Pixel
	parts []part
	url   *urlView    // nil when the pixel has no URL
	body  *part       // nil when it has no body, or an empty one
	form  *parameters // nil when the body is no form
	uses  []use       // see Survey
}

// What a pixel has of each, about, so that lists of a large set are made once.
const (
	fieldsPerPixel = 8
	usesPerPixel   = 6
)

// NewSurvey takes a set apart, be it loaded without errors or not.
func NewSurvey(set *pixel.Set) *Survey {
	count := len(set.Pixels)
	s := &Survey{
		set:     set,
		pixels:  make([]view, count),
		byPixel: make(map[*pixel.Pixel]*view, count),
		fields:  make([]field, 0, fieldsPerPixel*count),
		uses:    make([]use, 0, usesPerPixel*count),
		known:   map[template.Token]*catalog.Token{},
	}
	ends := s.splitTemplates()
	for i := range s.templates {
		s.read(&s.templates[i])
	}
	s.readFilters()
	s.viewPixels(ends)
	return s
}

// splitTemplates lists the templates of the set and returns for each pixel where its own end.
func (s *Survey) splitTemplates() []int {
	ends := make([]int, len(s.set.Pixels))
	s.templates = make([]part, 0, len(ends))
	for i, px := range s.set.Pixels {
		s.templates = appendParts(s.templates, px)
		ends[i] = len(s.templates)
	}
	for _, a := range s.set.Authentications {
		s.templates = append(s.templates, authenticationParts(a)...)
	}
	return ends
}

// read adds what stands in a template.
func (s *Survey) read(t *part) {
	s.fields = appendFields(s.fields, t)
	for e := range t.template.Exprs() {
		for _, token := range e.Alternatives {
			s.learn(token)
		}
		if t.pixel == nil {
			continue
		}
		if token := s.bestOf(t.pixel, e.Alternatives); token != nil {
			s.uses = append(s.uses, use{part: t, expr: e, token: token})
		}
	}
}

// readFilters learns the tokens of the filters.
func (s *Survey) readFilters() {
	for _, px := range s.set.Pixels {
		for _, f := range px.Filters {
			for i := range f.Conditions {
				s.learn(f.Conditions[i].Token)
			}
		}
	}
}

// learn looks a token up in the catalogue. Most tokens are used many times.
func (s *Survey) learn(t template.Token) {
	if _, done := s.known[t]; done {
		return
	}
	s.known[t] = nil
	if known, exists := catalog.Lookup(t.Category, t.Name); exists {
		s.known[t] = &known
	}
}

// viewPixels takes the pixels apart, whose templates end there in the list.
func (s *Survey) viewPixels(ends []int) {
	begin, used := 0, 0
	for i, px := range s.set.Pixels {
		parts := s.templates[begin:ends[i]:ends[i]]
		begin = ends[i]
		first := used
		for used < len(s.uses) && s.uses[used].pixel == px {
			used++
		}
		s.pixels[i] = viewPixel(px, parts)
		s.pixels[i].uses = s.uses[first:used:used]
		s.byPixel[px] = &s.pixels[i]
	}
}

// viewPixel takes a pixel apart.
func viewPixel(px *pixel.Pixel, parts []part) view {
	v := view{pixel: px, parts: parts}
	for i := range v.parts {
		switch t := &v.parts[i]; {
		case t.template == px.URL:
			v.url = t.url
		case t.template == px.Body && !px.Body.Empty():
			v.body = t
			if px.Body.Kind() == template.FormBody {
				v.form = &parameters{px.Body.Text(), t.literal, 0, len(t.literal), t.params}
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
