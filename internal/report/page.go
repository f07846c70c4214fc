package report

import (
	"embed"
	"html/template"
	"io"
)

// pageFiles are the pages that this package writes: a frame, and what each kind puts into it.
//
//go:embed page
var pageFiles embed.FS

// writePage writes a page that needs nothing from elsewhere: its style is within it, it has no
// script, and its policy forbids the browser to fetch anything. content is one of the files in
// folder page, which is given data; data has a Title.
func writePage(w io.Writer, content string, data any) error {
	style, err := pageFiles.ReadFile("page/style.css")
	if err != nil {
		return err
	}
	functions := template.FuncMap{"style": func() template.CSS { return template.CSS(style) }} //nolint:gosec // ours, not the user's
	page, err := template.New("").Funcs(functions).ParseFS(pageFiles, "page/page.html", "page/"+content)
	if err != nil {
		return err
	}
	return page.ExecuteTemplate(w, "page", data)
}
