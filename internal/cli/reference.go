package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

// Reference is what is made of the command tree for packages and for reading: man pages, a page of
// Markdown for each command, and completion scripts.
type Reference struct {
	Version string
	Date    time.Time // of the man pages
}

// Write writes the reference into the folders man, docs and completions below a folder.
func (r Reference) Write(folder string) error {
	for name, write := range map[string]func(folder string) error{
		"man": r.writeMan, "docs": r.writeDocs, "completions": r.writeCompletions,
	} {
		below := filepath.Join(folder, name)
		const mode = 0o777 // less what the user's mask takes away
		if err := os.MkdirAll(below, mode); err != nil {
			return err
		}
		if err := write(below); err != nil {
			return err
		}
	}
	return nil
}

// root is the command tree without anything of this machine in it.
func (r Reference) root() *cobra.Command {
	a := &app{env: Env{Version: r.Version, Lookup: func(string) (string, bool) { return "", false }}}
	root := a.root()
	root.InitDefaultCompletionCmd()
	return root
}

// writeMan writes a man page for each command.
func (r Reference) writeMan(folder string) error {
	root := r.root()
	asMarkdown(root)
	escapeFlags(root)
	return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Date: &r.Date, Source: "postback " + r.Version, Manual: "postback"}, folder)
}

// writeDocs writes a page of Markdown for each command.
func (r Reference) writeDocs(folder string) error {
	root := r.root()
	asMarkdown(root)
	return doc.GenMarkdownTree(root, folder)
}

// asMarkdown turns the help of all commands, which is plain text, into Markdown, and adds the exit codes
// to it.
func asMarkdown(c *cobra.Command) {
	c.Long = markdownOf(c.Long + "\n\nExit codes:\n" + exitTable())
	for _, sub := range c.Commands() {
		asMarkdown(sub)
	}
}

// markdownOf is plain text as Markdown: what is indented becomes a block of code, and everything else
// is taken at its word.
func markdownOf(text string) string {
	var out strings.Builder
	inside := false
	for line := range strings.SplitSeq(text, "\n") {
		isCode := strings.HasPrefix(line, "  ")
		if isCode && !inside {
			out.WriteString("\n")
		}
		inside = isCode || inside && line == ""
		if isCode {
			line = "    " + line
		} else {
			line = escapeMarkdown(line)
		}
		out.WriteString(line + "\n")
	}
	return strings.TrimSpace(strings.ReplaceAll(out.String(), "\n\n\n", "\n\n"))
}

// escapeFlags escapes what is said of flags, which man pages take for Markdown.
func escapeFlags(c *cobra.Command) {
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		_, usage := pflag.UnquoteUsage(f)
		f.Usage = escapeMarkdown(usage)
	})
	for _, sub := range c.Commands() {
		escapeFlags(sub)
	}
}

func escapeMarkdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "<", `\<`, "|", `\|`, "#", `\#`).Replace(s)
}

// writeCompletions writes a script for each shell, under the name that the shell looks for.
func (r Reference) writeCompletions(folder string) error {
	root := r.root()
	const withDescriptions = true
	scripts := map[string]func(io.Writer) error{
		"postback.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, withDescriptions) },
		"postback.fish": func(w io.Writer) error { return root.GenFishCompletion(w, withDescriptions) },
		"_postback":     root.GenZshCompletion,
		"postback.ps1":  root.GenPowerShellCompletionWithDesc,
	}
	for name, write := range scripts {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		err = write(f)
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
	}
	return nil
}
