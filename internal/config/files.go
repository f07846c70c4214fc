package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// stdinPath is the path that stands for standard input.
const stdinPath = "-"

// displayName is what messages call a file.
func displayName(path string) string {
	if path == stdinPath {
		return "<stdin>"
	}
	return path
}

// expand replaces folders by their definition files, in order of name, and drops repetitions.
func expand(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		found, err := definitionFiles(path)
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	return files, nil
}

func definitionFiles(path string) ([]string, error) {
	if path == stdinPath {
		return []string{path}, nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no such file or folder: %s", path)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the definitions: %w", err)
	}
	if !info.IsDir() {
		return []string{filepath.Clean(path)}, nil
	}
	return folderFiles(path)
}

func folderFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("cannot read the definitions: %w", err)
	}
	var files []string
	for _, entry := range entries {
		if !entry.IsDir() && IsDefinitionFile(entry.Name()) {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no definitions in the folder %s: expected *.yaml or *.yml files", folder)
	}
	return files, nil
}

// IsDefinitionFile tells by its name whether a file of a folder holds definitions: test cases and
// tool settings may stand beside them.
func IsDefinitionFile(name string) bool {
	stem, isYAML := yamlFile(name)
	return isYAML && !strings.HasSuffix(stem, testSuffix)
}

// IsTestFile tells by its name whether a file of a folder holds test cases.
func IsTestFile(name string) bool {
	stem, isYAML := yamlFile(name)
	return isYAML && strings.HasSuffix(stem, testSuffix)
}

// testSuffix ends the name of a file of test cases, before its extension.
const testSuffix = "_test"

// yamlFile is the name of a YAML file without its extension; dot-files are settings of tools.
func yamlFile(name string) (stem string, ok bool) {
	stem, ok = strings.CutSuffix(name, ".yaml")
	if !ok {
		stem, ok = strings.CutSuffix(name, ".yml")
	}
	return stem, ok && !strings.HasPrefix(name, ".")
}
