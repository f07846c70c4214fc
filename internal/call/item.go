package call

// Three lists carry one value per element, spread over the element's keys:
//
//	"message-tags": [{"name": "gclid", "type": "User", "value": "x", "value-num": 1}]
//	"tags":         [{"tagName": "gclid", "tagType": "User", "tagValue": "x"}]
//	"columns":      [{"name": "callDt", "original": 1612224000000, "formattedValue": "…"}]
//
// Of a column the original is taken when it is a scalar, else the formatted value: the original
// is what the newer API has.

// parts are the ranges of an element's keys, collected while it is read.
type parts struct {
	category, name, value, fallback entry
}

// item is a column or tag that such lists were seen to hold.
type item struct {
	itemKey
	field int32
	key   Key
	next  int32 // the item that followed it the last time
}

// itemKey identifies an item by the bytes of its names as they stand in the record.
type itemKey struct {
	list           role
	category, name string
}

func itemRole(list role, key string) role {
	switch key {
	case "name", "tagName":
		return itemName
	case "type", "tagType":
		return itemCategory
	}
	switch {
	case list == columnItem && key == "original", list != columnItem && (key == "value" || key == "tagValue"):
		return itemValue
	case list == columnItem && (key == "formattedValue" || key == "value"), key == "value-num":
		return itemFallback
	}
	return noRole
}

// part notes one key of the element that is being read.
func (s *Scanner) part(r role, e entry) {
	switch r {
	case itemName:
		s.parts.name = e
	case itemCategory:
		s.parts.category = e
	case itemValue:
		s.parts.value = e
	case itemFallback:
		if s.parts.fallback.empty() {
			s.parts.fallback = e
		}
	}
}

// finishItem turns the parts of the element at index into a value of the record. An element that
// does not say its name cannot be asked for and is passed over. It reports false after a fault.
func (s *Scanner) finishItem(list role, index int) bool {
	p := &s.parts
	if p.name.kind != String || p.name.empty() || (list != columnItem && p.category.kind != String) {
		return true
	}
	if s.known() > maxKeys {
		return s.crowded(int(p.name.start)) >= 0
	}
	e := p.value
	if e.empty() || (list == columnItem && e.kind == Composite) {
		e = p.fallback
	}
	if e.kind == Absent {
		e = entry{kind: Null}
	}
	it := s.item(list)
	e.field, e.index = s.items[it].field, int32(index)
	*s.rec.extend() = e
	if key := s.items[it].key; key >= 0 && !e.empty() {
		s.rec.answer(s.fields, key, e.field)
	}
	return true
}

// item is the position in s.items of the item that the parts name.
func (s *Scanner) item(list role) int32 {
	category := s.rec.data[s.parts.category.start:s.parts.category.end]
	name := s.rec.data[s.parts.name.start:s.parts.name.end]
	if len(s.items) > 0 {
		guess := s.items[s.lastItem].next
		if it := &s.items[guess]; it.list == list && it.name == string(name) && it.category == string(category) {
			s.lastItem = guess
			return guess
		}
	}
	it, ok := s.itemIndex[itemKey{list, string(category), string(name)}]
	if !ok {
		it = s.addItem(list, category, name)
	}
	s.items[s.lastItem].next = it
	s.lastItem = it
	return it
}

func (s *Scanner) addItem(list role, category, name []byte) int32 {
	key := itemKey{list, string(category), string(name)}
	f := field{listed: true}
	text := string(appendUnescaped(nil, name))
	switch list {
	case columnItem:
		f.name, f.carrier, f.path = Name{Column: text}, LogColumn, "columns"
	case logTagItem:
		f.name, f.carrier, f.path = Name{Name: text}, LogTags, "tags"
	case messageItem:
		f.name, f.carrier, f.path = Name{Name: text}, MessageTags, "message-tags"
	}
	if list != columnItem {
		f.name.Category = string(appendUnescaped(nil, category))
	}
	it := int32(len(s.items))
	s.items = append(s.items, item{itemKey: key, field: s.addField(f), key: s.keys.find(f.name)})
	s.itemIndex[key] = it
	return it
}
