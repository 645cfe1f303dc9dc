"""Rows that every format can carry: sound ones, and ones with a fault in a cell."""

from __future__ import annotations

SOUND = {
    "attack_id": "a1",
    "date": "2021-07-10",
    "method": "rocket",
    "target_lat": "33.94",
    "target_lon": "44.36",
    "target_radius_km": "4",
    "note": "sound",
}

FAULTY_CELLS = {
    "nan": {"target_lat": "nan"},
    "infinite": {"target_lon": "inf"},
    "minus infinite": {"target_lat": "-inf"},
    "overflow": {"target_lon": "1e400"},
    "swapped": {"target_lat": "44.36", "target_lon": "33.94"},
    "wrong sign": {"target_lon": "-44.36"},
    "run together": {"target_lat": "335624", "target_lon": "442136"},
    "projected": {"target_lat": "3755000", "target_lon": "441000"},
    "half a coordinate": {"target_lon": ""},
    "no radius": {"target_radius_km": ""},
    "negative radius": {"target_radius_km": "-4"},
    "ambiguous date": {"date": "03/04/2021"},
    "no such day": {"date": "2021-02-30"},
    "unknown method": {"method": "sling"},
    "unknown group": {"assessed_group": "Nujabah Party"},
    "huge count": {"count": "9" * 400},
}
"""What is wrong with a row, by the cells that differ from a sound one."""

SOUND_CELLS = {
    "plain": {},
    "arabic note": {"note": "قصف صاروخي قرب القاعدة"},
    "formula note": {"note": "'=1+1"},
    "template note": {"note": "{{ 7*7 }} ${x} `y`"},
    "markup note": {"note": "<script>alert(1)</script> &amp;"},
    "month only": {"date": "2021-07"},
    "no method": {"method": ""},
    "group by name": {"assessed_group": "Kata'ib Hezbollah"},
    "far west": {"target_lon": "34.5"},
    "right to left": {"note": "\u202eabc"},
}
"""Rows that look odd and are sound."""


def rows(cells, *, count=3):
    """A few sound rows of distinct ids and places, the last with `cells` in it."""
    made = [
        {**SOUND, "attack_id": f"a{number}", "target_lat": f"{33 + number / 10:.2f}"}
        for number in range(1, count + 1)
    ]
    made[-1] |= cells
    columns = list(dict.fromkeys(name for row in made for name in row))
    return [{name: row.get(name, "") for name in columns} for row in made]
