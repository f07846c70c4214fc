package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// settled is the value of a flag of fire once environment and settings have been applied.
func settled(t *testing.T, env map[string]string, settings, flag string, args ...string) (value string, err error) {
	t.Helper()
	if settings != "" {
		args = append(args, "--config", file(t, "settings.yaml", settings))
	}
	var out bytes.Buffer
	a := &app{env: testEnv(env, "", &out, &out, nil)}
	command, _, err := a.root().Find([]string{"fire"})
	if err != nil {
		t.Fatal(err)
	}
	if err := command.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	err = a.prepare(command)
	return command.Flag(flag).Value.String(), err
}

// TestPrecedence: the command line goes before the environment, that before the settings file, that
// before the default; for flags of every type, lists included.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		flag                    string
		args                    []string
		env, settings           string
		byFlag, byEnv, byFile   string
		byDefault, emptyEnvFile string
	}{
		{"format", []string{"--format", "json"}, "ndjson", "format: url", "json", "ndjson", "url", "text", "url"},
		{"all", []string{"--all=false"}, "true", "all: true", "false", "true", "true", "false", "true"},
		{"fail-on", []string{"--fail-on", "all"}, ">5%", "fail-on: never", "all", ">5%", "never", "any", "never"},
		{"event", []string{"-e", "payout", "-e", "error"}, "converted,connected", "event: [recording, finalized]", "[payout,error]", "[converted,connected]", "[recording,finalized]", "[all]", "[recording,finalized]"},
		{"file", []string{"-f", "a.yaml"}, "b,c.yaml", "file: [d.yaml, e.yaml]", "[a.yaml]", "[\"b,c.yaml\"]", "[d.yaml,e.yaml]", "[]", "[d.yaml,e.yaml]"},
		{"file", []string{"-f", "a.yaml"}, "b.yaml", "file: d.yaml", "[a.yaml]", "[b.yaml]", "[d.yaml]", "[]", "[d.yaml]"},
		{"color", []string{"--color", "never"}, "always", "Color: always", "never", "always", "always", "auto", "always"},
		{"campaign", []string{"--campaign", ""}, "CTV", "campaign: 4821", "", "CTV", "4821", "", "4821"},
	}
	for _, tt := range tests {
		env := map[string]string{envName(tt.flag): tt.env}
		cases := []struct {
			name     string
			args     []string
			env      map[string]string
			settings string
			want     string
		}{
			{"flag", tt.args, env, tt.settings, tt.byFlag},
			{"environment", nil, env, tt.settings, tt.byEnv},
			{"file", nil, nil, tt.settings, tt.byFile},
			{"default", nil, nil, "", tt.byDefault},
			{"an empty variable counts as none", nil, map[string]string{envName(tt.flag): ""}, tt.settings, tt.emptyEnvFile},
		}
		for _, c := range cases {
			got, err := settled(t, c.env, c.settings, tt.flag, c.args...)
			if err != nil || got != c.want {
				t.Errorf("%s by %s: %q, want %q (%v)", tt.flag, c.name, got, c.want, err)
			}
		}
	}
}

// TestBadSettings: a bad value names where it came from; all of them are told of at once.
func TestBadSettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, settings string
		env            map[string]string
		want           []string
	}{
		{"environment", "", map[string]string{"POSTBACK_FAIL_ON": "ten", "POSTBACK_ALL": "perhaps"}, []string{
			`POSTBACK_ALL="perhaps": strconv.ParseBool: parsing "perhaps": invalid syntax`,
			`POSTBACK_FAIL_ON="ten": not one of never, any, all, or a share such as >5%`,
		}},
		{"file", "fail-on: ten\nall: [a]\nformat: [a, b]\n", nil, []string{
			`settings.yaml: all takes one value, not a list`,
			`settings.yaml: fail-on: "ten": not one of never, any, all, or a share such as >5%`,
			`settings.yaml: format takes one value, not a list`,
		}},
		{"unknown keys", "colour: never\nformat: json\nfoo: {bar: 1}\nverbos: true\n", nil, []string{
			"settings file settings.yaml: unknown key colour; did you mean color?",
			"settings file settings.yaml: unknown section foo; expected one of compare, diff, explain, fire, ",
			"settings file settings.yaml: unknown key verbos; did you mean verbose?",
		}},
		{"no flag may choose the file", "config: x.yaml\n", nil, []string{"settings file settings.yaml: unknown key config"}},
		{"syntax", "a: [\n", nil, []string{"settings file settings.yaml: While parsing config: yaml: "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := settled(t, tt.env, tt.settings, "format")
			if err == nil {
				t.Fatal("no error")
			}
			lines := strings.Split(err.Error(), "\n")
			for i, line := range lines {
				if at := strings.Index(line, "settings.yaml"); at >= 0 {
					start := strings.LastIndexByte(line[:at], ' ') + 1
					line = line[:start] + line[at:]
				}
				if i >= len(tt.want) || !strings.HasPrefix(line, tt.want[i]) {
					t.Errorf("line %d: %q", i, line)
				}
			}
			if len(lines) < len(tt.want) {
				t.Errorf("%d lines of %d: %q", len(lines), len(tt.want), lines)
			}
		})
	}
}

// TestSourceOfBadValue: a value that only the command can judge names where it came from, too.
func TestSourceOfBadValue(t *testing.T) {
	t.Parallel()
	settings := file(t, "settings.yaml", "time-zone: Mars\n")
	tests := []struct {
		env  map[string]string
		args []string
		want string
	}{
		{map[string]string{"POSTBACK_FORMAT": "yaml"}, nil, `postback: POSTBACK_FORMAT="yaml": --format "yaml" is not supported here; expected one of text, json, ndjson, url, curl`},
		{map[string]string{"POSTBACK_EVENT": "payouts"}, nil, `postback: POSTBACK_EVENT="payouts": unknown event "payouts"; did you mean payout?`},
		{map[string]string{"POSTBACK_COLOR": "blue"}, nil, `postback: POSTBACK_COLOR="blue": --color "blue"; expected one of auto, always, never`},
		{map[string]string{"POSTBACK_ON_BAD_CALL": "go"}, nil, `postback: POSTBACK_ON_BAD_CALL="go": --on-bad-call "go"; expected one of stop, skip`},
		{map[string]string{"POSTBACK_SET": "x"}, nil, `postback: POSTBACK_SET="x": --set "x": write a token`},
		{nil, []string{"--config", settings}, "postback: " + settings + `: time-zone: --time-zone "Mars" is not a time zone`},
		{map[string]string{"POSTBACK_FORMAT": "url"}, []string{"--format", "yaml"}, `postback: --format "yaml" is not supported here`},
	}
	for _, tt := range tests {
		r := invoke(t, tt.env, oneCall, inputs(t, append([]string{"render"}, tt.args...)...)...)
		r.expect(t, CodeUsage, tt.want, "run 'postback render --help' for usage")
		if r.stdout != "" {
			t.Errorf("stdout: %s", r.stdout)
		}
	}
}

// TestSettingsFile: the first file there is wins; one that is named has to exist.
func TestSettingsFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	home, xdg := filepath.Join(dir, "home"), filepath.Join(dir, "xdg")
	var out bytes.Buffer
	found := func(env map[string]string, args ...string) string {
		a := &app{env: testEnv(env, "", &out, &out, nil)}
		command, _, err := a.root().Find([]string{"render"})
		if err != nil {
			t.Fatal(err)
		}
		if err := command.ParseFlags(args); err != nil {
			t.Fatal(err)
		}
		path, err := a.settingsPath()
		if err != nil {
			return "error: " + err.Error()
		}
		return strings.TrimPrefix(path, dir+"/")
	}
	everything := map[string]string{"HOME": home, "XDG_CONFIG_HOME": xdg, "POSTBACK_CONFIG": filepath.Join(dir, "env.yaml")}
	surroundings := map[string]string{"HOME": home, "XDG_CONFIG_HOME": xdg}
	steps := []struct {
		create string
		env    map[string]string
		args   []string
		want   string
	}{
		{"", map[string]string{}, nil, ""},
		{"", surroundings, nil, ""},
		{"", map[string]string{"HOME": "/dev/null"}, nil, ""},
		{"home/.config/postback/config.yaml", surroundings, nil, ""},
		{"", map[string]string{"HOME": home}, nil, "home/.config/postback/config.yaml"},
		{"", map[string]string{"HOME": home, "XDG_CONFIG_HOME": ""}, nil, "home/.config/postback/config.yaml"},
		{"xdg/postback/config.yaml", surroundings, nil, "xdg/postback/config.yaml"},
		{".postback.yaml", surroundings, nil, ".postback.yaml"},
		{"", everything, nil, "error: settings file: stat " + dir + "/env.yaml: no such file or directory"},
		{"env.yaml", everything, nil, "env.yaml"},
		{"", everything, []string{"--config", "flag.yaml"}, "error: settings file: stat flag.yaml: no such file or directory"},
		{"flag.yaml", everything, []string{"--config", "flag.yaml"}, "flag.yaml"},
	}
	for _, step := range steps {
		if step.create != "" {
			write(t, step.create, "quiet: true")
		}
		if got := found(step.env, step.args...); got != step.want {
			t.Errorf("with %q: %q, want %q", step.create, got, step.want)
		}
	}
	if err := os.Mkdir("folder", 0o000); err != nil {
		t.Fatal(err)
	}
	if got := found(map[string]string{"XDG_CONFIG_HOME": "folder"}); got != ".postback.yaml" {
		t.Errorf("a folder that nobody may look into: %s", got)
	}
}

// TestSettingsAreShared: a settings file may hold flags that only other commands have.
func TestSettingsAreShared(t *testing.T) {
	t.Parallel()
	settings := file(t, "settings.yaml", "fail-on: never\nmax-requests: 3\non-bad-call: skip\n")
	invoke(t, nil, oneCall, inputs(t, "render", "--config", settings)...).expect(t, CodeOK)
}

// TestBadSettingsAndHelp: who asks for help because the settings are wrong gets it.
func TestBadSettingsAndHelp(t *testing.T) {
	t.Parallel()
	env := map[string]string{"POSTBACK_CONFIG": file(t, "settings.yaml", "colour: never")}
	for _, args := range [][]string{{"help"}, {"help", "environment"}, {"render", "--help"}} {
		if r := invoke(t, env, "", args...); r.code != 0 || r.stdout == "" {
			t.Errorf("%s: exit %d, %s", args, r.code, r.stderr)
		}
	}
	invoke(t, env, "", "list", "events").expect(t, CodeUsage, "unknown key colour; did you mean color?")
}

// TestEnvironmentNames: every flag has its variable, which its help names.
func TestEnvironmentNames(t *testing.T) {
	t.Parallel()
	r := invoke(t, nil, "", "fire", "--help")
	r.expect(t, CodeOK)
	for _, flag := range []string{"fail-on", "allow-host", "quiet", "config", "to", "event"} {
		if want := "[" + envName(flag) + "]"; !strings.Contains(r.stdout, want) {
			t.Errorf("help does not name %s", want)
		}
	}
	if diff := cmp.Diff("POSTBACK_ON_BAD_CALL", envName("on-bad-call")); diff != "" {
		t.Error(diff)
	}
}

// TestFlagsThatAreCalledLikeACommand: a settings file has both among its keys, so that such a flag can be
// set in the section of a command only.
func TestFlagsThatAreCalledLikeACommand(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	root := (&app{env: testEnv(nil, "", &out, &out, nil)}).root()
	flags := allFlagNames(root)
	for _, c := range root.Commands() {
		if slices.Contains(flags, c.Name()) && !c.IsAdditionalHelpTopicCommand() && c.Name() != "journal" {
			t.Errorf("%s is both a command and a flag", c.Name())
		}
	}
	folder := t.TempDir()
	settings, calls, pixels := filepath.Join(folder, "s.yaml"), filepath.Join(folder, "calls.ndjson"), filepath.Join(folder, "p.yaml")
	write(t, settings, "journal: {format: json}\nreplay: {journal: gone/j}\n")
	write(t, calls, `{"inboundCallId": "c1"}`)
	write(t, pixels, "pixels: [{name: A, fire_on: incoming, url: \"https://a.example/\"}]")
	env := map[string]string{"POSTBACK_CONFIG": settings}
	invoke(t, env, "", "replay", "-f", pixels, "-c", calls).expect(t, CodeOutput, "gone/j")
	invoke(t, env, "", "fire", "--dry-run", "-f", pixels, "-c", calls).expect(t, CodeOK)
	write(t, settings, "journal: j\n")
	invoke(t, env, "", "replay").expect(t, CodeUsage, "journal is a command: write its flags below it")
}
