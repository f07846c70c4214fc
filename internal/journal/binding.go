package journal

import "bytes"

// refuseForeign reports a file that does not begin as a journal does. One of nothing but zeros is
// what a loss of power may leave of a journal that was just being made.
func refuseForeign(file storage, size int64) error {
	const zeros = 1 << 20
	b := make([]byte, min(size, zeros))
	if n, err := file.ReadAt(b, 0); err != nil && n < len(b) {
		return err
	}
	blank := size <= zeros && bytes.Count(b, []byte{0}) == len(b)
	if blank || bytes.HasPrefix([]byte(magic), b[:min(len(b), len(magic))]) {
		return nil
	}
	return ErrForeign
}

// check holds what the journal was begun with against what it is opened for.
func (o *Options) check(h *history, boot string) error {
	then, now := h.header, o.Header
	switch {
	case then.Shard != now.Shard:
		return &MismatchError{"the calls of this shard", orAll(then.Shard), orAll(now.Shard), false}
	case then.Endpoint != now.Endpoint:
		return &MismatchError{"the receivers", orOwn(then.Endpoint), orOwn(now.Endpoint), false}
	case !o.AnyInput && then.Input.other(now.Input):
		return &MismatchError{"the call records", then.Input.Name, now.Input.Name, true}
	case !o.AnyDefinitions && then.Definitions != now.Definitions:
		return &MismatchError{"the definitions", brief(then.Definitions), brief(now.Definitions), true}
	case !o.AnyLoss && h.lossy(boot):
		return &LossError{}
	}
	return nil
}

func orAll(shard string) string {
	if shard == "" {
		return "all"
	}
	return shard
}

func orOwn(endpoint string) string {
	if endpoint == "" {
		return "those that the pixels name"
	}
	return endpoint
}

// brief is enough of a digest to see that two of them differ.
func brief(digest string) string {
	const enough = 12
	if digest == "" {
		return "none"
	}
	return digest[:min(enough, len(digest))]
}
