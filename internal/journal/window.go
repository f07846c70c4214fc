package journal

// window holds the entries whose results are still to come, and what lies between them: entries are
// claimed in order and end in any. It is as long as the slowest of them makes it.
type window[T any] struct {
	first uint64 // the number of items[0]
	items []pending[T]
	gone  int // items at the front that have been taken out already
}

type pending[T any] struct {
	value T
	ended bool
}

// next is the number of the entry that push adds.
func (w *window[T]) next() uint64 { return w.first + uint64(len(w.items)) }

// push adds an entry behind all others.
func (w *window[T]) push(value T) { w.items = append(w.items, pending[T]{value: value}) }

// open is the entry of that number, nil unless its result is still to come.
func (w *window[T]) open(number uint64) *pending[T] {
	if number < w.first+uint64(w.gone) || number >= w.next() {
		return nil
	}
	if p := &w.items[number-w.first]; !p.ended {
		return p
	}
	return nil
}

// shift takes out the first entry; ok is false when that has not ended.
func (w *window[T]) shift() (value T, ok bool) {
	if w.gone == len(w.items) || !w.items[w.gone].ended {
		return value, false
	}
	value = w.items[w.gone].value
	w.items[w.gone] = pending[T]{}
	w.gone++
	if w.gone > len(w.items)/2 {
		kept := copy(w.items, w.items[w.gone:])
		w.first, w.items, w.gone = w.first+uint64(w.gone), w.items[:kept], 0
	}
	return value, true
}

// rest yields the numbers and values of all that have not ended.
func (w *window[T]) rest(yield func(number uint64, p *pending[T]) bool) {
	for i := w.gone; i < len(w.items); i++ {
		if !w.items[i].ended && !yield(w.first+uint64(i), &w.items[i]) {
			return
		}
	}
}
