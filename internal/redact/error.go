package redact

import (
	"errors"
	"net/url"
	"strings"
)

// hiddenError is an error whose text holds no secret. What it stands for is kept out of reach,
// for errors.As would hand out the text again.
type hiddenError struct {
	text  string
	cause error
}

func (e *hiddenError) Error() string { return e.text }

// Is lets errors.Is see the cause: a comparison gives nothing away.
func (e *hiddenError) Is(target error) bool { return errors.Is(e.cause, target) }

// Timeout and Temporary make the error a net.Error, as the cause may have been.
func (e *hiddenError) Timeout() bool {
	var timeout interface{ Timeout() bool }
	return errors.As(e.cause, &timeout) && timeout.Timeout()
}

// Temporary is a part of net.Error that nobody should use; it is as Timeout.
func (e *hiddenError) Temporary() bool { return e.Timeout() }

// Error returns err with its secrets hidden and without the URL that a *url.Error repeats.
// errors.Is answers as for err, and so does a Timeout method, but the original is not to be had.
// An err that needs no hiding is returned itself.
func (r *Redactor) Error(err error) error {
	if err == nil || r.reveal {
		return err
	}
	original := err.Error()
	text := original
	var withURL *url.Error
	if errors.As(err, &withURL) {
		text = strings.ReplaceAll(text, withURL.Error(), withURL.Err.Error())
	}
	if text = r.String(text); text == original {
		return err
	}
	return &hiddenError{text: text, cause: err}
}
