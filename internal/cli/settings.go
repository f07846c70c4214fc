package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
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
	var faults []error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" || f.Name == configFlag {
			return
		}
		if value, ok := a.env.Lookup(envName(f.Name)); ok && value != "" {
			if err := f.Value.Set(value); err != nil {
				faults = append(faults, fmt.Errorf("%s=%q: %w", envName(f.Name), value, err))
			}
			return
		}
		if file != nil && file.IsSet(f.Name) {
			faults = append(faults, setFromFile(f, file, path))
		}
	})
	return errors.Join(faults...)
}

func setFromFile(f *pflag.Flag, file *viper.Viper, path string) error {
	values := file.GetStringSlice(f.Name)
	list, isList := f.Value.(pflag.SliceValue)
	if _, several := file.Get(f.Name).([]any); several && !isList {
		return fmt.Errorf("%s: %s takes one value, not a list", path, f.Name)
	} else if several {
		return list.Replace(values)
	}
	if err := f.Value.Set(file.GetString(f.Name)); err != nil {
		return fmt.Errorf("%s: %s: %q: %w", path, f.Name, file.GetString(f.Name), err)
	}
	return nil
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
	known := allFlagNames(c.Root())
	for _, key := range v.AllKeys() {
		if !slices.Contains(known, key) {
			return nil, "", fmt.Errorf("settings file %s: unknown key %s%s", path, key, orOneOf(key, known))
		}
	}
	return v, path, nil
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
	for _, path := range []string{".postback.yaml", a.userSettings()} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("settings file: %w", err)
		}
	}
	return "", nil
}

// userSettings is the settings file of the user, whether it exists or not.
func (a *app) userSettings() string {
	folder, ok := a.env.Lookup("XDG_CONFIG_HOME")
	if !ok || folder == "" {
		home, _ := a.env.Lookup("HOME")
		folder = filepath.Join(home, ".config")
	}
	return filepath.Join(folder, "postback", "config.yaml")
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
