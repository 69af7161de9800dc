"""A public checkout of PolNeAR -> the JSON Lines that training reads.

    python -m onrecord_train.convert POLNEAR_CHECKOUT OUT_FOLDER

Reads `data/{train,dev}/attributions/*.ann` (brat standoff) beside `data/{train,dev}/text/*.txt`; where several people
annotated one article, the first by file name counts. Writes `train.jsonl` and `dev.jsonl`. The test part is not read:
keep it for a last measurement.
"""
import json
import re
import sys
from pathlib import Path

ROLES = {"Source": "source", "Cue": "cue", "Content": "content"}
PUBLISHED = re.compile(r"^(.+?)_(\d{4}-\d{2}-\d{2})_(.+)$")


def attributions(annotation):
    """The attributions of one `.ann` file: {"source": [[start, end], ...], "cue": ..., "content": ...}."""
    spans, out = {}, []
    for line in annotation.splitlines():
        cells = line.split("\t")
        if line.startswith("T"):
            places = cells[1].split(" ", 1)[1]
            spans[cells[0]] = [[int(n) for n in place.split()] for place in places.split(";")]
    for line in annotation.splitlines():
        if not line.startswith("E"):
            continue
        found = {role: [] for role in ROLES.values()}
        for argument in line.split("\t")[1].split():
            name, target = argument.split(":")
            role = ROLES.get(name.rstrip("0123456789"))
            if role:
                found[role] += spans.get(target, [])
        out.append({role: sorted(places) for role, places in found.items()})
    return out


def articles(folder):
    for text_path in sorted((folder / "text").glob("*.txt")):
        name = text_path.stem
        annotated = sorted((folder / "attributions").glob(f"{name}_*.ann"))
        parts = PUBLISHED.match(name)
        if annotated and parts:
            text = text_path.read_text(encoding="utf-8")
            yield {"id": name, "publisher": parts[1], "date": parts[2], "text": text,
                   "attributions": attributions(annotated[0].read_text(encoding="utf-8"))}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    checkout, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for part in ("train", "dev"):
        with open(out / f"{part}.jsonl", "w", encoding="utf-8") as file:
            for article in articles(checkout / "data" / part):
                file.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
