// Package config turns definition files into a [pixel.Set]. All files are read before anything
// is judged, every fault is reported with its place, and a set that comes with errors is not fit
// for use.
//
// The keys of a definitions file are declared here, in keys.go, and nowhere else: what is read, what is
// suggested for a misspelt key and the JSON Schema ([Schema]) come from there.
package config
