package config

import (
	"postback/internal/pixel"
	"postback/internal/yamldoc"
)

func (l *loader) campaign(n *yamldoc.Node) {
	o := yamldoc.ReadObject(n, &campaignObject, &l.diags)
	if !o.Exists() {
		return
	}
	c := &pixel.Campaign{Span: o.Span()}
	c.Name, _ = o.RequiredText("name")
	c.ID, _ = o.Text("id")
	c.TrackingID, _ = o.Text("tracking_id")
	for _, name := range o.Strings("pixels") {
		c.Pixels = append(c.Pixels, pixel.Attachment{Name: name})
	}
	for _, item := range o.Items("publishers") {
		c.Publishers = append(c.Publishers, l.publisher(item))
	}
	o.Close()
	l.set.Campaigns = append(l.set.Campaigns, c)
}

func (l *loader) publisher(n *yamldoc.Node) pixel.Publisher {
	o := yamldoc.ReadObject(n, &publisherObject, &l.diags)
	p := pixel.Publisher{Span: n.Span}
	p.Name, _ = o.RequiredText("name")
	p.ID, _ = o.Text("id")
	p.SubID, _ = o.Text("sub_id")
	o.Close()
	return p
}
