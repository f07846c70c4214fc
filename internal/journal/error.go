package journal

import (
	"errors"
	"fmt"
)

// What may be wrong with a journal as a whole.
var (
	ErrInUse   = errors.New("another process is writing it")
	ErrForeign = errors.New("it is not a journal, and is left as it is")
	ErrFormat  = errors.New("it is of another format than this program knows")
)

var (
	errFull   = errors.New("more postbacks begun at once than were announced")
	errClosed = errors.New("it is closed")
)

// CorruptError says where a journal is damaged. What stands before the offset is sound.
type CorruptError struct {
	Offset int64
	Reason string
}

// Error is "damaged at byte 4711: reason".
func (e *CorruptError) Error() string {
	return fmt.Sprintf("damaged at byte %d: %s", e.Offset, e.Reason)
}

// MismatchError says that a journal belongs to something else than it is opened for.
type MismatchError struct {
	What       string // "the definitions", "the call records"
	Then       string // what the journal was begun with
	Now        string
	Acceptable bool // there is an option to go on all the same
}

// Error is a sentence about the journal without its name.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("%s are not those that it was begun with: then %s, now %s", e.What, e.Then, e.Now)
}

// LossError says that the machine restarted while a journal was written that was not made to
// survive this: postbacks may have been sent of which it knows nothing.
type LossError struct{}

// Error is a sentence about the journal without its name.
func (*LossError) Error() string {
	return "the machine restarted while it was written with durability " + string(Process) +
		": it may not know of all postbacks that were sent"
}
