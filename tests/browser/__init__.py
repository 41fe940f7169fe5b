"""What readers meet: the site built from content/, served, and looked at in a real Chromium.

machine  — finds or installs the browser, Java and npm
server   — serves the site as a web server would
sitemap  — one address for each kind of page
views    — the ways readers look at a page
conftest — builds the site once, starts the server and the browser
"""
