package template

import "slices"

// link is a value, the literal behind it, and the link that follows. A bound template is a literal
// and a chain of links. Chains are built from their ends and equal links are the same one, so
// templates that end alike run together: what is behind the place where they meet is rendered once
// a record and copied.
type link struct {
	cell    int
	literal string
	next    int // noLink in the last one of a chain
}

const noLink = -1

// node is a link in its place.
type node struct {
	link
	users  int // templates that begin here, and links that are followed by this one
	length int // number of links from here to the end
	tail   int // number of the shared tail that begins here, or noTail
}

const noTail = -1

// worthwhile is the length from which a shared tail is cheaper to copy than to render.
const worthwhile = 2

// chains are the chains of all templates of a layout.
type chains struct {
	nodes   []node
	indexOf map[link]int
	tails   int // number of shared tails
}

func newChains() chains { return chains{indexOf: map[link]int{}} }

// add returns the literal that the parts of a template begin with and the first link of the chain
// behind it, or noLink.
func (c *chains) add(parts []part) (lead string, head int) {
	head = noLink
	for _, p := range slices.Backward(parts) {
		if p.cell != noCell {
			head = c.intern(link{cell: p.cell, literal: lead, next: head})
			lead = ""
		}
		lead = p.constant + lead
	}
	if head != noLink {
		c.use(head)
	}
	return lead, head
}

func (c *chains) intern(l link) int {
	if n, known := c.indexOf[l]; known {
		return n
	}
	length := 1
	if l.next != noLink {
		c.use(l.next)
		length += c.nodes[l.next].length
	}
	n := len(c.nodes)
	c.indexOf[l] = n
	c.nodes = append(c.nodes, node{link: l, length: length, tail: noTail})
	return n
}

// use counts one more way that leads to a node. The second makes it the start of a shared tail.
func (c *chains) use(n int) {
	node := &c.nodes[n]
	node.users++
	if node.users == 2 && node.length >= worthwhile {
		node.tail = c.tails
		c.tails++
	}
}
