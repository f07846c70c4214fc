package receiver

import (
	"cmp"
	"embed"
	"path"
	"slices"
	"strings"
	"sync"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// files are the receivers that are built in, each in a file of its name.
//
//go:embed data/*.yaml
var files embed.FS

// builtIn returns the one table of the built-in receivers.
var builtIn = sync.OnceValue(newBuiltIns)

// builtIns reads its files as late as it can: the addresses when the first URL is matched, and of a
// file the rest when its receiver is wanted.
type builtIns struct {
	readers   map[string]func() *Receiver
	addresses func() []namedAddress // the weightiest first
}

type namedAddress struct {
	name string
	Address
}

func newBuiltIns() *builtIns {
	b := &builtIns{readers: map[string]func() *Receiver{}}
	entries, _ := files.ReadDir("data") // what is embedded is there
	for _, entry := range entries {
		read := func() *Receiver { return decodeBuiltIn(entry.Name()) }
		b.readers[strings.TrimSuffix(entry.Name(), ".yaml")] = sync.OnceValue(read)
	}
	b.addresses = sync.OnceValue(b.readAddresses)
	return b
}

func (b *builtIns) names() []string {
	names := make([]string, 0, len(b.readers))
	for name := range b.readers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (b *builtIns) lookup(name string) (*Receiver, bool) {
	read, ok := b.readers[name]
	if !ok {
		return nil, false
	}
	return read(), true
}

// at are the receivers at the place of an endpoint, the weightiest first.
func (b *builtIns) at(e Endpoint) (candidates []candidate) {
	addresses := b.addresses()
	for i := range addresses {
		if a := &addresses[i]; a.matchesPlace(e) {
			candidates = append(candidates, candidate{a.name, &a.Address, b.readers[a.name]})
		}
	}
	return candidates
}

// matchLine begins the one line of a built-in file that says how its receiver is recognised.
const matchLine = "\nmatch: "

// readAddresses reads that line of every file. Reading the files in full takes twenty times as long,
// for the sake of receivers that nobody asked for.
func (b *builtIns) readAddresses() []namedAddress {
	var text strings.Builder
	for _, name := range b.names() {
		if _, rest, ok := strings.Cut(contentOf(name+".yaml"), matchLine); ok {
			line, _, _ := strings.Cut(rest, "\n")
			text.WriteString(name + ": " + line + "\n")
		}
	}
	var faults diag.List
	documents, _ := yamldoc.Parse(diag.NewSource("addresses", []byte(text.String())))
	var addresses []namedAddress
	for _, e := range yamldoc.AsEntries(documents[0], "the addresses", &faults) {
		addresses = append(addresses, namedAddress{e.Key.String(), decodeAddress(yamldoc.NewObject(e.Value, "match", &faults))})
	}
	slices.SortStableFunc(addresses, func(a, b namedAddress) int { return cmp.Compare(b.weight(), a.weight()) })
	return addresses
}

// decodeBuiltIn reads a file in full. That it has no fault is the business of a test.
func decodeBuiltIn(file string) *Receiver {
	var faults diag.List
	documents, _ := yamldoc.Parse(diag.NewSource(file, []byte(contentOf(file))))
	return Decode(documents[0], &faults)
}

func contentOf(file string) string {
	content, _ := files.ReadFile(path.Join("data", file)) // what is embedded can be read
	return string(content)
}
