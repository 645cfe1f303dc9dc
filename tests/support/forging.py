"""Case files forged with every hash written again: what agrees with itself, and what does not."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from PIL import Image

from geo.casebook.case_file import MANIFEST, sha256
from geo.casebook.entry import GENESIS, as_object, from_object
from geo.casebook.links import Chain
from geo.casebook.review import answer
from layers.brief import case_file_derive as casefile_derive
from tests.dashboard.cli.test_casefile import CHECKED, members, packed


def sealed(files, stated=None):
    """Zip with the hash of every member written again."""
    manifest = json.loads(files[MANIFEST])
    manifest.update(stated or {})
    manifest["files"] = [
        {"name": name, "bytes": len(one), "sha256": sha256(one)}
        for name, one in sorted(files.items())
        if name != MANIFEST
    ]
    return packed({**files, MANIFEST: json.dumps(manifest).encode()})


def entries_of(files):
    return [from_object(json.loads(line)) for line in files["decisions.jsonl"].splitlines()]


def rewritten(content, change, *, count=None, keep=None):
    """The file with its decisions changed, and every hash from the first on made to fit.

    Hidden entries keep their hash, as a forger has nothing else of them, but for a last one: it
    gets the head that a forger likes.
    """
    files = members(content)
    before = {one.number: one for one in entries_of(files)}
    lines = map(json.loads, files["chain.jsonl"].splitlines())
    sealing = {one["number"]: one["sha256"] for one in lines}
    after = {one.number: one for one in change(list(before.values()))}
    total = count or max([*sealing, *after])
    entries, last = {}, GENESIS
    for number in range(1, total + 1):
        if number in after:
            one = after[number]
            entries[number] = one.sealed(number=number, at=one.at or "2026-01-01", before=last)
            last = entries[number].sha256
        else:
            last = sealing[number]
        sealing[number] = last
    first = min(entries, default=total + 1)
    chain = Chain({n: h for n, h in sealing.items() if first <= n <= total}, entries)
    files["chain.jsonl"] = chain.text()
    mine = [one for one in entries.values() if keep is None or keep(one)]
    files["decisions.jsonl"] = "".join(json.dumps(as_object(one)) + "\n" for one in mine).encode()
    remade(files, mine)
    return sealed(files, {"casebook": {"entries": total, "head": last}})


def remade(files, entries):
    """Make everything that verify makes again fit the data and decisions as they are now."""
    derived, _ = casefile_derive.derived(files, entries, progress=lambda _: None)
    files.update(derived)


def with_figure(content, stated=None):
    files = members(content)
    picture = Image.open(io.BytesIO(files["figures/001.png"])).convert("RGB")
    picture.paste((200, 0, 0), (40, 40, 90, 90))
    out = io.BytesIO()
    picture.save(out, "PNG")
    files["figures/001.png"] = out.getvalue()
    return sealed(files, stated)


def swapped(content, name, old, new, *, again=True):
    files = members(content)
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    if again:
        remade(files, entries_of(files))
    return sealed(files)


def altered_note(entries):
    return [replace(one, note="Seen by nobody.") if one.number == 1 else one for one in entries]


def forged_reviewer(entries):
    forged = replace(answer(entries[0], "concur", by="Eve"), number=3, at="2026-01-01")
    return [*entries, forged]


def without_cara(entries):
    return [one for one in entries if one.by != "Cara"]


# What agrees with itself from end to end: nothing inside the file can refuse it.
AGREEING = {
    "altered note": lambda content: rewritten(content, altered_note),
    "forged second reviewer": lambda content: rewritten(content, forged_reviewer),
    "answer left out": lambda content: rewritten(content, without_cara),
    "end cut off": lambda content: rewritten(content, lambda them: them[:2], count=2),
    "sources": lambda content: sealed(
        members(swapped(content, "data/sources.csv", b"http", b"HTTP")), {"published": {}}
    ),
    "row": lambda content: sealed(
        members(swapped(content, "data/attacks.csv", b"Al-Asad", b"Al-Assd")), {"published": {}}
    ),
    "made at another time": lambda content: sealed(members(content), {"made": "2020-01-01"}),
}
# What the file itself gives away.
REFUSED = {
    "sources that are said to be published": (
        lambda content: swapped(content, "data/sources.csv", b"http", b"HTTP"),
        "The manifest says that its rows are those of the published sources.csv",
    ),
    "row that is said to be published": (
        lambda content: swapped(content, "data/attacks.csv", b"Al-Asad", b"Al-Assd"),
        "title: “",
    ),
    "altered figure": (with_figure, "figures/001.png comes out differently"),
    "head of zeros": (
        lambda content: sealed(members(content), {"casebook": {"entries": 5, "head": GENESIS}}),
        "does not end in the head that is stated",
    ),
    "empty book": (
        lambda content: sealed(members(content), {"casebook": {"entries": 0, "head": GENESIS}}),
        "too many",
    ),
    "altered note, its hash left": (
        lambda content: swapped(content, "decisions.jsonl", b"Seen.", b"Not.", again=False),
        "Entry 1 of decisions.jsonl was changed",
    ),
    "reviewer agrees with himself": (
        lambda content: rewritten(
            content, lambda them: [replace(o, by="anna ") if o.number == 2 else o for o in them]
        ),
        "Entry 2 answers entry 1: it is your own decision",
    ),
    "decision of another attack": (
        lambda content: rewritten(
            content,
            lambda them: [replace(o, attack_id=CHECKED) if o.number == 4 else o for o in them],
        ),
        "Entry 4 is on 2022-05-30-al-asad, which is none of the attacks",
    ),
    "decisions other than the chain": (
        lambda content: rewritten(content, altered_note, keep=lambda one: one.number != 2),
        "Entry 2 of chain.jsonl is missing in decisions.jsonl",
    ),
    "chain with a gap": (
        lambda content: sealed(
            {
                **members(content),
                "chain.jsonl": b"\n".join(
                    line
                    for number, line in enumerate(members(content)["chain.jsonl"].splitlines())
                    if number != 2
                ),
            }
        ),
        "The chain lacks entries between 1 and 5",
    ),
    "findings": (
        lambda content: swapped(content, "findings.json", b"explained", b"mismatch", again=False),
        "comes out explained",
    ),
    "one letter of a finding": (
        lambda content: swapped(content, "findings.json", b"Seen.", b"Saw .", again=False),
        "findings.json comes out differently",
    ),
    "terms": (
        lambda content: swapped(content, "terms.csv", b"HAN", b"KSS", again=False),
        "terms.csv comes out differently",
    ),
    "ground": (
        lambda content: swapped(content, "areas.geojson", b"4", b"5", again=False),
        "areas.geojson comes out differently",
    ),
    "table left out": (
        lambda content: sealed(
            {k: v for k, v in members(content).items() if k != "data/sources.csv"}
        ),
        "data/sources.csv is not in the file",
    ),
    "text for the reader": (
        lambda content: swapped(content, "README.txt", b"no proof", b"a proof", again=False),
        "README.txt is not the text",
    ),
    "a file more": (
        lambda content: sealed({**members(content), "order.txt": b"x"}),
        "order.txt is no part of a case file",
    ),
    "a figure more": (
        lambda content: sealed({**members(content), "figures/002.png": b"x"}),
        "figures/002.png is of no attack",
    ),
    "another attack in the manifest": (
        lambda content: sealed(members(content), {"attacks": [CHECKED]}),
        "The attacks of the data are not those of the manifest",
    ),
}
