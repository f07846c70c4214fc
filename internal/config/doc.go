// Package config turns definition files into a [pixel.Set]. All files are read before anything
// is judged, every fault is reported with its place, and a set that comes with errors is not fit
// for use.
//
// The keys of a definitions file are declared here, where they are read, and nowhere else.
package config
