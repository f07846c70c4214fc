// Package receiver knows the services that postbacks are sent to: by which URL each is recognised
// and which parameters its vendor documents. There is one file for each.
//
// Only what a vendor publishes is here, with its source and the date it was read; of an
// undocumented contract nothing is claimed. A service that is not recognised loses nothing but the
// checks of its contract.
package receiver
