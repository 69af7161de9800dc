"""What each head is asked for, over one batch of windows."""
import torch
import torch.nn.functional as F

from . import pairs
from .data import MENTION_TAGS, NOMINAL_FROM, PRONOUN_CLASS
from .model import pair_features, role_targets


SILVER_WEIGHT = 0.3
PRONOUN_WEIGHT = 3.0
SOFT_WEIGHT = 2.0
NOMINAL_OR_NONE = [0] + list(range(NOMINAL_FROM, len(MENTION_TAGS)))


def cues_of(window):
    """Attributions whose cue the window holds: [(index, attribution)]."""
    return [
        (k, a)
        for k, a in enumerate(window.article.attributions)
        if a["cue"] and window.start <= a["cue"][0][0] and a["cue"][0][1] <= window.end
    ]


def attribution_loss(net, hidden, batch, firsts, soft=None):
    """Tags and roles against gold and, where `soft` holds a teacher's scores, against those."""
    tag_scores, tag_gold, tag_soft = [], [], []
    role_sum, role_count = hidden.new_zeros(()), 0
    for k, (window, first) in enumerate(zip(batch, firsts)):
        words, article = hidden[k, first], window.article
        own = slice(window.start - window.context, None)
        tag_scores.append(net.tag(words[own]))
        tag_gold.append(torch.tensor(article.tags[window.start : window.end]))
        teacher = soft.get(article.id) if soft else None
        if teacher:
            tag_soft.append(teacher["tags"][window.start : window.end].float())
        cues = cues_of(window)
        if not cues:
            continue
        paragraphs = torch.tensor(article.paragraphs[window.context : window.end])
        ranges = [(a["cue"][0][0] - window.context, a["cue"][0][1] - window.context) for _, a in cues]
        scores = net.roles(words, ranges, paragraphs)
        gold = torch.stack([role_targets(a, window.context, window.end) for _, a in cues])
        loss = F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), reduction="sum")
        if teacher:
            softly = sum(taught(row, window, *teacher["roles"][n]) for row, (n, _) in zip(scores, cues))
            loss = (loss + SOFT_WEIGHT * softly) / (1 + SOFT_WEIGHT)
        role_sum, role_count = role_sum + loss, role_count + int((gold > 0).sum()) + 10 * len(cues)
    scores, gold = torch.cat(tag_scores), torch.cat(tag_gold)
    tags = F.cross_entropy(scores, gold)
    if tag_soft:
        tags = (tags + SOFT_WEIGHT * kl(scores, torch.cat(tag_soft)).mean()) / (1 + SOFT_WEIGHT)
    return tags, role_sum / max(role_count, 1)


def taught(scores, window, first, log):
    """How far one cue's role scores are from the teacher's, over the words that both windows hold. Changed names have
    other wordpieces, so that windows end elsewhere than the teacher's did."""
    start, end = max(first, window.context), min(first + len(log), window.end)
    own = scores[start - window.context : end - window.context]
    return kl(own, log[start - first : end - first].float()).sum()


def kl(scores, teacher_log):
    """Kullback-Leibler divergence from the teacher's log probabilities, over the last axis."""
    return (teacher_log.exp() * (teacher_log - F.log_softmax(scores, -1))).sum(-1)


def name_loss(net, hidden, batch, firsts):
    """Mention tags. Silver names count less, and where silver sees no name a nominal may stand."""
    total, count = hidden.new_zeros(()), 0.0
    for k, (window, first) in enumerate(zip(batch, firsts)):
        article = window.article
        if article.names is None:
            continue
        log = F.log_softmax(net.name(hidden[k, first[window.start - window.context :]]), -1)
        gold = torch.tensor(article.names[window.start : window.end])
        picked = log.gather(1, gold[:, None]).squeeze(1)
        if article.names_silver:
            tokens = article.tokens[window.start : window.end]
            none = gold == 0
            lower = torch.tensor([not t[0].isupper() for t in tokens])
            picked = torch.where(none, torch.logsumexp(log[:, NOMINAL_OR_NONE], -1), picked)
            weight = SILVER_WEIGHT * (lower | ~none).float()
        else:
            weight = torch.ones(len(gold))
        total, count = total - (weight * picked).sum(), count + float(weight.sum())
    return total / max(count, 1.0)


def pair_loss(net, hidden, batch, firsts):
    """Each mention picks any right antecedent, or none; GAP's pronouns may look ahead."""
    total, count = hidden.new_zeros(()), 0.0
    for k, (window, first) in enumerate(zip(batch, firsts)):
        article = window.article
        if isinstance(window, pairs.Taught):
            part, number = pairs.taught_loss(net, hidden[k, first], window)
            total, count = total + part, count + number
            continue
        mentions = [m for m in article.mentions if window.context <= m.start and m.end <= window.end][:pairs.MOST_MENTIONS]
        if len(mentions) < 2:
            continue
        ranges = [(m.start - window.context, m.end - window.context) for m in mentions]
        scores = net.pairs(hidden[k, first], ranges, pair_features(article, article.states, mentions))
        scores = torch.cat([scores.new_zeros(len(mentions), 1), scores], 1)
        for i, mention in enumerate(mentions[:1] if article.pronoun_only else mentions):
            one_word = mention.end == mention.start + 1
            pronoun = one_word and article.tokens[mention.start].lower() in PRONOUN_CLASS
            candidates = [j for j in range(len(mentions)) if j != i and (article.pronoun_only or j < i)]
            if not candidates:
                continue
            right = [j + 1 for j in candidates if mentions[j].entity == mention.entity] or [0]
            weight = PRONOUN_WEIGHT if pronoun else 1.0
            allowed = scores[i, [0] + [j + 1 for j in candidates]]
            total = total + weight * (torch.logsumexp(allowed, 0) - torch.logsumexp(scores[i, right], 0))
            count += weight
    return total / max(count, 1.0)
