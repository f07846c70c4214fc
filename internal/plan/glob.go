package plan

// matchGlob reports whether name matches a pattern in which * stands for any text and ? for any
// one byte. Unlike a path's, these names have no parts, so * does not stop at a slash.
func matchGlob(pattern, name string) bool {
	for pattern != "" {
		switch {
		case pattern[0] == '*':
			return matchRest(pattern[1:], name)
		case name == "" || pattern[0] != '?' && pattern[0] != name[0]:
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return name == ""
}

// matchRest matches what follows a star, which may swallow any beginning of name.
func matchRest(pattern, name string) bool {
	for i := 0; i <= len(name); i++ {
		if matchGlob(pattern, name[i:]) {
			return true
		}
	}
	return false
}
