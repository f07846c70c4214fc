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
