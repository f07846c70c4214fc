package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
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
// from the settings file, where what stands below the command's name goes before what stands there
// for all commands.
func (a *app) applySettings(c *cobra.Command) error {
	file, path, err := a.settingsFile(c)
	if err != nil {
		return err
	}
	a.sources, a.shared = map[string]string{}, map[string]bool{}
	var faults []error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" || f.Name == configFlag {
			return
		}
		if value, ok := a.env.Lookup(envName(f.Name)); ok && value != "" {
			source := fmt.Sprintf("%s=%q", envName(f.Name), value)
			faults = append(faults, a.given(f, source, prefixed(source, f.Value.Set(value))))
			return
		}
		if key := settingFor(f, file, sectionOf(c)); key != "" {
			faults = append(faults, a.given(f, path+": "+shownKey(key), prefixed(path, setFromFile(f, file, key))))
			a.shared[f.Name] = key == f.Name
		}
	})
	return errors.Join(faults...)
}

// settingFor is the key under which the file has a value for the flag: in the section of the
// command, or else for all commands. It is "" when there is none, or no file. What stands under the
// name of a command is its section, whatever flag has the same name.
func settingFor(f *pflag.Flag, file *viper.Viper, section string) string {
	for _, key := range []string{inSection(section, f.Name), f.Name} {
		if file != nil && file.IsSet(key) && !isSection(file.Get(key)) {
			return key
		}
	}
	return ""
}

func isSection(value any) bool {
	_, is := value.(map[string]any)
	return is
}

// sectionOf is the section of a settings file for a command: the word behind postback.
func sectionOf(c *cobra.Command) string {
	for c.HasParent() && c.Parent().HasParent() {
		c = c.Parent()
	}
	return c.Name()
}

// keyDelimiter stands between a section and a flag in viper's keys.
const keyDelimiter = "."

func inSection(section, flag string) string { return section + keyDelimiter + flag }

// shownKey is how a message writes a key.
func shownKey(key string) string { return strings.Replace(key, keyDelimiter, ": ", 1) }

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

func setFromFile(f *pflag.Flag, file *viper.Viper, key string) error {
	if _, several := file.Get(key).([]any); several {
		list, isList := f.Value.(pflag.SliceValue)
		if !isList {
			return fmt.Errorf("%s takes one value, not a list", shownKey(key))
		}
		return list.Replace(file.GetStringSlice(key))
	}
	value := file.GetString(key)
	return prefixed(fmt.Sprintf("%s: %q", shownKey(key), value), f.Value.Set(value))
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
	return v, path, unknownKeys(v.AllKeys(), c.Root(), path)
}

// unknownKeys complains about every key that is neither a flag nor a flag in the section of a
// command that has it.
func unknownKeys(keys []string, root *cobra.Command, path string) error {
	sections := settingSections(root)
	var faults []error
	for _, key := range slices.Sorted(slices.Values(keys)) {
		faults = append(faults, prefixed("settings file "+path, unknownKey(key, allFlagNames(root), sections)))
	}
	return errors.Join(faults...)
}

// settingSections are the sections of a settings file, with the flags that each may have.
func settingSections(root *cobra.Command) map[string][]string {
	sections := map[string][]string{}
	for _, c := range root.Commands() {
		if !c.IsAdditionalHelpTopicCommand() {
			sections[c.Name()] = slices.Concat(settable(root.LocalFlags()), allFlagNames(c))
		}
	}
	return sections
}

func unknownKey(key string, flags []string, sections map[string][]string) error {
	section, flag, inside := strings.Cut(key, keyDelimiter)
	known, isSection := sections[section]
	switch {
	case inside && !isSection:
		return fmt.Errorf("unknown section %s%s", section, diag.OrOneOf(section, slices.Sorted(maps.Keys(sections))))
	case inside:
		flags = known
	case isSection:
		return fmt.Errorf("%s is a command: write its flags below it", section)
	default:
		flag = section
	}
	if slices.Contains(flags, flag) {
		return nil
	}
	return fmt.Errorf("unknown key %s%s", shownKey(key), diag.OrOneOf(flag, flags))
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

// allFlagNames are the flags of a command and of those below it: a settings file may serve them all.
func allFlagNames(c *cobra.Command) []string {
	names := settable(c.LocalFlags())
	for _, sub := range c.Commands() {
		names = append(names, allFlagNames(sub)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// settable are the names of flags that a settings file may set.
func settable(flags *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" && f.Name != configFlag {
			names = append(names, f.Name)
		}
	})
	return names
}
