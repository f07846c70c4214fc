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
// "name" of the elements of "message-tags". All nodes fit into the processor's first cache, so
// only what each value needs is here; the rest is in place.
type node struct {
	glue  []byte // the bytes that followed a value here the last time, up to the next value
	next  int32  // the node of that next value, or closed
	stamp uint32 // the object in which this key was last seen
	key   Key    // of the column or tag here, when somebody asks for it
	field int32  // that column or tag in Scanner.fields, or none
	role  role
}

// place is the rarely needed part of a node.
type place struct {
	parent     int32
	key        string           // in the parent; "" for an element of an array
	children   map[string]int32 // the nodes of an object's keys
	element    int32            // the node that all elements of an array share
	openObject int32            // the glue behind an opening brace is remembered in a node, too
	openArray  int32
}

const (
	none   int32 = -1
	closed int32 = -2 // in node.next: the object or array ends here
	root   int32 = 0
)

// maxNodes bounds what a scanner remembers. Records whose keys never repeat would fill the memory.
const maxNodes = 1 << 14

// forget drops every node but the root. Records that were read before keep their fields.
func (s *Scanner) forget() {
	s.nodes, s.places, s.fields = nil, nil, nil
	s.items, s.itemIndex = nil, make(map[itemKey]int32)
	s.addNode(none, "", recordRole, none)
}

func (s *Scanner) addNode(parent int32, key string, r role, field int32) int32 {
	n := node{role: r, field: field, key: noKey, next: none}
	if field != none {
		n.key = s.keys.find(s.fields[field].name)
	}
	s.nodes = append(s.nodes, n)
	s.places = append(s.places, place{parent: parent, key: key, element: none, openObject: none, openArray: none})
	return int32(len(s.nodes) - 1)
}

func (s *Scanner) addField(f field) int32 {
	s.fields = append(s.fields, f)
	return int32(len(s.fields) - 1)
}

// child is the node of a key in the object at parent.
func (s *Scanner) child(parent int32, key []byte) int32 {
	if n, ok := s.places[parent].children[string(key)]; ok {
		return n
	}
	name := string(key)
	r, f := s.meaning(parent, name)
	n := s.addNode(parent, name, r, f)
	if s.places[parent].children == nil {
		s.places[parent].children = make(map[string]int32)
	}
	s.places[parent].children[name] = n
	return n
}

// element is the node of the elements of the array at parent.
func (s *Scanner) element(parent int32) int32 {
	if s.places[parent].element == none {
		s.places[parent].element = s.addNode(parent, "", elementRole(s.nodes[parent].role), none)
	}
	return s.places[parent].element
}

// opening is the node that remembers the glue behind the opening brace or bracket at parent.
func (s *Scanner) opening(parent int32, bracket byte) int32 {
	p := &s.places[parent].openObject
	if bracket == '[' {
		p = &s.places[parent].openArray
	}
	if *p == none {
		n := s.addNode(parent, "", noRole, none) // moves places
		if bracket == '[' {
			s.places[parent].openArray = n
		} else {
			s.places[parent].openObject = n
		}
		return n
	}
	return *p
}

// path is the human name of a key in the object at parent: "columns.callDt".
func (s *Scanner) path(parent int32, key string) string {
	if parent == root {
		return key
	}
	p := &s.places[parent]
	return s.path(p.parent, p.key) + "." + key
}

// meaning is the role and the field of a key in the object at parent.
func (s *Scanner) meaning(parent int32, key string) (role, int32) {
	above := s.nodes[parent].role
	switch above {
	case recordRole:
		return topRole(key), s.addField(topField(key))
	case columnsRole:
		return valueRole, s.addField(field{name: Name{Column: key}, carrier: LogColumn, path: s.path(parent, key)})
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
func (s *Scanner) treeMeaning(parent int32, key string) (role, int32) {
	f := field{carrier: NestedTag, path: s.path(parent, key)}
	p := &s.places[parent]
	if p.key == "tags" || s.places[p.parent].key == "tags" {
		f.carrier = LogTags
	}
	if s.nodes[parent].role == categoryRole {
		f.name = Name{Category: p.key, Name: key}
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
