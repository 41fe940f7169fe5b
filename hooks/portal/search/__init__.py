"""The index that readers search: every post by any words in it, exactly, from files that any host can serve.

    document → normalise → suffixes → leaves → blocks ─┬→ part ─┬→ index → files of the site
                                              letters ─┘ purge ─┘   (read by search-engine.js)

**Version 1 of the format.** A *term* is found where it stands within the title or one other part of a
document, all normalised as `normalise.py` says. The index is a sorted list of suffixes: the text from
each character on, as *keys* of characters' ranks in an alphabet (by frequency, from 1; 0 is the stop at
the end of a text). Equal keys of 8 characters share a list of documents; where more than 20 documents
share one, it grows by 8 characters, up to 32. A key is cut as soon as no more than 4 suffixes go on from
it (the same eight characters in one document are one suffix), and neighbours that are cut at the same
character are put together up to about 4. What is then under one key is a *leaf*: all that begins with the
key, or, where several were put together, all from this key up to the next one, which begin alike but for
the last character. No key begins another, so a term is a range of leaves: those of which all begin with
the term hold it for certain; at most one may hold it, or not, and its few texts are looked at (of a key
that has not been cut up to 20, and of terms beyond 32 characters all that match by their first 32 and
their last).

`search/index.json` is the pointer, `{"version", "parts": [root, …]}`: one large part, and after edits a
small one. All other files are raw deflate, never change, and lie in `search/v1/<part>/`, a folder named
by what the part was made from; a file that had to be purged later has a mark of its new content in its
name (`b12-<mark>.bin`, listed in `versions`). JSON: root, directories `r`. Binary: blocks `b`, lists `l`,
pieces `c`, records `d`. In a part:

- `root-<hash>`: `documents` (how many; numbered from 0, the newest first), `alphabet`, `blocks` (how many),
  `span` (blocks in a directory), `firsts` (the first key of each directory, in characters), `piece`
  (documents in a piece), `codes` (each facet's values; the first has code 1), `years` ([year, first
  document]), `struck` (documents that are no longer in it), `versions`. In the small part `before`: for
  each document, the number of the large part's document that comes next in time. In the last part, for the
  whole: `facets` (values with labels, in order), `labels`, `map`.
- `r<n>`, a directory: `firsts` (the first key of each of its blocks), `lists` (the prefixes that have a
  list, the first being number `from`), `versions`.
- `b<n>`, a block of about 4 000 documents' numbers: six 32-bit counts (leaves, first, second and third
  bytes of characters, large counts, documents), then planes: characters shared with the key before;
  characters added; a bit for each leaf, whether several keys are in it; first bytes of ranks (below 200 the
  rank; up to 254 with a second byte; 255: two bytes in the third plane), second bytes, 16-bit thirds;
  documents of each leaf (255: in the next plane, 32 bits); the documents' differences within a leaf, low,
  middle and high bytes; a bit for each, whether the suffix is in its title. Where less than eight characters
  are common to a leaf, a document is in it once for each suffix.
- `l<n>`: for a prefix of 1 to 8 characters with which two or more blocks begin, so that a term needs no
  more than two blocks; a byte for each document: 128 it is there, 4 in the title, and 0–3 how often. Where
  less than a quarter of all are there: low, middle and high bytes of the differences of their numbers, and
  these bytes.
- `c<n>`: the facets' codes of 4 096 documents: for each facet that has values the low bytes, and if it has
  more than 255 the high ones; honours are bits, so more than 8 take two bytes. They are most of what a query
  loads from a large archive, and only filters and counts need them: results do not wait for them.
- `d<n>/<m>`: document 256 n + m: as JSON what a result shows, and in `map` its traditional characters;
  after a 0 its title and parts in the codes of `letters.py`.
- `search/v1/simplified-<hash>`: the table of traditional characters, read only for a character that no
  alphabet has.

**Order.** More terms in the title first; then more often, where a term counts 0 to 3 for 1, 2, 4, 8 or
more different eight-character stretches (cut at the end of the text) that begin with it, and a term of
eight or more counts 0; then the newest. Of several terms, the first 20 results are looked at again: among
equals those come first in which the terms stand closest (the shortest stretch of one part that holds
all). **When nothing matches**, terms are dropped, from the first on keeping each that still leaves
something; if none is left, the posts come that hold at least half of up to six of the pairs of characters
in the terms, those with more of them first.

**Change.** Documents that are new or changed make up the small part, made anew at each build; in the
large part they are struck, and what they no longer say is taken out of its blocks, lists and pieces at
once (`purge.py`). When that touches too many blocks or the small part grows too large, all is made anew,
with the bytes of a clean build.
"""
