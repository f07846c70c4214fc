package template

// ParseToken reads a token as flags and filters write it: Category:Name, with or without "tag:"
// before it and brackets around it. ok is false when it is not complete.
func ParseToken(text string) (token Token, ok bool) {
	if len(text) > 2 && text[0] == '[' && text[len(text)-1] == ']' {
		text = text[1 : len(text)-1]
	}
	token, shape := readToken(text)
	return token, shape == shapeToken
}
