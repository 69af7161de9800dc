"""The mean of several runs' weights: `python -m onrecord_train.average --out out/mean.pt out/a.pt out/b.pt`."""
import argparse

import torch


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("weights", nargs="+")
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    runs = [torch.load(path) for path in args.weights]
    mean = lambda name: sum(run[name].float() for run in runs) / len(runs)
    torch.save({n: mean(n) if w.is_floating_point() else w for n, w in runs[0].items()}, args.out)


if __name__ == "__main__":
    main()
