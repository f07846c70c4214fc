package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestInitWithdraws: when not everything can be written, nothing is left.
func TestInitWithdraws(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "pixels"), "in the way of a folder")
	invoke(t, nil, "", "init", folder).expect(t, CodeOutput, "cannot write the output")
	var left []string
	err := filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && entry.Name() != "pixels" {
			left = append(left, name)
		}
		return err
	})
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}
