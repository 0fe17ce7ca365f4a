"""What the document says of itself: PDF/A-3a and PDF/UA-1 at once, in one well-formed XMP packet.

WeasyPrint knows one claim a document and appends what else is asked for behind the end of the RDF.
PDF/A allows a property it does not know, such as PDF/UA's, only with a description of its schema
(ISO 19005-3, 6.6.2.3).
"""

from typing import Any
from xml.sax.saxutils import escape

VARIANT = "pdf/a-3a"  # what WeasyPrint is asked for: output intent, tags, and no forbidden feature

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{creators}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def packet(*, title: str, authors: list[str], language: str, producer: str) -> bytes:
    """The XMP packet."""
    names = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in authors)
    return _PACKET.format(
        title=escape(title),
        creators=f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>\n" if names else "",
        language=escape(language),
        producer=escape(producer),
    ).encode()


def claim(document: Any, pdf: Any) -> None:
    """Put our packet in place of WeasyPrint's, in a document about to be written."""
    facts = document.metadata
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.compress = False  # so that a program that knows no PDF finds the packet too
    stream.stream = [
        packet(
            title=facts.title or "",
            authors=facts.authors,
            language=facts.lang or "",
            producer=pdf.info["Producer"].string,
        )
    ]
