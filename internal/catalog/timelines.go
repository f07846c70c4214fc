package catalog

import "postback/internal/call"

// What the sources say, word for word where it is in quotes.
const (
	incomingHas    = "known as soon as the call appears: caller, dialled number, campaign, publisher, date and time"
	kayzenSends    = "the Kayzen pixels send it on Incoming, Connected, Completed, Converted, Payout and Error alike"
	ofTheCall      = "a property of the call itself, known from Incoming on"
	notOnError     = "\"Revenue, duration, and the duplicate flag are not available on Error calls because the call never reached the stage where those values exist.\""
	payoutLater    = "\"Payout may occur after conversion, in which case payout information is not yet available to pixels that use this option.\""
	recordingLater = "\"The recording usually takes a few seconds to appear after the call completes.\""
	errorIsNot     = "\"Error events do not contribute to conversion or revenue reporting; they are diagnostic only.\""
	answerFirst    = "Incoming fires as soon as the call appears, before a target answers"
	stillRunning   = "the call has not ended yet"
	notConnected   = "an Error call was not answered"
	orderUnknown   = "the order of Finalized and Payout is not documented"
)

// fromIncoming is the timeline of what the platform knows of every call at once.
var fromIncoming = everywhere(always(Inferred, ofTheCall)).
	with(call.Incoming, always(Documented, incomingHas))

// inKayzenPixels is fromIncoming for the tokens that stand in all six documented Kayzen pixels.
var inKayzenPixels = everywhere(always(Documented, kayzenSends)).
	with(call.Finalized, always(Inferred, ofTheCall)).
	with(call.Recording, always(Inferred, ofTheCall))

// callerDetail is the timeline of what is read out of the caller's number.
var callerDetail = everywhere(sometimes(Inferred, "empty when the caller's number is withheld or outside the North American plan"))

// whenFilledIn is the timeline of an optional field of the account.
var whenFilledIn = everywhere(sometimes(Documented, "empty unless the field is filled in: the API's own sample logs an empty TrackingId"))

// duplicateFlag is the timeline of the duplicate flag.
var duplicateFlag = Timeline{
	call.Incoming:  sometimes(Inferred, "the Kayzen Incoming pixel sends it, but an account may judge duplicates on connect or by call length"),
	call.Connected: always(Inferred, "not final where an account judges duplicates by call length"),
	call.Completed: always(Inferred, "the call has connected and ended"),
	call.Converted: always(Inferred, "the Kayzen Converted pixel sends it"),
	call.Errored:   never(Documented, notOnError),
	call.Payout:    always(Inferred, "the Kayzen Payout pixel sends it"),
	call.Finalized: sometimes(Inferred, "Finalized also fires for calls that ended in an error"),
	call.Recording: always(Inferred, "a recorded call has connected and ended"),
}

// revenue is the timeline of the conversion amount.
var revenue = Timeline{
	call.Incoming:  never(Inferred, "nothing has been converted when the call appears"),
	call.Connected: never(Inferred, "money is not known before the call converts"),
	call.Completed: sometimes(Seen, "0 or blank where the conversion is booked after Completed"),
	call.Converted: always(Documented, "\"This pixel sends the conversion_amount (gross revenue including margin)\""),
	call.Errored:   never(Documented, notOnError),
	call.Payout:    sometimes(Inferred, "a payout need not rest on a conversion"),
	call.Finalized: sometimes(Inferred, "only if the call converted, and before it ended"),
	call.Recording: sometimes(Inferred, "only if the call converted"),
}

// payout is the timeline of the publisher's payout.
var payout = Timeline{
	call.Incoming:  never(Inferred, "nothing has been paid when the call appears"),
	call.Connected: never(Inferred, "money is not known before the call converts"),
	call.Completed: unknown("in the API's samples Payout follows Completed, but a payout may rest on Connected"),
	call.Converted: sometimes(Documented, payoutLater),
	call.Errored:   never(Inferred, errorIsNot),
	call.Payout:    always(Documented, "\"The pixel is fired if the call was marked to have a payout to a publisher\""),
	call.Finalized: unknown(orderUnknown),
	call.Recording: sometimes(Inferred, "\"Not all converted calls generate a payout.\""),
}

// length is the timeline of the call's length.
var length = Timeline{
	call.Incoming:  never(Inferred, stillRunning),
	call.Connected: never(Inferred, stillRunning),
	call.Completed: always(Inferred, "the call has connected and ended"),
	call.Converted: sometimes(Inferred, "Converted may fire while the call is running: \"once the call has been connected for 120 seconds\""),
	call.Errored:   never(Documented, notOnError),
	call.Payout:    sometimes(Inferred, "a payout may be booked while the call is running"),
	call.Finalized: sometimes(Inferred, "Finalized also fires for calls that nobody answered"),
	call.Recording: always(Seen, "a receiver of Recording pixels reads the duration from it"),
}

// answered is the timeline of what is known once a target has answered: the target and its buyer.
var answered = Timeline{
	call.Incoming:  never(Inferred, answerFirst),
	call.Connected: always(Inferred, "\"The pixel is fired when the call is answered by a target.\""),
	call.Completed: sometimes(Seen, "seen empty on calls that nobody answered, although Completed should not fire for those"),
	call.Converted: sometimes(Inferred, "a campaign may convert a call that no target answered"),
	call.Errored:   unknown("a target was dialled and did not answer; whether it is named is not known"),
	call.Payout:    sometimes(Inferred, "a campaign may pay for a call that no target answered"),
	call.Finalized: sometimes(Inferred, "\"It doesn't matter how (picked up, no answer, etc.)\""),
	call.Recording: sometimes(Inferred, "a recording may begin before a target answers"),
}

// connectTime is the timeline of the moment at which a target answered.
var connectTime = answered.
	with(call.Connected, always(Seen, "a receiver relies on it as the one that is filled")).
	with(call.Errored, never(Inferred, notConnected)).
	with(call.Recording, always(Seen, "a receiver of Recording pixels relies on it"))

// connectTimeSeldom is the timeline of the other token for that moment.
var connectTimeSeldom = everywhere(sometimes(Seen, "a receiver notes that it is \"often empty depending on when the pixel fires\"")).
	with(call.Incoming, never(Inferred, answerFirst)).
	with(call.Errored, never(Inferred, notConnected))

// recording is the timeline of the link to the recording.
var recording = Timeline{
	call.Incoming:  never(Inferred, stillRunning),
	call.Connected: never(Inferred, stillRunning),
	call.Completed: never(Documented, "empty in the API's sample of a CompletedCall event; "+recordingLater),
	call.Converted: never(Inferred, "the recording comes after it in the API's samples, except where a webhook reports the conversion much later"),
	call.Errored:   never(Inferred, notConnected),
	call.Payout:    never(Inferred, "the recording comes after it in the API's samples, except where a webhook reports the conversion much later"),
	call.Finalized: never(Inferred, recordingLater+" How Finalized and Recording follow each other is not documented."),
	call.Recording: always(Documented, "\"The pixel is fired when the recording is available to listen to.\""),
}

// endOfCall is the timeline of who ended the call.
var endOfCall = Timeline{
	call.Incoming:  never(Inferred, stillRunning),
	call.Connected: never(Inferred, stillRunning),
	call.Completed: sometimes(Inferred, "in the API's samples EndCallSource is logged after Completed, Converted and Payout"),
	call.Converted: sometimes(Inferred, "in the API's samples EndCallSource is logged after Completed, Converted and Payout"),
	call.Errored:   unknown("not documented for calls that were never answered"),
	call.Payout:    sometimes(Inferred, "in the API's samples EndCallSource is logged after Completed, Converted and Payout"),
	call.Finalized: sometimes(Inferred, "the call has ended; whether the end is logged before Finalized is not documented"),
	call.Recording: always(Inferred, "in the API's samples EndCallSource is logged before the recording"),
}

// blocked is the timeline of what only a blocked call has.
var blocked = everywhere(never(Inferred, "blocked calls fire no pixel: \"calls that were blocked before they fired any pixel\""))

// numberPool is the timeline of what the visit to a landing page told.
var numberPool = everywhere(sometimes(Documented, "only for numbers of a number pool: from the visitor's session on the landing page"))

// callerProfile is the timeline of what an Instant Caller Profile adds.
var callerProfile = everywhere(sometimes(Documented, "only with Instant Caller Profile, and only for callers it knows"))

// fromVisit is the timeline of tags that a URL parameter, an enrich call or a script sets.
var fromVisit = everywhere(sometimes(Documented, "only if the parameter was sent with the visit or the enrich call, and is mapped in the account"))

// inCallFlow is the timeline of what the caller enters on the way to a target.
var inCallFlow = everywhere(sometimes(Inferred, "only if the call went through that node of the call flow")).
	with(call.Incoming, never(Inferred, "Incoming fires as soon as the call appears, before the call flow asks anything"))

// annotated is the timeline of what people or scripts add to a call.
var annotated = everywhere(unknown("when annotations are put on a call is not documented"))
