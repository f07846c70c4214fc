package page

import (
	"embed"
	"net/http"
	"path"
)

//go:embed static
var static embed.FS

// contentTypes are the kinds of files that there are. What a system says of them may differ.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// serveFile serves one file of the page.
func serveFile(w http.ResponseWriter, r *http.Request, name string) {
	content, err := static.ReadFile("static/" + name)
	kind := contentTypes[path.Ext(name)]
	if err != nil || kind == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(content) // whoever asked may have gone
}
