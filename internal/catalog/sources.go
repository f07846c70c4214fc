package catalog

// Citations. A support article N is https://support.ringba.com/hc/en-us/articles/N.
const (
	pixelArticle  = "support article 17998491616535 (Pixels)"
	tokenArticle  = "support article 17993303467799 (Most Common Tokens)"
	pipeArticle   = "support article 24632527818263 (tag priority)"
	kayzenArticle = "the platform's Kayzen integration article"
	apiReference  = "API reference, call log samples of 2021"
	qaReceiver    = "public source of a call-quality receiver (DependableQA)"
	publicScripts = "public scripts and receivers that hold real pixel URLs"
	imitations    = "applications that imitate the platform"
	reportColumns = "columns of the call report"
	urlTagging    = "www.ringba.com/support/url-tagging"
)

// The ways in which values are written.
const (
	formatText     = "text"
	formatID       = "opaque id"
	formatPhone    = "E.164 with +"
	formatNoPlus   = "E.164 without +"
	formatDigits   = "digits"
	formatRegion   = "two letters"
	formatMoney    = "decimal without currency"
	formatSeconds  = "whole seconds"
	formatNumber   = "integer, not padded"
	formatOffset   = "hours from UTC"
	formatWeekday  = "English weekday"
	formatZone     = "Windows time zone name"
	formatTime     = "M/D/YYYY h:mm:ss AM, UTC"
	formatTimeText = "time, in a form that is not known"
	formatTrue     = "True or False"
	formatYes      = "yes or no"
	formatURL      = "URL"
	formatIP       = "IP address"
	formatEmail    = "email address"
)
