"""The arithmetic of benchmarks that are written in Python, and the one JSON object of their result, as tests/bench/lib/measure.mjs prints it."""
import json
import math
import os
import statistics


def percentile(values, share):
    """The smallest value that is not below `share` (0 to 1) of all: nearest rank, so it was measured."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def rounded(value):
    """To four digits: what a busy machine tells is worth no more."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(each) for each in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def mediansOf(metrics):
    """(values, spread): a list of samples becomes its median, with its least and greatest beside it."""
    values = {name: statistics.median(each) if isinstance(each, list) else each for name, each in metrics.items()}
    spread = {name: [min(each), max(each)] for name, each in metrics.items() if isinstance(each, list)}
    return values, spread


def report(bench, metrics, *, peers, seed, notes, **more):
    values, spread = mediansOf(metrics)
    medians = {peer: mediansOf(figures)[0] for peer, figures in peers.items()}
    print(json.dumps(rounded({"bench": bench, "machine": {"cpu": processorName(), "cores": os.cpu_count()}, "metrics": values, "spread": spread,
                              "peers": medians, **more, "seed": seed, "notes": notes}), ensure_ascii=False))


def processorName(text=None):
    for line in (text if text is not None else open("/proc/cpuinfo").read()).splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown"
