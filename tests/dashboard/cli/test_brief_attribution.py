"""The words that a user's rows owe to their provider reach every product, and no other credit."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation
from typer.testing import CliRunner

from dashboard.cli import app
from layers.brief.tokens import FORMATS
from tests.support.command import runner

OWED = "Data: Armed Conflict Survey <b>&</b> Co, https://survey.example, accessed 2026-01-02"
OTHER = "Second provider, CC BY 4.0"
ROWS = f"""attack_id,date,method,target_place,target_lat,target_lon,target_radius_km,attribution
A1,2023-10-20,rocket,Taji,33.524,44.2697,5,"{OWED}"
A2,2023-10-21,rocket,Taji,33.524,44.2697,5,"{OTHER}"
A3,2023-10-22,rocket,Taji,33.524,44.2697,5,
"""
ATLAS = "public reports as listed in the atlas"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    (data / "attacks.csv").write_text(ROWS, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def products(folder, tmp_path_factory):
    """Every product of a user's own rows, by its ending."""
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        done = CliRunner().invoke(
            app,
            [
                "brief",
                "--data",
                str(folder),
                "--kind",
                "pack",
                "--contents",
                "overview",
                "--format",
                ",".join(FORMATS),
                "--made",
                "2026-11-21T03:00",
                "--out",
                str(out),
            ],
        )
    assert done.exit_code == 0, done.output
    return {path.suffix[1:]: path for path in out.iterdir()}


def texts(path):
    """Everything that a reader of a file can find in it as text."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return " ".join(
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)
        )
    if path.suffix == ".pptx":
        slides = Presentation(io.BytesIO(content)).slides
        return " ".join(slide.notes_slide.notes_text_frame.text for slide in slides)
    if path.suffix == ".gpkg":
        about = gpd.read_file(path, layer="about")
        attacks = gpd.read_file(path, layer="attacks")
        return " ".join([*about["text"], *attacks["attribution"]])
    return content.decode("utf-8-sig")


def plain(text):
    """Without line breaks and the escapes of markup, whose spelling differs by format."""
    for escape, letter in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&#x27;", "'")):
        text = text.replace(escape, letter)
    return " ".join(text.split())


@pytest.mark.parametrize("ending", [*(x for x in FORMATS if x != "png"), "csv", "json"])
def test_every_product_carries_what_is_owed(products, ending):
    said = plain(texts(products[ending]))
    for owed in (OWED, OTHER):
        assert plain(owed) in said.replace("&amp;", "&"), ending
    assert ATLAS not in said


def test_data_files_say_it_row_by_row(products):
    features = json.loads(products["geojson"].read_text(encoding="utf-8"))["features"]
    rows = {
        f["properties"]["attack_id"]: f["properties"]["attribution"]
        for f in features
        if f["properties"]["layer"] == "attacks"
    }
    assert rows == {"A1": OWED, "A2": OTHER, "A3": ""}


def test_a_picture_prints_it_and_the_manifest_lists_it(products):
    manifest = json.loads(products["json"].read_text(encoding="utf-8"))
    assert sorted(manifest["record"]["attribution"]) == sorted([OWED, OTHER])
    printed = [
        item["text"]
        for page in manifest["layout"]["hd"]
        for item in page["items"]
        if item["name"] == "attribution"
    ]
    assert printed
    assert all(OWED in text and OTHER in text for text in printed)
    with Image.open(products["png"]) as picture:
        assert picture.size == (1920, 1080)


def test_the_record_itself_is_still_credited_to_public_reports(monkeypatch, capfd, tmp_path):
    done = runner(monkeypatch, capfd)(
        "brief",
        "--to",
        "2019-12-31",
        "--format",
        "geojson",
        "--made",
        "2026-11-21T03:00",
        "--out",
        tmp_path,
    )
    assert done.code == 0, done.err
    (path,) = tmp_path.glob("*.geojson")
    assert ATLAS in path.read_text(encoding="utf-8")
