package report

import "errors"

// tee is several writers that all get every result.
type tee []ResultWriter

// Tee returns a writer that passes each result on to all of them. The first error ends it.
func Tee(writers ...ResultWriter) ResultWriter { return tee(writers) }

func (t tee) Result(r Result) error {
	for _, w := range t {
		if err := w.Result(r); err != nil {
			return err
		}
	}
	return nil
}

// Close closes all writers, whatever becomes of one of them.
func (t tee) Close() error {
	var errs []error
	for _, w := range t {
		errs = append(errs, w.Close())
	}
	return errors.Join(errs...)
}
