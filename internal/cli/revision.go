package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"postback/internal/config"
	"postback/internal/diag"
)

// sourcesAt reads the definitions at a path or, where there is nothing, in a git revision.
func (a *app) sourcesAt(ctx context.Context, place string) ([]*diag.Source, error) {
	_, err := os.Stat(place)
	revision, name, isRevision := strings.Cut(place, ":")
	if err == nil || !isRevision || revision == "" {
		return config.Read([]string{place}, config.Options{Stdin: a.stdin})
	}
	return readRevision(ctx, revision, name)
}

// readRevision reads the file of a revision, or the definition files of a folder in it. As git has
// it, a path counts from the top of the repository unless it begins with a dot.
func readRevision(ctx context.Context, revision, name string) ([]*diag.Source, error) {
	folder := name
	if name != "" && !strings.HasSuffix(name, "/") {
		folder += "/"
	}
	object := revision + ":" + name
	kind, err := git(ctx, "cat-file", "-t", object)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: there is no such file or folder, and %w", object, err)
	}
	if strings.TrimSpace(kind) == "blob" {
		return readObjects(ctx, []string{object})
	}
	listing, err := git(ctx, "ls-tree", "--full-tree", "-z", "--name-only", object)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", object, err)
	}
	var objects []string
	for file := range strings.SplitSeq(listing, "\x00") {
		if config.IsDefinitionFile(file) {
			objects = append(objects, revision+":"+folder+file)
		}
	}
	if len(objects) == 0 {
		return nil, fmt.Errorf("no definitions in %s: expected *.yaml or *.yml files", object)
	}
	return readObjects(ctx, objects)
}

func readObjects(ctx context.Context, objects []string) ([]*diag.Source, error) {
	var sources []*diag.Source
	for _, object := range objects {
		content, err := git(ctx, "cat-file", "blob", object)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", object, err)
		}
		sources = append(sources, diag.NewSource(object, []byte(content)))
	}
	return sources, nil
}

// git runs git, whose last argument is an object and not to be taken for a flag.
func git(ctx context.Context, args ...string) (string, error) {
	if object := args[len(args)-1]; strings.HasPrefix(object, "-") {
		return "", fmt.Errorf("%q is no git revision", object)
	}
	var output, complaint bytes.Buffer
	command := exec.CommandContext(ctx, "git", args...)
	command.Stdout, command.Stderr = &output, &complaint
	err := command.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("git, which would know it as a revision, is not installed")
	case err != nil && complaint.Len() > 0:
		first, _, _ := strings.Cut(complaint.String(), "\n")
		return "", fmt.Errorf("git says: %s", first)
	case err != nil:
		return "", fmt.Errorf("git failed: %w", err)
	}
	return output.String(), nil
}
