// Package journal is the durable record of which postbacks were begun and how they ended.
//
// Its promise: a postback whose sending may have begun is never sent again unasked, and none that
// was claimed is forgotten. It holds after a kill at any instruction, a loss of power, a full
// disk and a write torn at any byte, and damage is reported with its offset and never guessed over.
//
// A postback has three moments. [Journal.Claim] and [Journal.Commit] write down the intent, for many
// at once, and return when it will survive; [Journal.Begin] marks one of them before its first byte
// leaves; [Journal.End] records what came of it. What the next process finds follows from that:
//
//	claimed, not begun   never sent: it may be sent (a loss of power makes it unknown)
//	begun, not ended     unknown: it is not sent again unless someone asks for it
//	ended                never sent again
//
// # The file
//
// A journal is a row of frames, each aligned to 8 bytes. Numbers are little-endian. A frame is 40
// bytes of head, its payload, and zeros up to the next multiple of 8:
//
//	 0  4  "PBJ1"
//	 4  4  the journal's own random number, the same in every frame
//	 8  8  the offset of this frame: what was written elsewhere is not taken for a frame
//	16  8  the offset up to which the file was known to be on disk when the frame was written
//	24  4  length of the payload
//	28  1  kind: 1 header, 2 session, 3 marks, 4 names, 5 claims, 6 results, 7 end
//	29  3  zero
//	32  4  CRC-32C of the payload, zero for marks
//	36  4  CRC-32C of the 36 bytes before
//
//	header   JSON: the tool's version, the digest of the definitions, the identity of the input
//	session  JSON: one opening for writing; it names the boot of the machine
//	marks    slots of 32 bytes that change in place: 8 the entry that was begun or ended, 8 packed
//	         and 8 the time of a result, 8 their checksum
//	names    JSON: pixels with their events, and failures; both are numbered as they appear
//	claims   8 the number of the first entry, 4 their count, and for each: uvarint pixel,
//	         uvarint length and bytes of the call id, 8 the digest of the request
//	results  for each 8 the number of the entry, 8 packed, 8 the time in Unix microseconds
//	end      JSON: the session was closed in order
//
// A packed result is, from the lowest bit: verdict 4 bits, failure 6, in doubt 1, attempts 6,
// HTTP status 12, elapsed microseconds 35.
//
// # Why it looks like this
//
// Claims are batched because a write that has to survive a loss of power costs a disk's attention,
// some hundred microseconds, whether it holds one postback or a thousand. Beginning and ending
// cannot be batched without more postbacks in doubt after a kill, so they are marks in a part
// of the file that is mapped into memory: a store, which outlives the process, and no system
// call. Marks do not outlive the kernel; that is why a session names the boot, and why after a
// restart of the machine every claim without a result is unknown. The part is written before it is
// mapped, so that a full disk shows there and not as a signal at a store. Results are
// copied from the marks into frames in batches.
//
// A frame that cannot be read is a torn write when nothing behind it knows that it had reached
// the disk; its bytes are then dropped, because nobody was told that they were safe. In every other
// case it is damage.
package journal
