package main

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// completions are command lines that end where the tab key is pressed, and what the shell then offers.
// They are typed in a repository as init writes it.
func completions() map[string][]string {
	return map[string][]string{
		"postback render --pi":                       {"--pixel"},
		"postback render --pixel ":                   {"Partner - Call", "Partner - Sale"},
		"postback explain --campaign ":               {"Spring"},
		"postback render --event conv":               {"converted"},
		"postback render --event incoming,conv":      {"incoming,converted"},
		"postback render --set User:":                {"User:click_id="},
		"postback diff --format mark":                {"markdown"},
		"postback list rules example":                {"example-host"},
		"postback schema set":                        {"settings"},
		"postback render --call calls/":              {"calls/converted.json", "calls/missed.json"},
		"postback test pixels/":                      {"pixels/partner.yaml", "pixels/partner_test.yaml"},
		"postback report calls/":                     {"calls/converted.json", "calls/missed.json"},
		"postback render -f pixels --pixel Partner":  {"Partner - Call", "Partner - Sale"},
		"postback help form":                         {"formats"},
		"postback listen --as ever":                  {"everflow"},
		"postback validate --disable plain-http,exa": {"plain-http,example-host"},
	}
}

// repository is a folder as init writes it.
func repository(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	output(t, "postback", "init", folder)
	return folder
}

// inShell runs a script in a shell and returns the lines that it prints; without the shell the test is
// skipped.
func inShell(t *testing.T, folder, script string, shell ...string) []string {
	t.Helper()
	if _, err := exec.LookPath(shell[0]); err != nil {
		t.Skipf("needs %s", shell[0])
	}
	file := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	const patience = 2 * time.Minute // with a shell that waits for something
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, shell[0], append(shell[1:], file)...)
	command.Dir = folder
	command.Env = []string{"HOME=" + folder, "TERM=dumb", "LC_ALL=C.UTF-8"}
	for _, name := range []string{"PATH", "GOCOVERDIR", "GORACE"} {
		command.Env = append(command.Env, name+"="+os.Getenv(name))
	}
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", shell[0], err, out)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// checkCompletions holds what a shell offers for each line against what it is to offer. Clean makes
// a name of what the shell puts on the command line.
func checkCompletions(t *testing.T, clean func(string) string, complete func(line string) []string) {
	t.Helper()
	for line, want := range completions() {
		var got []string
		for _, offer := range complete(line) {
			if offer = clean(offer); offer != "" {
				got = append(got, offer)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
			t.Errorf("%s<tab> (-want +got):\n%s", line, diff)
		}
	}
}

// TestCompletionBash completes in bash, with the functions of the package bash-completion.
func TestCompletionBash(t *testing.T) {
	t.Parallel()
	const library = "/usr/share/bash-completion/bash_completion"
	if _, err := os.Stat(library); err != nil {
		t.Skip("needs the package bash-completion")
	}
	folder := repository(t)
	unescape := strings.NewReplacer(`\`, "")
	checkCompletions(t, unescape.Replace, func(line string) []string {
		return inShell(t, folder, `source `+library+`
source <(postback completion bash --no-descriptions)
COMP_LINE='`+line+`' COMP_POINT=${#COMP_LINE} COMP_TYPE=9
split_words() { # as readline does it, at the characters of COMP_WORDBREAKS
	local rest=$COMP_LINE; COMP_WORDS=()
	while [[ $rest ]]; do
		if [[ $rest =~ ^[[:space:]]+ ]]; then rest=${rest:${#BASH_REMATCH}}; [[ $rest ]] || COMP_WORDS+=(''); continue; fi
		[[ $rest =~ ^[=:]+|^[^[:space:]=:]+ ]]
		COMP_WORDS+=("$BASH_REMATCH"); rest=${rest:${#BASH_REMATCH}}
	done
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
}
split_words
compopt() { :; } # there is no command line being edited
__start_postback
before=${COMP_LINE##* }; before=${before%"${before##*[=:]}"} # what readline keeps
printf '%s\n' "${COMPREPLY[@]/#/$before}"
`, "bash", "--norc")
	})
}

// TestCompletionFish completes in fish.
func TestCompletionFish(t *testing.T) {
	t.Parallel()
	folder := repository(t)
	withoutDescription := func(offer string) string {
		name, _, _ := strings.Cut(offer, "\t")
		return name
	}
	checkCompletions(t, withoutDescription, func(line string) []string {
		return inShell(t, folder, "postback completion fish | source\ncomplete -C '"+line+"'\n", "fish", "--no-config")
	})
}

// TestCompletionZsh completes in a zsh behind a pseudo-terminal, whose completions are caught where
// they are added. All lines are typed into one shell, because zsh takes long to begin.
func TestCompletionZsh(t *testing.T) {
	t.Parallel()
	lines := slices.Sorted(maps.Keys(completions()))
	out := inShell(t, repository(t), strings.ReplaceAll(zshScript, "LINES", "'"+strings.Join(lines, "' '")+"'"), "zsh", "-f")
	offers := map[string][]string{}
	line := ""
	for _, text := range out {
		if name, begins := strings.CutPrefix(text, "@@LINE "); begins {
			line = name
			continue
		}
		offers[line] = append(offers[line], text)
	}
	checkCompletions(t, strings.NewReplacer(`\`, "").Replace, func(line string) []string { return offers[line] })
}

// zshScript prints each of LINES and what zsh adds as completions of it. An interactive zsh behind the
// pseudo-terminal has its compadd replaced by one that notes what it is given.
const zshScript = `zmodload zsh/zpty
found=$(mktemp) setup=$(mktemp)
cat >$setup <<SETUP
PS1= PS2=
autoload -U compinit && compinit -u -D
source <(postback completion zsh)
compdef _postback postback
compadd() {
	if [[ " \$* " == *" -"[AOD]" "* ]]; then builtin compadd "\$@"; return; fi
	local -a hits; builtin compadd -A hits "\$@"
	local -A before; zparseopts -E P:=before p:=before
	for hit in \$hits; do print -r -- "\${IPREFIX}\${before[-P]}\${before[-p]}\$hit" >>$found; done
	builtin compadd "\$@"
}
complete-and-tell() { zle complete-word; print -r -- "@@END" }
zle -N complete-and-tell
bindkey "^I" complete-and-tell
print -r -- @@READY
SETUP
zpty inner zsh -f -i
zpty -w inner "source $setup"
zpty -r inner ready '*@@READY*'
for line in LINES; do
	print -r -- "@@LINE $line" >>$found
	zpty -w -n inner $'\025'"$line"$'\t'
	zpty -r inner completed '*@@END*'
done
zpty -d inner
cat $found
rm -f $found $setup
`
