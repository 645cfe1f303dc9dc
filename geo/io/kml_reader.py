"""A KML or KMZ file to its features; links to other files and servers are never followed."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import errors

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from geo.errors import ConformError, Fault
from geo.io.archive import open_archive, read_member
from geo.io.encoding import decode
from geo.io.files import ZIP_MAGIC, read_user_bytes
from geo.io.geojson import Collection, Feature
from geo.io.kml_folders import Folder, in_folders
from geo.io.kml_placemark import ADDRESS, SPAN, feature_of, tag_of, text_of

DEEPEST = 100
"""Elements nested deeper than this are no map."""

_MOST_TAGS, _TAGS_OF_PLACEMARK = 200_000, 60
"""Tags of a file at most: styles and folders, and those of each placemark beside its cells."""

_CDATA = re.compile(rb"<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z)")
_OVERLAYS = ("GroundOverlay", "PhotoOverlay", "ScreenOverlay")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?kml\b")
_DECLARES = re.compile(rb"xmlns:([\w.-]+)\s*=")
_PREFIX = re.compile(rb"(?:^|(?<=\s))/?([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_MOST_PREFIXES = 50
_DECLARED = re.compile(r"""^(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"'>]*["']""")
_REMEDY = "Re-export it as KML 2.2, or as GeoJSON."


def read_kml(path: Path) -> Collection:
    """Read the placemarks of a `.kml` file, or of the first `.kml` in a `.kmz` archive.

    Returns
    -------
    Collection
        Geometries as GeoJSON objects in WGS84 lon/lat, unchecked; properties are the cells of
        ExtendedData, then name, description, address, time and the names of the folders where
        these do not name them. A point in a folder of launches is the launch.

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
    # A blank line or a byte order mark before the declaration is no XML, and does no harm.
    raw = _utf8(raw, file=path.name).lstrip(codecs.BOM_UTF8 + b" \t\r\n")
    _refuse_empty_tags(raw, file=path.name)
    try:
        try:
            found = _found(raw, file=path.name)
        except ParseError as error:
            if error.code != errors.codes[errors.XML_ERROR_UNBOUND_PREFIX]:
                raise
            raw, undeclared = _with_prefixes(raw)
            found = _found(raw, file=path.name)
            words = "prefixes that are not declared were read all the same"
            prefix_note = f"{path.name}: {words}: {', '.join(undeclared)}."
            notes = (*notes, prefix_note)
    except DefusedXmlException as error:
        raise ConformError.for_file(
            path.name, "the XML declares entities, which can read files or fill the memory", _REMEDY
        ) from error
    except ConformError:
        raise
    except (ParseError, LookupError, ValueError) as error:
        raise ConformError.for_file(path.name, f"not XML: {error}", _REMEDY) from error
    return found.collection(path.name, notes=notes)


def _found(raw: bytes, *, file: str) -> _Found:
    found = _Found()
    for element, folders in _elements(raw, file=file):
        found.take(element, folders)
    return found


class _Found:
    """What the placemarks of a file hold, gathered one by one."""

    def __init__(self) -> None:
        self.features: list[Feature] = []
        self.folders: list[tuple[Folder, ...]] = []
        self.faults: list[Fault] = []
        self.malformed_rows: dict[int, str] = {}
        self.links = self.spans = self.overlays = 0

    def take(self, element: Element, folders: tuple[Folder, ...]) -> None:
        """Keep a placemark as a feature, or as a fault with its text; count what is not read."""
        tag = tag_of(element)
        self.links += tag == "NetworkLink"
        self.overlays += tag in _OVERLAYS
        if tag != "Placemark":
            return
        number = len(self.features) + len(self.malformed_rows) + 1
        self.spans += any(tag_of(part) == "TimeSpan" for part in element)
        made = feature_of(element, number)
        if isinstance(made, Feature):
            self.features.append(made)
            self.folders.append(folders)
        else:
            self.faults.append(made)
            texts = [f"{part.get('name', '')} {part.text or ''}" for part in element.iter()]
            self.malformed_rows[number] = "\t".join(text for t in texts if (text := t.strip()))

    def collection(self, file: str, *, notes: tuple[str, ...]) -> Collection:
        """Give the features with the notes on them."""
        features, filed = in_folders(self.features, self.folders)
        nowhere = sum(feature.geometry is None for feature in self.features)
        sentences = [*filed]
        if self.links:
            sentences.append(f"{self.links} links to other files or servers were not followed.")
        if self.overlays:
            sentences.append(f"{self.overlays} overlays (pictures on the ground) were not read.")
        if self.spans:
            words = f"{self.spans} placemarks have a span of time: it stands in {SPAN}"
            sentences.append(f"{words}, and in date where it is within one day.")
        if nowhere:
            words = (
                f"placemarks without a geometry: {nowhere}; only a column can say where they are"
            )
            sentences.append(f"{words}, such as {ADDRESS}.")
        notes += tuple(f"{file}: {sentence}" for sentence in sentences)
        count = len(self.features) + len(self.malformed_rows)
        if not count:
            self.faults.append(Fault(0, "", "", "there are no placemarks", "Give at least one."))
        return Collection(file, features, count, tuple(self.faults), self.malformed_rows, notes)


def _with_prefixes(raw: bytes) -> tuple[bytes, list[str]]:
    """XML whose root declares every prefix that is used, and those that it did not declare.

    Google Earth reads such files, and what a prefix stands for decides nothing here.
    """
    root = _ROOT.search(raw)
    if root is None:
        return raw, []
    end = raw.find(b">", root.end())
    declared = set(_DECLARES.findall(raw[root.start() : end]))
    tags = (part.partition(b">")[0] for part in raw.split(b"<"))
    used = {prefix for tag in tags if b":" in tag for prefix in _PREFIX.findall(tag)}
    used -= {b"xml", b"xmlns"}
    missing = sorted(used - declared)[:_MOST_PREFIXES]
    text = b"".join(b' xmlns:%s="urn:undeclared:%s"' % (prefix, prefix) for prefix in missing)
    names = [prefix.decode() for prefix in missing]
    return raw[: root.end()] + text + raw[root.end() :], names


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
        raise ConformError.for_file(
            file, problem, "Export the placemarks alone.", given=f"{tags:,}"
        )


def _main_document(path: Path) -> tuple[bytes, tuple[str, ...]]:
    raw = read_user_bytes(path, magic=ZIP_MAGIC, what="a KMZ archive")
    archive = open_archive(raw, file=path.name)
    documents = [name for name in archive.namelist() if name.casefold().endswith(".kml")]
    if not documents:
        raise ConformError.for_file(path.name, "the archive holds no .kml", _REMEDY)
    chosen = "doc.kml" if "doc.kml" in documents else documents[0]
    others = [name for name in documents if name != chosen]
    documents_note = f"{path.name}: {chosen} was read; not read: {', '.join(others)}."
    return read_member(archive, chosen, file=path.name), (documents_note,) if others else ()


def _elements(raw: bytes, *, file: str) -> Iterator[tuple[Element, tuple[Folder, ...]]]:
    """Placemarks and what stands outside of them, as they end, with the folders about them."""
    path: list[Element] = []
    folders: tuple[Folder, ...] = ()
    inside = 0
    for event, element in iterparse(io.BytesIO(raw), events=("start", "end"), forbid_dtd=True):
        tag = tag_of(element)
        if event == "start":
            if not path and tag != "kml":
                problem = f"this is XML, but its root is {tag!r}, not kml"
                raise ConformError.for_file(file, problem, _REMEDY)
            path.append(element)
            inside += tag == "Placemark"
            if tag == "Folder" and not inside:
                folders = (*folders, Folder())
            if len(path) > DEEPEST:
                raise ConformError.for_file(file, "the XML is nested too deep", _REMEDY)
            continue
        path.pop()
        inside -= tag == "Placemark"
        if inside:
            continue
        yield element, folders
        if tag == "name" and path and tag_of(path[-1]) == "Folder":
            folders[-1].name = text_of(element)  # it may stand behind the placemarks
        if tag == "Folder":
            folders = folders[:-1]
        # What has been looked at goes: a file of empty folders would fill the memory.
        if path:
            path[-1].remove(element)
