"""What browsers are told of the site's search."""

from __future__ import annotations

from xml.etree import ElementTree

from portal.opensearch import opensearch_xml

NAMES = {"": "http://a9.com/-/spec/opensearch/1.1/"}


def test_a_browser_is_told_the_name_and_where_to_send_the_words() -> None:
    xml = opensearch_xml(
        "示例门户", "党建稿件", "https://example.org/dj/archive/", "https://example.org/dj/assets/favicon.svg"
    )
    assert xml.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "  <ShortName>示例门户</ShortName>\n"
        "  <Description>党建稿件</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        '  <Image type="image/svg+xml">https://example.org/dj/assets/favicon.svg</Image>\n'
        '  <Url type="text/html" method="get" template="https://example.org/dj/archive/?q={searchTerms}" />\n'
        "</OpenSearchDescription>\n"
    )


def test_a_long_name_is_cut_to_what_the_standard_allows_and_marks_stay_text() -> None:
    root = ElementTree.fromstring(opensearch_xml("<b>" + "长" * 20, "&" * 2000, "https://a/", "https://a/i"))
    assert root.findtext("ShortName", namespaces=NAMES) == "<b>" + "长" * 13
    assert root.findtext("Description", namespaces=NAMES) == "&" * 1024
