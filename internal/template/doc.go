// Package template reads and renders the texts of a tracking pixel: its URL, its header values
// and its body, in which tokens such as [Call:InboundCallId] stand for values of a call.
//
// # Grammar
//
// A template is read from left to right:
//
//	[[  ]]                          a literal [ and a literal ]
//	[Category:Name]                 a token; [tag:Category:Name] is the same one
//	[A:B|C:D|E:F]                   a fallback: the first value that is not empty
//	${env:NAME}  ${file:PATH}       a variable: a constant known before the first call
//	everything else                 text, a lone ] included
//
// A category begins with a letter and goes on with letters, digits, spaces and - _ / . and is
// matched without regard to case. A name is matched exactly and may hold anything but brackets,
// pipes, quotes and control characters. A bracket ends at the first ] behind it.
//
// What stands in single brackets and cannot be a token sends nothing, from the [ to the first ].
// That is a reading of the platform's documents and not a sentence in them: an assumption.
//
// # Encoding
//
// Parsing finds out where in the request each token stands, and that says how its value is
// written; see [Position] and [AppendEncoded]. The platform documents none of it: this too is an
// assumption.
//
// # Use
//
// [Parse] reports all faults and always returns a usable [Template]. A [Layout] binds any number
// of templates together, so that a value which several of them use is looked up and encoded once
// a record: see [Bound.Append]. [Layout.BindHidden] and [Layout.BindQuoted] bind what is shown of a
// template in the same way. [Bound.Trace] does the same slowly and says where each byte of
// the output comes from.
//
// The package does no I/O and reads no environment.
package template
