package importer

import (
	"strings"

	"postback/internal/call"
	"postback/internal/yamldoc"
)

// text is the definitions as YAML.
func (d *draft) text() string {
	var w yamldoc.Writer
	w.Comment("Imported from " + d.source + ".")
	d.writeVariables(&w)
	if len(d.requests) > 0 {
		w.Blank()
		w.In("pixels", func() { d.writePixels(&w) })
	}
	if len(d.campaigns) > 0 {
		w.Blank()
		w.In("campaigns", func() { d.writeCampaigns(&w) })
	}
	return w.String()
}

func (d *draft) writePixels(w *yamldoc.Writer) {
	for i, r := range d.requests {
		if i > 0 {
			w.Blank()
		}
		w.Item(func() { d.writePixel(w, r) })
	}
}

func (d *draft) writeCampaigns(w *yamldoc.Writer) {
	for _, c := range d.campaigns {
		w.Item(func() { writeCampaign(w, c) })
	}
}

// writeVariables tells which environment variables the definitions need, and never their values.
func (d *draft) writeVariables(w *yamldoc.Writer) {
	if len(d.vault.secrets) == 0 {
		return
	}
	w.Comment("\nSet these environment variables before firing; a value that stood in the source is not in\nthis file:")
	width := 0
	for _, s := range d.vault.secrets {
		width = max(width, len(s.name))
	}
	for _, s := range d.vault.secrets {
		w.Comment("  " + s.name + strings.Repeat(" ", width-len(s.name)) + "  " + d.cover.mask(s.place))
	}
}

func (d *draft) writePixel(w *yamldoc.Writer, r *request) {
	for _, c := range r.comments {
		w.Comment(d.cover.mask(c))
	}
	w.Text("name", r.name)
	if r.event == "" {
		w.Comment("On which event? " + d.cover.mask(r.question) + ".")
		w.Missing("fire_on", "one of "+strings.Join(call.EventNames(), ", "))
	} else {
		w.Text("fire_on", r.event)
	}
	if !r.enabled {
		w.Bool("enabled", false)
	}
	if r.method != "" && r.method != "GET" {
		w.Text("method", r.method)
	}
	w.Text("url", r.url)
	if len(r.headers) > 0 {
		w.In("headers", func() {
			for _, h := range r.headers {
				w.Text(h.name, h.value)
			}
		})
	}
	if r.contentType != "" {
		w.Text("content_type", r.contentType)
	}
	if r.body != nil {
		w.Text("body", *r.body)
	}
	if r.auth != nil {
		w.In("basic_auth", func() {
			w.Text("username", r.auth.username)
			w.Text("password", r.auth.password)
		})
	}
	writeFilters(w, r.filters)
}

func writeFilters(w *yamldoc.Writer, filters []filter) {
	if len(filters) == 0 {
		return
	}
	w.In("filters", func() {
		for _, f := range filters {
			w.Item(func() { writeFilter(w, f) })
		}
	})
}

func writeFilter(w *yamldoc.Writer, f filter) {
	for _, c := range f.comments {
		w.Comment(c)
	}
	if len(f.conditions) == 1 {
		writeCondition(w, f.conditions[0])
		return
	}
	w.In("any", func() {
		for _, c := range f.conditions {
			w.Item(func() { writeCondition(w, c) })
		}
	})
}

// writeCondition writes a condition. One without an operator is refused by every reader, until the
// question in the comment is answered.
func writeCondition(w *yamldoc.Writer, c condition) {
	for _, comment := range c.comments {
		w.Comment(comment)
	}
	if c.question != "" {
		w.Comment(c.question)
	}
	w.Text("tag", c.tag)
	switch {
	case c.operator == "":
	case len(c.values) == 0:
		w.Bool(c.operator, true)
	case len(c.values) == 1:
		w.Text(c.operator, c.values[0])
	default:
		w.In(c.operator, func() {
			for _, value := range c.values {
				w.ItemText(value)
			}
		})
	}
}

func writeCampaign(w *yamldoc.Writer, c campaign) {
	for _, comment := range c.comments {
		w.Comment(comment)
	}
	w.Text("name", c.name)
	if c.id != "" {
		w.Text("id", c.id)
	}
	if len(c.pixels) > 0 {
		w.In("pixels", func() {
			for _, r := range c.pixels {
				w.ItemText(r.name)
			}
		})
	}
}
