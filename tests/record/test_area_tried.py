"""An area tried under Add & edit changes the one verdict of the bundled record that it should."""

from __future__ import annotations

import json

from tests.dashboard.editor.test_by_hand_areas import area_form, editor_on
from tests.support.apps import words


def test_a_disc_about_al_baghdadi_makes_one_attack_contested(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    app = editor_on("Areas")
    app.selectbox(key="part_0_place").set_value("al_baghdadi")
    app = area_form(app, holder="KSS").run()
    assert not app.exception
    assert "1 verdict would change: 1 insufficient → contested" in words(app)
    (element,) = app.get("component_instance")
    assert "2021-06-20-al-asad-rocket" in json.loads(element.proto.json_args)["feature_group"]
