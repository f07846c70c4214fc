// Package validate finds what is wrong with definitions before a call is placed. It judges
// mistakes, not style: a finding names something that loses money or data, or will when somebody
// relies on it.
//
// There is one file for each rule. A [Rule] is a value: its name, its texts and a function that
// looks at a whole definition set. Help, documentation and every output format come from it.
// [Rules] is the table of all of them; [Run] applies it.
package validate
