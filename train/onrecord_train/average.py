"""The mean of several runs' weights: `python -m onrecord_train.average --out out/mean.pt out/a.pt out/b.pt`."""
import argparse

import torch


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("weights", nargs="+")
    ap.add_argument("--out", required=True)
    ap.add_argument("--shares", type=float, nargs="+", help="what each counts; without it, all the same")
    ap.add_argument("--last", metavar="PREFIX", nargs="+", default=[], help="weights whose names begin so are the last run's alone")
    args = ap.parse_args()
    runs = [torch.load(path) for path in args.weights]
    shares = args.shares or [1.0] * len(runs)
    if len(shares) != len(runs):
        ap.error(f"{len(shares)} shares for {len(runs)} files of weights")

    def mean(name):
        last = runs[-1][name]
        if not last.is_floating_point() or name.startswith(tuple(args.last)):
            return last
        return sum(share * run[name].float() for share, run in zip(shares, runs)) / sum(shares)

    torch.save({name: mean(name) for name in runs[-1]}, args.out)


if __name__ == "__main__":
    main()
