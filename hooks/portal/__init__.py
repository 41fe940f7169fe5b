"""The portal: from Markdown files to a finished site. A module imports only from those above it.

What an author writes, and what is wrong with it:
    problem        — a mistake in one place, in Chinese, with its remedy
    failure        — what ends a command, in one line, with its remedy
    fields         — the types of the fields officers fill in
    kinds/         — the kinds of entries: their fields, labels, templates, facets
    decoding       — a file's bytes as text
    slips          — what officers get wrong in front matter, told by its looks
    front_matter   — a file's text as values, their lines, and a body
    validation     — values as fields, or Problems
    settings       — what the office sets in mkdocs.yml
    publication    — who may see an entry: default deny
    paths          — names of files, and the addresses they become
    columns        — the content folder as a tree of columns
    body/          — Markdown as HTML that can do no harm
    pictures/      — pictures for the web, without what they tell of the photographer

Room and hands for large sites:
    spool          — bytes put by until they are needed
    workers        — processes, or this one alone

The library:
    files          — what an entry shows or offers besides its text
    entry          — one file, read, validated and rendered
    library        — all that the public may see, and its indices
    references     — where links lead
    checks         — the rules beyond a single field, and those of a release
    reading        — from the content folder to the library

The site:
    pages/         — every page as a value: what it shows
    open_data/     — what other programs read: feeds, calendars, records
    assets         — styles, scripts and marks
    theme          — from a page to its HTML
    release/       — the only writer of site/
    drawing        — which pages have to be drawn, and drawing them
    headers        — what a web server says with each file
    servers        — the same in the words of nginx, Apache, IIS and static hosts
    sitemap        — for search engines
    opensearch     — for the search bars of browsers
    recipe         — what else decides the bytes of the site
    snapshot       — a value in a file, believed only if whole
    memory         — what one build leaves for the next
    search/        — the index that readers search
    verify         — whether a copy of the site is what was released
    build          — the recipe
    preview        — the site while somebody writes

The two doors:
    skeleton       — a new entry for an officer to complete
    adapter        — MkDocs, and nothing else knows it
    cli            — the command `portal`
    __main__       — where a command begins and ends
"""
