package cli

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/schema"
)

// scaffold are the files that init writes, as they are to lie in its folder.
//
//go:embed all:scaffold
var scaffold embed.FS

// schemaFolder is where init puts the schemas that the first lines of its files name.
const schemaFolder = ".postback"

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write all that a repository of pixels needs: definitions, calls, tests, CI",
		Long: `Init writes, into DIR or the working folder:

  pixels/partner.yaml              definitions of two pixels and a campaign
  pixels/partner_test.yaml         golden cases for them
  calls/                           made-up call records
  .postback.yaml                   settings, so that commands find the definitions
  .postback/                       JSON Schemas for the editor
  .github/workflows/postback.yaml  a workflow: validate, test, and a comment with the diff
  .pre-commit-config.yaml          hooks for pre-commit

It never overwrites: when one of them is there already it writes nothing.`,
		Example: `  postback init tracking
  cd tracking && postback test`,
		Args: oneFolder,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.init(c.Root(), append(args, ".")[0])
		},
	}
}

func oneFolder(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return failf(CodeUsage, "init takes one folder")
	}
	return nil
}

func (a *app) init(root *cobra.Command, folder string) error {
	files, err := scaffoldFiles(root)
	if err != nil {
		return err
	}
	if taken := present(folder, files); len(taken) > 0 {
		return failf(CodeInput, "init never overwrites; nothing was written, because there is already: %s", strings.Join(taken, ", "))
	}
	for i, file := range files {
		if err := writeNew(filepath.Join(folder, file.path), file.content); err != nil {
			return errors.Join(outputError(err), withdraw(folder, files[:i]))
		}
	}
	for _, file := range files {
		a.talk("wrote %s", filepath.Join(folder, file.path))
	}
	a.talk("next: postback test")
	return nil
}

// newFile is a file to be written.
type newFile struct {
	path    string
	content []byte
}

// scaffoldFiles are all files that init writes, by path.
func scaffoldFiles(root *cobra.Command) ([]newFile, error) {
	var files []newFile
	err := fs.WalkDir(scaffold, "scaffold", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := scaffold.ReadFile(name)
		files = append(files, newFile{filepath.FromSlash(strings.TrimPrefix(name, "scaffold/")), content})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, topic := range schemaTopics() {
		if topic.name == resultTopic { // is of no file that a person writes
			continue
		}
		text, err := schema.Document("postback "+topic.name, topic.value(root))
		if err != nil {
			return nil, err
		}
		files = append(files, newFile{filepath.Join(schemaFolder, topic.name+".schema.json"), text})
	}
	slices.SortFunc(files, func(a, b newFile) int { return strings.Compare(a.path, b.path) })
	return files, nil
}

// present are those of the files that the folder has already.
func present(folder string, files []newFile) []string {
	var taken []string
	for _, file := range files {
		if _, err := os.Lstat(filepath.Join(folder, file.path)); err == nil {
			taken = append(taken, file.path)
		}
	}
	return taken
}

// writeNew writes a file that is not there yet, and the folders around it.
func writeNew(path string, content []byte) error {
	const folderMode, fileMode = 0o777, 0o666 // less what the user's mask takes away
	if err := os.MkdirAll(filepath.Dir(path), folderMode); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

// withdraw removes what has been written when not all of it could be.
func withdraw(folder string, files []newFile) error {
	var errs []error
	for _, file := range files {
		errs = append(errs, os.Remove(filepath.Join(folder, file.path)))
	}
	return errors.Join(errs...)
}
