package importer

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"postback/internal/diag"
	"postback/internal/lazyre"
)

// word is one argument of a command, its quotes resolved. A variable of the shell in it stands between
// NULs, as in the texts of a request.
type word struct {
	text string
	span diag.Span
}

// prompt is what stands before a command that was copied out of a terminal.
var prompt = lazyre.New(`(?m)^[ \t]*[$%>][ \t]+`)

// curlCommands are the arguments of every curl command in a source, which is a piece of a shell
// script. What the shell would have to run or to look up to know an argument is reported.
func curlCommands(src *diag.Source, findings *diag.List, reserve func(name, place string)) [][]word {
	text := strings.ReplaceAll(src.Content(), "\r\n", "\n")
	text = prompt.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) })
	s := &shellReader{src: diag.NewSource(src.Name(), []byte(text)), findings: findings, reserve: reserve}
	if strings.ContainsRune(text, 0) {
		findings.Errorf(s.src.Span(0, 0), RuleCommand, "a command cannot hold a NUL")
		return nil
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), src.Name())
	if err != nil {
		s.syntaxError(err)
		return nil
	}
	for _, statement := range file.Stmts {
		s.statement(statement)
	}
	if len(s.commands) == 0 && !findings.HasErrors() {
		findings.Errorf(s.src.Span(0, 0), RuleCommand, "there is no curl command here")
	}
	return s.commands
}

type shellReader struct {
	src      *diag.Source
	findings *diag.List
	commands [][]word
	reserve  func(name, place string)
}

func (s *shellReader) syntaxError(err error) {
	var parse syntax.ParseError
	if !errors.As(err, &parse) {
		s.findings.Errorf(s.src.Span(0, 0), RuleCommand, "this is no command: %v", err)
		return
	}
	at := int(parse.Pos.Offset())
	s.findings.Errorf(s.src.Span(at, at+1), RuleCommand, "a shell does not understand this: %s; was all of the command copied?", parse.Text)
}

func (s *shellReader) span(n syntax.Node) diag.Span {
	return s.src.Span(int(n.Pos().Offset()), int(n.End().Offset()))
}

func (s *shellReader) refuse(n syntax.Node, why string) {
	s.findings.Errorf(s.span(n), RuleCommand, "%s", why)
}

// statement looks for curl in a statement, which may be a pipeline or a list of commands.
func (s *shellReader) statement(statement *syntax.Stmt) {
	switch command := statement.Cmd.(type) {
	case *syntax.BinaryCmd:
		s.statement(command.X)
		s.statement(command.Y)
	case *syntax.CallExpr:
		at := indexOfCurl(command.Args)
		if at < 0 {
			return
		}
		if statement.Background {
			s.refuse(command, "the & behind this ends the command for a shell; put quotes around the URL")
			return
		}
		for _, r := range statement.Redirs {
			if r.Hdoc != nil || r.Op == syntax.RdrIn || r.Op == syntax.WordHdoc {
				s.refuse(r, "curl reads from here what it sends; write it into the command")
			}
		}
		s.commands = append(s.commands, s.words(command.Args[at+1:]))
	}
}

// indexOfCurl is where curl stands among the words of a command; what stands before it starts it.
func indexOfCurl(args []*syntax.Word) int {
	return slices.IndexFunc(args, func(arg *syntax.Word) bool { return isCurl(arg.Lit()) })
}

func isCurl(name string) bool {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return name == "curl" || name == "curl.exe"
}

func (s *shellReader) words(args []*syntax.Word) []word {
	words := make([]word, 0, len(args))
	for _, arg := range args {
		span := s.span(arg)
		if syntax.SplitBraces(arg) {
			s.findings.Errorf(span, RuleCommand, "a shell makes several words of these braces; put quotes around the word")
			continue
		}
		words = append(words, word{s.parts(arg.Parts, false), span})
	}
	return words
}

// parts is the text of the parts of a word. In double quotes fewer characters can be escaped.
func (s *shellReader) parts(parts []syntax.WordPart, inQuotes bool) string {
	var text strings.Builder
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			text.WriteString(unescapeShell(part.Value, inQuotes))
		case *syntax.SglQuoted:
			if part.Dollar {
				decoded, _, _ := strings.Cut(unescapeANSI(part.Value), "\x00") // where a shell ends it too
				text.WriteString(decoded)
			} else {
				text.WriteString(part.Value)
			}
		case *syntax.DblQuoted:
			text.WriteString(s.parts(part.Parts, true))
		case *syntax.ParamExp:
			text.WriteString(s.parameter(part))
		default:
			s.refuse(part, "what a shell would put here is not known; write it out, or use a variable")
		}
	}
	return text.String()
}

// plainVariable is a variable of which nothing but the value is asked.
var plainVariable = lazyre.New(`^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})$`)

// parameter is the mark of a variable. What the shell would do with its value is beyond a definition.
func (s *shellReader) parameter(p *syntax.ParamExp) string {
	name := plainVariable.FindStringSubmatch(s.span(p).Text())
	if name == nil {
		s.refuse(p, "only plain variables are understood: $NAME or ${NAME}")
		return ""
	}
	s.reserve(name[1]+name[2], "a variable of the command")
	return variable(name[1] + name[2])
}

// unescapeShell resolves backslashes.
func unescapeShell(s string, inQuotes bool) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) || inQuotes && !strings.ContainsRune("$`\"\\\n", rune(s[i+1])) {
			out.WriteByte(s[i])
			continue
		}
		i++
		if s[i] != '\n' {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

// unescapeANSI resolves the escapes of $'…'.
func unescapeANSI(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		i++
		if at := strings.IndexByte(ansiEscapes, s[i]); at >= 0 {
			out.WriteByte(ansiValues[at])
			continue
		}
		i = appendCode(&out, s, i) - 1
	}
	return out.String()
}

// The escapes of one letter and what they stand for.
const (
	ansiEscapes = `abeEfnrtv\'"?`
	ansiValues  = "\a\b\x1b\x1b\f\n\r\t\v\\'\"?"
)

// appendCode appends the character whose code is written at s[i], behind the backslash, and returns
// where the code ends. What is no code stays as it is.
func appendCode(out *strings.Builder, s string, i int) (end int) {
	start, most, base := i, 3, 8
	switch s[i] {
	case 'x':
		start, most, base = i+1, 2, 16
	case 'u':
		start, most, base = i+1, 4, 16
	case 'U':
		start, most, base = i+1, 8, 16
	case 'c':
		if i+1 < len(s) {
			out.WriteByte(s[i+1] & 0x1F)
			return i + 2
		}
	}
	end = start
	for end < len(s) && end-start < most && isDigit(s[end], base) {
		end++
	}
	if end == start {
		out.WriteString(`\` + s[i:i+1])
		return i + 1
	}
	code, _ := strconv.ParseUint(s[start:end], base, 32)
	if s[i] == 'u' || s[i] == 'U' {
		out.WriteRune(rune(code))
	} else {
		out.WriteByte(byte(code))
	}
	return end
}

func isDigit(c byte, base int) bool {
	_, err := strconv.ParseUint(string(c), base, 8)
	return err == nil
}
