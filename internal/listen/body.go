package listen

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
)

// formType is the content type of a form.
const formType = "application/x-www-form-urlencoded"

// readBody reads the body into got, up to limit bytes. When the body is too long, too slow or
// broken, it returns the status with which the request must be refused; otherwise 0.
func readBody(w http.ResponseWriter, r *http.Request, limit int64, got *Received) (refusal int) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	got.Body = body
	got.ContentType = mediaType(r.Header.Get("Content-Type"))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		got.BodyTruncated, got.BodyProblem = true, fmt.Sprintf("the body is longer than %d bytes", limit)
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		got.BodyTruncated, got.BodyProblem = true, "the body did not arrive in time"
		return http.StatusRequestTimeout
	case err != nil:
		got.BodyTruncated, got.BodyProblem = true, "the body broke off: "+err.Error()
		return http.StatusBadRequest
	}
	decodeBody(got)
	return 0
}

// mediaType is the type of a Content-Type header, in lower case and without parameters.
func mediaType(header string) string {
	kind, _, err := mime.ParseMediaType(header)
	if err != nil {
		kind, _, _ = strings.Cut(header, ";")
	}
	return strings.ToLower(strings.TrimSpace(kind))
}

// decodeBody takes the parameters out of a body whose type says how.
func decodeBody(got *Received) {
	switch {
	case len(got.Body) == 0:
	case got.ContentType == formType:
		got.BodyParams = parseQuery(string(got.Body))
	case got.ContentType == "application/json", strings.HasSuffix(got.ContentType, "+json"):
		got.BodyParams, got.BodyProblem = parseJSON(got.Body)
	}
}
