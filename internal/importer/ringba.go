package importer

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/diag"
)

// Ringba reads what the platform's API gives: pixels, which it calls EventCallBacks, one, in a list or
// in an envelope, and campaigns that have some.
func Ringba(src *diag.Source, options Options) *Result {
	r := &ringba{draft: &draft{source: "the platform's API", options: options}, byID: map[string]*found{}}
	for _, v := range parseJSON(src, &r.draft.findings) {
		r.read(v)
		if !r.draft.findings.HasErrors() && len(r.draft.requests)+len(r.draft.campaigns) == 0 {
			r.draft.findings.Errorf(first(v.span), RuleSource, "%s", nothingIn(v))
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
func nothingIn(v *value) string {
	const expected = "no pixels here: expected objects with a pixelUrl (EventCallBacks), or campaigns with eventCallBacks"
	report, log := v.get("report"), v.get("log")
	switch {
	case report != nil && report.get("records") != nil:
		return expected + "; this is a call log"
	case log != nil && log.get("entries") != nil:
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
	value   *value
	request *request
}

// link is a campaign's mention of a pixel by its id.
type link struct {
	campaign int
	id       string
}

// read takes a value for a pixel, a campaign, a list of them, or an envelope around any of these.
func (r *ringba) read(v *value) {
	switch {
	case v.kind == isArray:
		r.list(v)
	case isPixel(v):
		r.pixel(v)
	case isCampaign(v):
		r.readCampaign(v)
	case v.kind == isObject:
		r.envelope(v)
	}
}

func isPixel(v *value) bool {
	return v.get("pixelUrl") != nil || v.get("eventCode") != nil && v.get("eventCallBacks") == nil
}

func isCampaign(v *value) bool {
	return v.get("eventCallBacks") != nil && (v.get("name") != nil || v.get("id") != nil)
}

// list reads a list. When there are pixels or campaigns in it, there may be nothing else.
func (r *ringba) list(v *value) {
	ours := slices.ContainsFunc(v.items, func(item *value) bool { return isPixel(item) || isCampaign(item) })
	for _, item := range v.items {
		if ours && !isPixel(item) && !isCampaign(item) {
			r.draft.findings.Errorf(first(item.span), RuleSource, "this is no pixel, since it has no pixelUrl, but others in the list are")
			continue
		}
		r.read(item)
	}
}

func (r *ringba) envelope(v *value) {
	if ok := v.get("isSuccessful"); ok != nil && ok.text == "false" {
		message := v.field("message")
		if message != "" {
			message = ": " + message
		}
		r.draft.findings.Errorf(ok.span, RuleSource, "the platform says that the request for this failed%s", message)
		return
	}
	for _, m := range v.members {
		if m.value.kind == isArray || m.value.kind == isObject {
			r.read(m.value)
		}
	}
}

// pixel reads one pixel, or recognises one that it has read before.
func (r *ringba) pixel(v *value) *request {
	id := v.field("id")
	if known, ok := r.byID[id]; ok && id != "" {
		if known.value.compact() != v.compact() {
			r.draft.findings.Add(diag.Diagnostic{
				Severity: diag.Error, Rule: RuleConflicting, Span: first(v.span),
				Message: fmt.Sprintf("the pixel %s stands here twice and differs; which version counts?", id),
				Related: []diag.Related{{Span: first(known.value.span), Message: "it stands here first"}},
			})
		}
		return known.request
	}
	request := r.draft.ringbaPixel(v)
	r.byID[id] = &found{v, request}
	return request
}

func (r *ringba) readCampaign(v *value) {
	c := campaign{name: oneSpaced(v.field("name")), id: v.field("id")}
	if c.name == "" {
		c.name = c.id
	}
	if enabled := v.get("enabled"); enabled != nil && enabled.text == "false" {
		c.comments = append(c.comments, "In the source this campaign is disabled; definitions have no such key.")
	}
	pixels := v.get("eventCallBacks")
	if pixels.kind != isArray {
		r.draft.findings.Errorf(pixels.span, RuleSource, "expected a list for eventCallBacks, found %s", pixels.kind)
		return
	}
	for _, item := range pixels.items {
		switch id := mentionedID(item); {
		case isPixel(item):
			c.attach(r.pixel(item))
		case id != "":
			r.campaign = append(r.campaign, link{len(r.draft.campaigns), id})
		default:
			r.draft.findings.Errorf(first(item.span), RuleSource, "this is neither a pixel nor the id of one")
		}
	}
	r.draft.campaigns = append(r.draft.campaigns, c)
}

// mentionedID is the id in a mention of a pixel: the text itself, or the member of an object.
func mentionedID(v *value) string {
	if v.kind == isString {
		return v.text
	}
	return v.field("id")
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
