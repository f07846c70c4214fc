package catalog

// Derivation is the way from a record's column to a token's value.
type Derivation uint8

// The derivations. Those of a telephone number need one of the North American numbering plan;
// the local ones need the account's time zone.
const (
	Underived     Derivation = iota // the token has no column
	Verbatim                        // the column's own text
	Timestamp                       // epoch milliseconds as M/D/YYYY h:mm:ss AM in UTC
	TrueFalse                       // a boolean as True or False, as [Call:…] tokens write it
	YesNo                           // a boolean as yes or no, as tags write it
	NoPlus                          // a telephone number without its leading +
	CountryDigits                   // +16613804706: 1
	AreaCode                        // +16613804706: 661
	Prefix                          // +16613804706: 380
	Suffix                          // +16613804706: 4706
	LocalDay                        // the parts of a time are not padded: day 1, hour 9
	LocalMonth
	LocalYear
	LocalWeekday // in English: Monday
	LocalHour    // 0 to 23
	LocalMinute
	LocalSecond
	UTCDay
	UTCMonth
	UTCYear
	UTCWeekday
	UTCHour
	UTCMinute
	UTCSecond
	UTCOffset // hours of the account's time zone: -8
)

// whole reports whether the token shows all of the column's value, not a part of it.
func (d Derivation) whole() bool { return d >= Verbatim && d <= YesNo }

// Definition names an entry of the definitions that holds a token's value.
type Definition string

// The entries that tokens come from.
const (
	CampaignName       Definition = "campaign.name"
	CampaignID         Definition = "campaign.id"
	CampaignTrackingID Definition = "campaign.tracking_id"
	PublisherName      Definition = "publisher.name"
	PublisherID        Definition = "publisher.id"
	PublisherSubID     Definition = "publisher.sub_id"
)
