package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"postback/internal/diag"
)

// envPrefix begins the name of every environment variable that stands for a flag.
const envPrefix = "POSTBACK_"

// envName is the environment variable of a flag.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// documentEnvironment puts the name of its environment variable into the help of every flag.
func documentEnvironment(c *cobra.Command) {
	note := func(f *pflag.Flag) { f.Usage += " [" + envName(f.Name) + "]" }
	c.LocalNonPersistentFlags().VisitAll(note)
	c.PersistentFlags().VisitAll(note)
	for _, sub := range c.Commands() {
		documentEnvironment(sub)
	}
}

// applySettings fills in the flags that the command line left out: from the environment, or else
// from the settings file.
func (a *app) applySettings(c *cobra.Command) error {
	file, path, err := a.settingsFile(c)
	if err != nil {
		return err
	}
	a.sources = map[string]string{}
	var faults []error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" || f.Name == configFlag {
			return
		}
		if value, ok := a.env.Lookup(envName(f.Name)); ok && value != "" {
			source := fmt.Sprintf("%s=%q", envName(f.Name), value)
			faults = append(faults, a.given(f, source, prefixed(source, f.Value.Set(value))))
		} else if file != nil && file.IsSet(f.Name) {
			faults = append(faults, a.given(f, path+": "+f.Name, prefixed(path, setFromFile(f, file))))
		}
	})
	return errors.Join(faults...)
}

// given notes where a flag got its value from and passes on what was wrong with it.
func (a *app) given(f *pflag.Flag, source string, err error) error {
	a.sources[f.Name], f.Changed = source, true
	return err
}

func prefixed(prefix string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", prefix, err)
}

func setFromFile(f *pflag.Flag, file *viper.Viper) error {
	if _, several := file.Get(f.Name).([]any); several {
		list, isList := f.Value.(pflag.SliceValue)
		if !isList {
			return fmt.Errorf("%s takes one value, not a list", f.Name)
		}
		return list.Replace(file.GetStringSlice(f.Name))
	}
	value := file.GetString(f.Name)
	return prefixed(fmt.Sprintf("%s: %q", f.Name, value), f.Value.Set(value))
}

// settingsFile reads the first settings file there is; a nil viper means that there is none.
func (a *app) settingsFile(c *cobra.Command) (*viper.Viper, string, error) {
	path, err := a.settingsPath()
	if path == "" || err != nil {
		return nil, "", err
	}
	v := viper.New()
	v.SetConfigFile(path)
	v.SetConfigType("yaml")
	if err := v.ReadInConfig(); err != nil {
		return nil, "", fmt.Errorf("settings file %s: %w", path, err)
	}
	return v, path, unknownKeys(v.AllKeys(), allFlagNames(c.Root()), path)
}

// unknownKeys complains about every key that is no flag.
func unknownKeys(keys, known []string, path string) error {
	var faults []error
	for _, key := range slices.Sorted(slices.Values(keys)) {
		if !slices.Contains(known, key) {
			faults = append(faults, fmt.Errorf("settings file %s: unknown key %s%s", path, key, diag.OrOneOf(key, known)))
		}
	}
	return errors.Join(faults...)
}

// settingsPath finds the settings file: one that is named has to exist, the others may.
func (a *app) settingsPath() (string, error) {
	named := a.global.config
	if named == "" {
		named, _ = a.env.Lookup(envName(configFlag))
	}
	if named != "" {
		if _, err := os.Stat(named); err != nil {
			return "", fmt.Errorf("settings file: %w", err)
		}
		return named, nil
	}
	for _, path := range append([]string{".postback.yaml"}, a.userSettings()...) {
		_, err := os.Stat(path)
		switch {
		case err == nil:
			return path, nil
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
			return "", fmt.Errorf("settings file: %w", err)
		}
	}
	return "", nil
}

// userSettings is where the settings file of the user would be; none without a home.
func (a *app) userSettings() []string {
	folder, _ := a.env.Lookup("XDG_CONFIG_HOME")
	if home, _ := a.env.Lookup("HOME"); folder == "" && home != "" {
		folder = filepath.Join(home, ".config")
	}
	if folder == "" {
		return nil
	}
	return []string{filepath.Join(folder, "postback", "config.yaml")}
}

// allFlagNames are the flags of every command: a settings file may serve them all.
func allFlagNames(root *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) {
		if !slices.Contains(names, f.Name) && f.Name != "help" && f.Name != configFlag {
			names = append(names, f.Name)
		}
	}
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(add)
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
	slices.Sort(names)
	return names
}
