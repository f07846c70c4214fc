package cli

import (
	"github.com/spf13/cobra"

	"postback/internal/diag"
	"postback/internal/receiver"
	"postback/internal/report"
)

// receiverOptions is what list receivers can be told.
type receiverOptions struct {
	presentation
	selection
}

func (a *app) listReceiversCommand() *cobra.Command {
	o := &receiverOptions{}
	c := &cobra.Command{
		Use:   "receivers [NAME]",
		Short: "Show the known receivers, or everything about one of them",
		Long: `Receivers shows the services whose answers postback can read, and how each is
recognised by the URL of a pixel. A pixel can also name one: expect: cake.

What is said of a receiver is documented, seen in public code, inferred, or not
known at all; of one, the source and the date stand with it. Definitions may add
receivers of your own, or replace one by its name: -f shows those too.`,
		Example: `  postback list receivers
  postback list receivers cake
  postback list receivers -f pixels.yaml my-network`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.listReceivers(o, args) },
	}
	addListFormat(c, &o.presentation)
	c.Flags().StringArrayVarP(&o.files, "file", "f", nil, "definitions with receivers of your own: a `path` of a file or folder; repeatable")
	return c
}

func (a *app) listReceivers(o *receiverOptions, args []string) error {
	if err := o.check(listFormats()); err != nil {
		return err
	}
	table, err := o.receivers(a)
	if err != nil {
		return err
	}
	receivers := table.All()
	if len(args) > 0 {
		r, ok := table.Lookup(args[0])
		if !ok {
			return failf(CodeUsage, "there is no receiver %q%s", args[0], diag.OrOneOf(args[0], table.Names()))
		}
		receivers = []*receiver.Receiver{r}
	}
	switch {
	case o.format == "json":
		return outputError(report.WriteReceiversJSON(a.env.Stdout, receivers))
	case len(args) > 0:
		return outputError(report.ReceiverText(a.env.Stdout, receivers[0], a.style(a.env.Stdout)))
	}
	return a.printTable(report.ReceiverTable(receivers), "receivers", o.format)
}

// receivers are those that are built in and those of the definitions, if any are given.
func (o *receiverOptions) receivers(a *app) (*receiver.Table, error) {
	if len(o.files) == 0 {
		return &receiver.Table{}, nil
	}
	set, err := o.load(a)
	if err != nil {
		return nil, err
	}
	return &set.Receivers, nil
}
