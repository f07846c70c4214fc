package call

import "strings"

// role says what a value in one place of a record means. Most places mean nothing to us.
type role uint8

const (
	noRole       role = iota
	recordRole        // the record itself
	valueRole         // a column or a tag
	treeRole          // "tag": categories of tags, or flat names
	categoryRole      // a category in such a tree
	columnsRole       // "columns" of the older call log: an object, or a list of columnItem
	logTagsRole       // "tags" of the older call log: a tree, or a list of logTagItem
	messagesRole      // "message-tags": a list of messageItem
	eventsRole        // "events": a list of names, or an event log
	eventRole         // a name in that list, or an entry of that log
	eventName         // the name of an entry
	columnItem        // the elements of the three lists, and what they are made of
	logTagItem
	messageItem
	itemCategory
	itemName
	itemValue
	itemFallback
	reportRole  // "report" of an API envelope
	resultRole  // "result" of an envelope of the older call log
	callLogRole // "callLog" in it
	recordsRole // the list of records in either
)

// node is what the scanner knows of one path through a record, such as "hasConnected" or the
// "name" of the elements of "message-tags". What each value needs comes first, so that it fits
// into one line of the processor's cache.
type node struct {
	sequel        // what followed a value here the last time
	stamp  uint32 // the object in which this key was last seen
	key    Key    // of the column or tag here, when somebody asks for it
	field  int32  // that column or tag in Scanner.fields, or none
	role   role

	others     []sequel // what else followed a value here
	parent     *node
	name       string           // the key in the parent; "" for an element of an array
	children   map[string]*node // of an object's keys
	element    *node            // that all elements of an array share
	openObject *node            // remembers the glue behind an opening brace
	openArray  *node            // … behind an opening bracket
}

const none int32 = -1 // a node without a field

// maxNodes bounds what a scanner remembers. Records whose keys never repeat would fill the memory.
const maxNodes = 1 << 14

// forget drops everything learned. Records that were read before keep their fields.
func (s *Scanner) forget() {
	s.nodes, s.fields = nil, nil
	s.items, s.itemIndex, s.lastItem = nil, make(map[itemKey]int32), 0
	s.root = s.addNode(nil, "", recordRole, none)
}

func (s *Scanner) addNode(parent *node, name string, r role, field int32) *node {
	n := &node{parent: parent, name: name, role: r, field: field, key: noKey}
	if field != none {
		n.key = s.keys.find(s.fields[field].name)
	}
	s.nodes = append(s.nodes, n)
	return n
}

func (s *Scanner) addField(f field) int32 {
	s.fields = append(s.fields, f)
	return int32(len(s.fields) - 1)
}

// child is the node of a key in the object at parent.
func (s *Scanner) child(parent *node, key []byte) *node {
	if n, ok := parent.children[string(key)]; ok {
		return n
	}
	name := string(key)
	r, f := s.meaning(parent, name)
	n := s.addNode(parent, name, r, f)
	if parent.children == nil {
		parent.children = make(map[string]*node)
	}
	parent.children[name] = n
	return n
}

// elementOf is the node of the elements of the array at parent.
func (s *Scanner) elementOf(parent *node) *node {
	if parent.element == nil {
		parent.element = s.addNode(parent, "", elementRole(parent.role), none)
	}
	return parent.element
}

// opening is the node that remembers the glue behind the opening brace or bracket of parent.
func (s *Scanner) opening(parent *node, bracket byte) *node {
	n := &parent.openObject
	if bracket == '[' {
		n = &parent.openArray
	}
	if *n == nil {
		*n = s.addNode(parent, "", noRole, none)
	}
	return *n
}

// path is the human name of a key in the object at n: "columns.callDt".
func (n *node) path(key string) string {
	if n.parent == nil {
		return key
	}
	return n.parent.path(n.name) + "." + key
}

// meaning is the role and the field of a key in the object at parent.
func (s *Scanner) meaning(parent *node, key string) (role, int32) {
	above := parent.role
	switch above {
	case recordRole:
		return topRole(key), s.addField(topField(key))
	case columnsRole:
		return valueRole, s.addField(field{name: Name{Column: key}, carrier: LogColumn, path: parent.path(key)})
	case treeRole, logTagsRole, categoryRole:
		return s.treeMeaning(parent, key)
	case messageItem, columnItem, logTagItem:
		return itemRole(above, key), none
	case eventRole:
		if key == "name" {
			return eventName, none
		}
	}
	return envelopeRole(above, key), none
}

// treeMeaning is meaning in {"tag": {"User": {"gclid": …}}} and {"tags": {"User:gclid": …}}.
func (s *Scanner) treeMeaning(parent *node, key string) (role, int32) {
	f := field{carrier: NestedTag, path: parent.path(key)}
	if parent.name == "tags" || parent.parent.name == "tags" {
		f.carrier = LogTags
	}
	if parent.role == categoryRole {
		f.name = Name{Category: parent.name, Name: key}
		return valueRole, s.addField(f)
	}
	if name, ok := flatTag(key); ok {
		f.name = name
		return valueRole, s.addField(f)
	}
	f.name, f.carrier = Name{Column: f.path}, TopColumn // counts only where it holds no object
	return categoryRole, s.addField(f)
}

func topRole(key string) role {
	switch key {
	case "tag":
		return treeRole
	case "tags":
		return logTagsRole
	case "message-tags":
		return messagesRole
	case "columns":
		return columnsRole
	case "events":
		return eventsRole
	case "report":
		return reportRole
	case "result":
		return resultRole
	}
	return valueRole
}

func envelopeRole(above role, key string) role {
	switch {
	case above == reportRole && key == "records", above == callLogRole && key == "data":
		return recordsRole
	case above == resultRole && key == "callLog":
		return callLogRole
	}
	return noRole
}

func elementRole(list role) role {
	switch list {
	case messagesRole:
		return messageItem
	case columnsRole:
		return columnItem
	case logTagsRole:
		return logTagItem
	case eventsRole:
		return eventRole
	}
	return noRole
}

// topField is the column or tag that a key at the top of a record, or a CSV header, names.
func topField(key string) field {
	if rest, ok := cutPrefixFold(key, "tag:"); ok {
		if name, ok := flatTag(rest); ok {
			return field{name: name, carrier: FlatTag, path: key}
		}
	}
	if rest, ok := cutPrefixFold(key, "call:"); ok {
		return field{name: Name{Category: key[:len("call")], Name: rest}, carrier: FlatCall, path: key}
	}
	return field{name: Name{Column: key}, carrier: TopColumn, path: key}
}

// flatTag takes "User:gclid", with or without "tag:" before it, apart.
func flatTag(key string) (Name, bool) {
	if rest, ok := cutPrefixFold(key, "tag:"); ok {
		key = rest
	}
	category, name, ok := strings.Cut(key, ":")
	return Name{Category: category, Name: name}, ok && category != "" && name != ""
}

func cutPrefixFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
