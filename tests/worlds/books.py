"""Books for the tests of the casebook: a few entries of every kind."""

from __future__ import annotations

from geo.casebook.entry import Entry

N = 6


def review(by="Anna", attack="a1", decision="false claim", **more):
    return Entry(by, "review", attack, decision, **more)


def filled(book):
    """Six entries: two reviews, an agreement, a dissent, a withdrawal, one with details."""
    book.append(review(note="بيان: “we did it”", reliability="B", credibility="2", source="x"))
    book.append(review("Ben", "a2", "needs more", note="the launch place"))
    book.append(Entry("Ben", "concur", "a1", about=1))
    book.append(Entry("Cleo", "dissent", "a1", about=1, note="no"))
    book.append(Entry("Ben", "withdraw", "a1", about=3))
    book.append(review(decision="area out of date", details=(("area_id", "kh"), ("after", "y"))))
    return book
