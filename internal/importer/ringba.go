package importer

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/jsondoc"
)

// Ringba reads what the platform's API gives: pixels, which it calls EventCallBacks, one, in a list or
// in an envelope, and campaigns that have some.
func Ringba(src *diag.Source, options Options) *Result {
	r := &ringba{draft: &draft{source: "the platform's API", options: options}, byID: map[string]*found{}}
	for _, v := range jsondoc.Parse(src, &r.draft.findings) {
		r.read(v)
		if !r.draft.findings.HasErrors() && len(r.draft.requests)+len(r.draft.campaigns) == 0 {
			r.draft.findings.Errorf(first(v.Span), RuleSource, "%s", nothingIn(v))
		}
	}
	r.attach()
	return r.draft.finish()
}

// first is the first character of a span: enough to point at something large.
func first(span diag.Span) diag.Span {
	return span.Source.Span(span.Start, min(span.Start+1, span.End))
}

// nothingIn says that a value holds neither pixels nor campaigns, and what it may be instead.
func nothingIn(v *jsondoc.Value) string {
	const expected = "no pixels here: expected objects with a pixelUrl (EventCallBacks), or campaigns with eventCallBacks"
	report, log := v.Get("report"), v.Get("log")
	switch {
	case report != nil && report.Get("records") != nil:
		return expected + "; this is a call log"
	case log != nil && log.Get("entries") != nil:
		return expected + "; this is a HAR file, for \"import har\""
	}
	return expected
}

// ringba collects pixels and campaigns.
type ringba struct {
	draft    *draft
	byID     map[string]*found
	campaign []link
}

// found is a pixel of the source and the request made of it.
type found struct {
	value   *jsondoc.Value
	request *request
}

// link is a campaign's mention of a pixel by its id.
type link struct {
	campaign int
	id       string
}

// read takes a value for a pixel, a campaign, a list of them, or an envelope around any of these.
func (r *ringba) read(v *jsondoc.Value) {
	switch {
	case v.Kind == jsondoc.Array:
		r.list(v)
	case isPixel(v):
		r.pixel(v)
	case isCampaign(v):
		r.readCampaign(v)
	case v.Kind == jsondoc.Object:
		r.envelope(v)
	}
}

func isPixel(v *jsondoc.Value) bool {
	return v.Get("pixelUrl") != nil || v.Get("eventCode") != nil && v.Get("eventCallBacks") == nil
}

func isCampaign(v *jsondoc.Value) bool {
	return v.Get("eventCallBacks") != nil && (v.Get("name") != nil || v.Get("id") != nil)
}

// list reads a list. When there are pixels or campaigns in it, there may be nothing else.
func (r *ringba) list(v *jsondoc.Value) {
	ours := slices.ContainsFunc(v.Items, func(item *jsondoc.Value) bool { return isPixel(item) || isCampaign(item) })
	for _, item := range v.Items {
		if ours && !isPixel(item) && !isCampaign(item) {
			r.draft.findings.Errorf(first(item.Span), RuleSource, "this is no pixel, since it has no pixelUrl, but others in the list are")
			continue
		}
		r.read(item)
	}
}

func (r *ringba) envelope(v *jsondoc.Value) {
	if ok := v.Get("isSuccessful"); ok != nil && ok.Text == "false" {
		message := v.Field("message")
		if message != "" {
			message = ": " + message
		}
		r.draft.findings.Errorf(ok.Span, RuleSource, "the platform says that the request for this failed%s", message)
		return
	}
	for _, m := range v.Members {
		if m.Value.Kind == jsondoc.Array || m.Value.Kind == jsondoc.Object {
			r.read(m.Value)
		}
	}
}

// pixel reads one pixel, or recognises one that it has read before.
func (r *ringba) pixel(v *jsondoc.Value) *request {
	id := v.Field("id")
	if known, ok := r.byID[id]; ok && id != "" {
		if known.value.Compact() != v.Compact() {
			r.draft.findings.Add(diag.Diagnostic{
				Severity: diag.Error, Rule: RuleConflicting, Span: first(v.Span),
				Message: fmt.Sprintf("the pixel %s stands here twice and differs; which version counts?", id),
				Related: []diag.Related{{Span: first(known.value.Span), Message: "it stands here first"}},
			})
		}
		return known.request
	}
	request := r.draft.ringbaPixel(v)
	r.byID[id] = &found{v, request}
	return request
}

func (r *ringba) readCampaign(v *jsondoc.Value) {
	c := campaign{name: oneSpaced(v.Field("name")), id: v.Field("id")}
	if c.name == "" {
		c.name = c.id
	}
	if enabled := v.Get("enabled"); enabled != nil && enabled.Text == "false" {
		c.comments = append(c.comments, "In the source this campaign is disabled; definitions have no such key.")
	}
	pixels := v.Get("eventCallBacks")
	if pixels.Kind != jsondoc.Array {
		r.draft.findings.Errorf(pixels.Span, RuleSource, "expected a list for eventCallBacks, found %s", pixels.Kind)
		return
	}
	for _, item := range pixels.Items {
		switch id := mentionedID(item); {
		case isPixel(item):
			c.attach(r.pixel(item))
		case id != "":
			r.campaign = append(r.campaign, link{len(r.draft.campaigns), id})
		default:
			r.draft.findings.Errorf(first(item.Span), RuleSource, "this is neither a pixel nor the id of one")
		}
	}
	r.draft.campaigns = append(r.draft.campaigns, c)
}

// mentionedID is the id in a mention of a pixel: the text itself, or the member of an object.
func mentionedID(v *jsondoc.Value) string {
	if v.Kind == jsondoc.String {
		return v.Text
	}
	return v.Field("id")
}

// attach adds a pixel to the campaign, once.
func (c *campaign) attach(r *request) {
	if !slices.Contains(c.pixels, r) {
		c.pixels = append(c.pixels, r)
	}
}

// attach finds the pixels that campaigns mention by their ids, now that all are read, and makes sure
// that campaigns differ.
func (r *ringba) attach() {
	for _, l := range r.campaign {
		c := &r.draft.campaigns[l.campaign]
		if known, ok := r.byID[l.id]; ok {
			c.attach(known.request)
			continue
		}
		c.comments = append(c.comments, fmt.Sprintf("The pixel %s is attached too, and is not in the source.", l.id))
		r.draft.findings.Add(diag.Diagnostic{
			Severity: diag.Warning, Rule: RuleOpen,
			Message: fmt.Sprintf("the campaign %q has the pixel %s, which is not in the source", c.name, l.id),
		})
	}
	for i := range r.draft.campaigns {
		r.draft.campaigns[i].ask()
	}
	r.draft.campaigns = uniqueCampaigns(r.draft.campaigns, &r.draft.findings)
}

// ask tells what the API does not say of a campaign and its pixels use.
func (c *campaign) ask() {
	uses := func(token string) bool {
		return slices.ContainsFunc(c.pixels, func(r *request) bool {
			return strings.Contains(r.url, token) || r.body != nil && strings.Contains(*r.body, token)
		})
	}
	if uses("Campaign:TrackingId") {
		c.comments = append(c.comments, "Its pixels use [tag:Campaign:TrackingId]; if call records do not have it, add tracking_id.")
	}
	if uses("Publisher:") {
		c.comments = append(c.comments, "Its pixels use tags of the publisher; if call records do not have them, add publishers.")
	}
}

// uniqueCampaigns keeps the first of campaigns with the same id and refuses others of one name.
func uniqueCampaigns(campaigns []campaign, findings *diag.List) []campaign {
	var unique []campaign
	for _, c := range campaigns {
		same := slices.IndexFunc(unique, func(u campaign) bool { return u.name == c.name || c.id != "" && u.id == c.id })
		switch {
		case same < 0:
			unique = append(unique, c)
		case unique[same].id != c.id || !slices.Equal(unique[same].pixels, c.pixels):
			findings.Add(diag.Diagnostic{
				Severity: diag.Error, Rule: RuleConflicting,
				Message: fmt.Sprintf("the campaign %q stands here twice and differs", c.name),
			})
		}
	}
	return unique
}
