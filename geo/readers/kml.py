"""A KML or KMZ file to its features; links to other files and servers are never followed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from geo.errors import ConformError, Fault, refused
from geo.readers.archive import open_archive, read_member
from geo.readers.encoding import decode
from geo.readers.files import ZIP_MAGIC, read_user_bytes
from geo.readers.geojson import Collection, Feature
from geo.readers.placemarks import SPAN, feature_of, tag_of

DEEPEST = 100
"""Elements nested deeper than this are no map."""

_MOST_TAGS, _TAGS_OF_PLACEMARK = 200_000, 60
"""Tags of a file at most: styles and folders, and those of each placemark beside its cells."""

_CDATA = re.compile(rb"<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z)")
_DECLARED = re.compile(r"""^(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"'>]*["']""")
_REMEDY = "Export it anew as KML 2.2, or as GeoJSON."


def read_kml(path: Path) -> Collection:
    """Read the placemarks of a `.kml` file, or of the first `.kml` in a `.kmz` archive.

    Returns
    -------
    Collection
        Geometries as GeoJSON objects in WGS84 lon/lat, unchecked; properties are the cells of
        ExtendedData, then name, description and time where these do not name them.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is not KML, declares entities, or is nested too deep.
    """
    notes: tuple[str, ...] = ()
    if path.suffix.casefold() == ".kmz":
        raw, notes = _main_document(path)
    else:
        raw = read_user_bytes(path, magic=b"<", what="KML")
    raw = _utf8(raw, file=path.name)
    _refuse_empty_tags(raw, file=path.name)
    found = _Found()
    try:
        for element in _elements(raw, file=path.name):
            found.take(element)
    except DefusedXmlException as error:
        raise refused(
            path.name, "the XML declares entities, which can read files or fill the memory", _REMEDY
        ) from error
    except ConformError:
        raise
    except (ParseError, LookupError, ValueError) as error:
        raise refused(path.name, f"not XML: {error}", _REMEDY) from error
    return found.collection(path.name, notes=notes)


class _Found:
    """What the placemarks of a file hold, gathered one by one."""

    def __init__(self) -> None:
        self.features: list[Feature] = []
        self.faults: list[Fault] = []
        self.shapeless: dict[int, str] = {}
        self.links = self.spans = 0

    def take(self, element: Element) -> None:
        """Keep a placemark as a feature, or as a fault with its text; count links."""
        self.links += tag_of(element) == "NetworkLink"
        if tag_of(element) != "Placemark":
            return
        number = len(self.features) + len(self.shapeless) + 1
        self.spans += any(tag_of(part) == "TimeSpan" for part in element.iter())
        made = feature_of(element, number)
        if isinstance(made, Feature):
            self.features.append(made)
        else:
            self.faults.append(made)
            texts = [f"{part.get('name', '')} {part.text or ''}" for part in element.iter()]
            self.shapeless[number] = "\t".join(text for t in texts if (text := t.strip()))

    def collection(self, file: str, *, notes: tuple[str, ...]) -> Collection:
        """Give the features with what has to be told of them."""
        if self.links:
            told = f"{file}: {self.links} links to other files or servers were not followed."
            notes += (told,)
        if self.spans:
            told = f"{self.spans} placemarks have a span of time: it stands in {SPAN}, not in date"
            notes += (f"{file}: {told}.",)
        count = len(self.features) + len(self.shapeless)
        if not count:
            self.faults.append(Fault(0, "", "", "there are no placemarks", "Give at least one."))
        features, faults = tuple(self.features), tuple(self.faults)
        return Collection(file, features, count, faults, self.shapeless, notes)


def _utf8(raw: bytes, *, file: str) -> bytes:
    """XML in UTF-16 as UTF-8: its declaration would then name the wrong one, so it goes."""
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return raw
    text = decode(raw, file=file)[0]
    return _DECLARED.sub(r"\1", text, count=1).encode()


def _refuse_empty_tags(raw: bytes, *, file: str) -> None:
    """Refuse a file whose tags are not those of placemarks, by counting before parsing."""
    cells = raw.count(b"Data") + raw.count(b"Polygon") + raw.count(b"Boundary")
    most = _MOST_TAGS + _TAGS_OF_PLACEMARK * (raw.count(b"Placemark") // 2) + 4 * cells
    tags = raw.count(b"<")
    if tags > most:
        tags = _CDATA.sub(b"", raw).count(b"<")  # tables of HTML in a description are no tags
    if tags > most:
        problem = f"more than {most:,} tags for the placemarks that it has"
        raise refused(file, problem, "Export the placemarks alone.", given=f"{tags:,}")


def _main_document(path: Path) -> tuple[bytes, tuple[str, ...]]:
    raw = read_user_bytes(path, magic=ZIP_MAGIC, what="a KMZ archive")
    archive = open_archive(raw, file=path.name)
    documents = [name for name in archive.namelist() if name.casefold().endswith(".kml")]
    if not documents:
        raise refused(path.name, "the archive holds no .kml", _REMEDY)
    chosen = "doc.kml" if "doc.kml" in documents else documents[0]
    others = [name for name in documents if name != chosen]
    told = f"{path.name}: {chosen} was read; not read: {', '.join(others)}."
    return read_member(archive, chosen, file=path.name), (told,) if others else ()


def _elements(raw: bytes, *, file: str) -> Iterator[Element]:
    """Placemarks and what stands outside of them, as they end; the first must be `kml`."""
    path: list[Element] = []
    inside = 0
    for event, element in iterparse(io.BytesIO(raw), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if not path and tag_of(element) != "kml":
                problem = f"this is XML, but its root is {tag_of(element)!r}, not kml"
                raise refused(file, problem, _REMEDY)
            path.append(element)
            inside += tag_of(element) == "Placemark"
            if len(path) > DEEPEST:
                raise refused(file, "the XML is nested too deep", _REMEDY)
            continue
        path.pop()
        inside -= tag_of(element) == "Placemark"
        if inside:
            continue
        yield element
        # What has been looked at goes: a file of empty folders would fill the memory.
        if path:
            path[-1].remove(element)
