"""What training sees of the sample articles, for the engine's parity test.

    python -m onrecord_train.fixture ../samples fixtures/segment.json
"""
import json
import sys
from pathlib import Path

from .model import minilm_folder
from .data import Article
from .windows import Pieces, prepare, windows

EDGES = (
    "It was 'the workers' idea', James' wife said: “A ‘big’ deal,” he said. The '90s were ''quoted'' and 'wild'.\n\n"
    "« Non », said Zoë O’Brien-Müller. „Doch“, 1½ km_away… naïve café №5 日本 “left open\n\nby *noon* in ÅRHUS."
)


def main():
    pieces = Pieces(minilm_folder())
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))}
    out = []
    for name, text in {"edges": EDGES, **texts}.items():
        article = prepare(Article.of(name, text), pieces)
        out.append({
            "name": name, "text": text, "tokens": article.spans, "features": article.features, "pieces": article.pieces,
            "paragraphs": article.paragraphs, "windows": [[w.context, w.start, w.end] for w in windows(article)],
        })
    Path(sys.argv[2]).write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
