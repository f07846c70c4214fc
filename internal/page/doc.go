// Package page is a web page on which what happens here can be watched: an http.Handler that serves
// one self-contained page and streams events to it.
//
// It knows nothing of what it shows but that each event is a JSON text, fit to be shown. It keeps
// the last ones, within bounds, for those who come later. Only this machine sees it: what is asked
// for from elsewhere, under another name or by another site is refused.
package page
