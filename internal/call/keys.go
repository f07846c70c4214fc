package call

import "strings"

// Key is the small number that a [Keys] gave to a column or a tag. It is valid for the records of
// the scanners and readers that use the same Keys.
type Key int32

// Name is what a record calls a value: either a column, or a tag's category and name.
type Name struct {
	Category string // a tag's category as first written, without "tag:"; "" for a column
	Name     string // a tag's name
	Column   string // a column's id; "" for a tag
}

// String is the name as a person would write it: "callDt", "User:gclid".
func (n Name) String() string {
	if n.Category == "" && n.Name == "" {
		return n.Column
	}
	return n.Category + ":" + n.Name
}

// folded is the name in the form in which names are compared: a category without regard to case,
// everything else exactly.
func (n Name) folded() Name {
	n.Category = strings.ToLower(n.Category)
	return n
}

// The keys that every Keys holds, because this package itself asks for them.
const (
	keyID Key = iota
	keyCallDt
	keyDtStamp
	keyHasConnected
	keyCallCompletedDt
	keyHasConverted
	keyHasPayout
	keyRecordingURL
	keyWasBlocked
	keyEvents
	keyIsSuccessful // in envelopes
	keyCallTagID
)

// Keys numbers the columns and tags that a program asks records for. Asking for all of them
// before reading makes each [Record.Value] an index; a key asked for later is searched.
//
// Column and Tag must not run at the same time as anything else that uses the Keys. Once every
// name has been asked for, any number of goroutines may scan with the same Keys.
type Keys struct {
	names []Name
	index map[Name]Key
}

// NewKeys returns a Keys that holds nothing but what this package needs itself.
func NewKeys() *Keys {
	k := &Keys{index: make(map[Name]Key)}
	for _, id := range []string{
		"inboundCallId", "callDt", "dtStamp", "hasConnected", "callCompletedDt",
		"hasConverted", "hasPayout", "recordingUrl", "wasBlocked", "events", "isSuccessful",
	} {
		k.Column(id)
	}
	k.Tag("Call", "InboundCallId")
	return k
}

// Column is the key of the column with this id, such as "inboundCallId".
func (k *Keys) Column(id string) Key { return k.add(Name{Column: id}) }

// Tag is the key of a tag, wherever in a record it is carried. The category is written without
// "tag:" and its case does not matter; the name counts exactly.
func (k *Keys) Tag(category, name string) Key {
	return k.add(Name{Category: category, Name: name})
}

// Name is what the key stands for, the category as it was first written.
func (k *Keys) Name(key Key) Name { return k.names[key] }

// Len is the number of keys given out; they are 0 to Len()-1.
func (k *Keys) Len() int { return len(k.names) }

func (k *Keys) add(n Name) Key {
	if key, ok := k.index[n.folded()]; ok {
		return key
	}
	key := Key(len(k.names))
	k.names = append(k.names, n)
	k.index[n.folded()] = key
	return key
}

// find is the key of n, or noKey when nobody asked for it.
func (k *Keys) find(n Name) Key {
	if key, ok := k.index[n.folded()]; ok {
		return key
	}
	return noKey
}

const noKey Key = -1
