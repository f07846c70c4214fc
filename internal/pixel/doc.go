// Package pixel holds what a definitions file says, in the platform's own words: a pixel is a
// request template that fires on one event; a campaign has pixels attached and publishers that
// bring calls; a filter keeps a pixel from firing.
//
// The types are plain data with positions, made by package config and never changed afterwards.
// The only behaviour is deciding filters: see [Filter.Decide].
package pixel
