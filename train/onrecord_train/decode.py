"""Scores -> attributions, the way `crates/onrecord/src/tag` and `link` decode them."""
import numpy as np
import torch
import torch.nn.functional as F

NEVER = -1e9
ORPHAN_COVER = 0.3


def viterbi(log, breaks):
    """Best label sequence in which I-x follows only B-x or I-x, never over a break. log: n x (1 + 2k)."""
    n, labels = log.shape
    inside = np.array([i > 0 and i % 2 == 0 for i in range(labels)])
    move = np.zeros((labels, labels))
    for j in range(2, labels, 2):
        move[[i for i in range(labels) if i not in (j, j - 1)], j] = NEVER
    best = log[0] + np.where(inside, NEVER, 0)
    back = np.zeros((n, labels), dtype=np.int8)
    for t in range(1, n):
        options = best[:, None] + (np.where(inside[None], NEVER, 0) if breaks[t] else move)
        back[t], best = options.argmax(0), options.max(0) + log[t]
    out = [int(best.argmax())]
    for t in range(n - 1, 0, -1):
        out.append(int(back[t][out[-1]]))
    return out[::-1]


def runs(labels, breaks):
    """(kind, start, end) of each run; kind counts from 0."""
    out, open_ = [], None
    for i, y in enumerate(list(labels) + [0]):
        if open_ and (y == 0 or y % 2 == 1 or (y - 1) // 2 != open_[0] or (i < len(labels) and breaks[i])):
            out.append((open_[0], open_[1], i))
            open_ = None
        if y and not open_:
            open_ = ((y - 1) // 2, i)
    return out


def has_word(article, i, j):
    return any(c.isalnum() for k in range(i, j) for c in article.tokens[k])


@torch.inference_mode()
def score(net, articles, pieces, cue_bias=0.0, batch_size=16, gold_cues=False):
    """Sets `tag_log` (n x 7) and `cue_log` [(cue, context, end, log n x 5)] on every article."""
    net.eval()
    todo = sorted((w for a in articles for w in net.windows(a)), key=lambda w: w.end - w.context)
    for a in articles:
        a.tag_log, a.cue_log = np.zeros((len(a.tokens), 7)), []
    for o in range(0, len(todo), batch_size):
        batch = todo[o : o + batch_size]
        ids, features, mask, firsts = net.collate(batch, pieces)
        hidden = net.encode(ids, features, mask)
        for k, (w, first) in enumerate(zip(batch, firsts)):
            words, a = hidden[k, first], w.article
            tags = F.log_softmax(net.tag(words[w.start - w.context :]), -1).numpy().astype(float)
            a.tag_log[w.start : w.end] = tags
            biased = tags.copy()
            biased[:, 3:5] += cue_bias
            breaks = [g == 2 for g in a.gap[w.start : w.end]]
            cues = [(i + w.start, j + w.start) for kind, i, j in runs(viterbi(biased, breaks), breaks) if kind == 1]
            if gold_cues:
                cues = [x["cue"][0] for x in a.attributions if x["cue"] and w.start <= x["cue"][0][0] and x["cue"][0][1] <= w.end]
            cues = [c for c in cues if has_word(a, *c)]
            if cues:
                paragraphs = torch.tensor(a.paragraphs[w.context : w.end])
                roles = net.roles(words, [(i - w.context, j - w.context) for i, j in cues], paragraphs)
                for cue, log in zip(cues, F.log_softmax(roles, -1).numpy().astype(float)):
                    a.cue_log.append((cue, w.context, w.end, log))


def attributions(article):
    """The article's attributions, as word ranges."""
    out, sure = [], {}
    for cue, first, last, log in sorted(article.cue_log, key=lambda c: c[0]):
        log = log.copy()
        log[cue[0] - first : cue[1] - first, 1:] = NEVER
        labels = viterbi(log, [False] * len(log))
        found = {"source": [], "cue": [cue], "content": []}
        for kind, i, j in runs(labels, [False] * len(log)):
            if has_word(article, i + first, j + first):
                found["source" if kind == 0 else "content"].append((i + first, j + first))
                sure[len(out), i + first] = float(np.exp([log[k, labels[k]] for k in range(i, j)]).mean())
        out.append(found)
    _one_owner(out, sure)
    out = [a for a in out if a["content"]]
    _orphans(article, out)
    return out


def _one_owner(found, sure):
    """Every content word belongs to the attribution that is surest of it."""
    owner = {}
    claims = sorted(((sure[k, s[0]], k, s) for k, a in enumerate(found) for s in a["content"]), key=lambda c: -c[0])
    for _, k, span in claims:
        keep = [i for i in range(*span) if i not in owner]
        found[k]["content"].remove(span)
        if len(keep) < 0.5 * (span[1] - span[0]):
            continue
        for i in keep:
            owner[i] = k
        found[k]["content"].append((min(keep), max(keep) + 1))
        found[k]["content"].sort()


def _orphans(article, out):
    """Content that no cue claims: a continued quotation, or one without a cue."""
    covered = {i for a in out for spans in a.values() for s in spans for i in range(*s)}
    breaks = [g == 2 for g in article.gap]
    tags = runs(viterbi(article.tag_log, breaks), breaks)
    sources = [(i, j) for kind, i, j in tags if kind == 0 and has_word(article, i, j)]
    for kind, i, j in tags:
        if kind != 2 or not has_word(article, i, j) or sum(k in covered for k in range(i, j)) > ORPHAN_COVER * (j - i):
            continue
        if 2 not in article.states[max(i - 1, 0) : i + 1]:
            continue
        here = [s for s in sources if article.paragraphs[s[0]] == article.paragraphs[i]]
        before = [a for a in out if any(article.paragraphs[s[0]] == article.paragraphs[i] - 1 for s in a["content"])]
        if before and article.states[i] == 2 and not here:
            max(before, key=lambda a: max(s[1] for s in a["content"]))["content"].append((i, j))
        else:
            near = [min(here, key=lambda s: max(s[0] - j, 0) + max(i - s[1], 0))] if here else []
            out.append({"source": near, "cue": [], "content": [(i, j)]})


def as_characters(article, found):
    spans = lambda role: [[article.spans[i][0], article.spans[j - 1][1]] for i, j in sorted(role)]
    return {"id": article.id, "attributions": [{r: spans(a[r]) for r in ("source", "cue", "content")} for a in found]}
