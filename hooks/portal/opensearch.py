"""opensearch.xml, by which a browser offers the archive as one of its search engines.

The elements and their limits: OpenSearch 1.1 Draft 6, “OpenSearch description document”.
"""

from __future__ import annotations

from xml.etree import ElementTree

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_SHORT_NAME = 16
_DESCRIPTION = 1024


def opensearch_xml(name: str, description: str, archive: str, icon: str) -> bytes:
    """The description of a site's search; `archive` and `icon` are whole addresses.

    Names and descriptions that are too long for the standard are cut.
    """
    root = ElementTree.Element("OpenSearchDescription", xmlns=_NAMESPACE)
    ElementTree.SubElement(root, "ShortName").text = name[:_SHORT_NAME]
    ElementTree.SubElement(root, "Description").text = description[:_DESCRIPTION]
    ElementTree.SubElement(root, "InputEncoding").text = "UTF-8"
    ElementTree.SubElement(root, "Image", type="image/svg+xml").text = icon
    template = f"{archive}?q={{searchTerms}}"
    ElementTree.SubElement(root, "Url", type="text/html", method="get", template=template)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
