package report

import (
	"encoding/base64"

	"postback/internal/postback"
)

// basicAuth is the value of the Authorization header that basic authentication sends (RFC 7617).
func basicAuth(a *postback.BasicAuth) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(a.Username+":"+a.Password))
}
