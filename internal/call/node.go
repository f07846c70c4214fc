package call

// node is what the scanner knows of one path through a record, such as "hasConnected" or the
// "name" of the elements of "message-tags". What each value needs comes first, so that it fits
// into one line of the processor's cache.
type node struct {
	stamp   uint32 // the object in which this key was last seen
	key     Key    // of the column or tag here, when somebody asks for it
	field   int32  // that column or tag in Scanner.fields, or none
	role    role
	learned uint8              // sequels, modulo 256
	sequels [maxSequels]sequel // what followed a value here

	parent     *node
	name       string           // the key in the parent; "" for an element of an array
	children   map[string]*node // of an object's keys
	element    *node            // that all elements of an array share
	openObject *node            // remembers the glue behind an opening brace
	openArray  *node            // … behind an opening bracket
}

const none int32 = -1 // a node without a field

// Records whose keys never repeat would fill the memory. So a scanner forgets what it knows before
// a record when it is more than maxNodes, and a record may not teach it more than maxKeys.
const (
	maxNodes = 1 << 14
	maxKeys  = 1 << 16
)

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

// known is the number of nodes and items that the scanner remembers.
func (s *Scanner) known() int { return len(s.nodes) + len(s.items) }

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
