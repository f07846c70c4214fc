// Package receiver knows the services that postbacks are sent to: by which URL each is recognised,
// which parameters its vendor documents, how it answers and what its answers mean. There is one file
// for each in the folder data; definitions may add receivers in the same form, or replace one.
//
// A status code is not the verdict: many receivers answer 200 to what they throw away.
// [Table.Judge] reads the verdict out of an answer, by what the pixel expects or by what is known of
// the receiver. [Receiver.Imitate] answers in its place.
//
// What is said rests on something and says on what: documented by the vendor, seen in public code, or
// inferred, with source and date. Of what is not published nothing is claimed: then a 2xx status stays
// unverified, with a remark that says so. A service that is not recognised loses nothing but this.
package receiver
