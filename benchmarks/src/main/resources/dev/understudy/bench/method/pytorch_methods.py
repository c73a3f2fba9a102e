"""The formulas of published methods in plain PyTorch, as one writes them down from the papers, for comparing with ours.

Started by "understudy bench methods --python FILE" with the number of threads. It reads one command a line and answers
each with one line:

    names                  the methods that there are
    build NAME FOLDER      a method, with what it reads: FOLDER's arrays.txt and arrays.f32
    value                  value and gradient, once
    gradient FILE          writes the sum of the gradients so far as raw float32
    run MILLISECONDS       value and gradient for so long; milliseconds of each
    network WIDTH SIDE CLASSES BESIDE   networks for whole steps, with what stands beside the method
    steps N                makes N steps; milliseconds of each

Every function takes a batch: student's and teacher's activations (s, t), their logits (zs, zt), those of another view of
the images (vs, vt), labels y, the numbers of the method's modules in their order (m), what was computed beforehand (pre).
"""

import math
import sys
import time

try:
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
except ImportError as e:
    print("no torch:", e, flush=True)
    sys.exit(1)


# --- what several methods use


def soft_targets(zs, zt, T):
    return F.cross_entropy(zs / T, F.softmax(zt / T, 1)) * T * T


def divergence(zs, zt, T=1.0):
    return F.kl_div(F.log_softmax(zs / T, 1), F.softmax(zt / T, 1), reduction="batchmean")


def one_hot(b):
    return F.one_hot(b.y, b.zs.shape[1]).bool()


def others(z, mask):
    """All logits but one of each sample."""
    return z[~mask].view(z.shape[0], -1)


def pooled(x):
    return x.mean((2, 3)) if x.dim() == 4 else x


def normed(x, numbers):
    gamma, beta, mean, variance = numbers
    return F.batch_norm(x, mean, variance, gamma, beta, training=True)


def adapter(x, numbers):
    return normed(F.conv2d(x, numbers[0]), numbers[1:])


def units(x):
    return F.normalize(x, dim=1)


def squared(x, y):
    return F.mse_loss(x, y)


# --- the paper's correlations and its baselines


def standardized(matrices):
    rows = matrices.flatten(1)
    return (rows - rows.mean(1, keepdim=True)) / rows.std(1, keepdim=True, correction=0)


def between_channels(x):
    f = x.flatten(2)
    return standardized(f @ f.transpose(1, 2))


def between_locations(x):
    f = x.flatten(2)
    return standardized(f.transpose(1, 2) @ f)


def channel(b):
    return squared(between_channels(b.s[0]), between_channels(b.t[0]))


def spatial(b):
    return squared(between_locations(b.s[0]), between_locations(b.t[0]))


def both(b):
    return (channel(b) + spatial(b)) / 2


def activation(b):
    return squared(b.s[0], b.t[0])


def attention(b):
    def look(x):
        return units(x.pow(2).sum(1).flatten(1))

    return squared(look(b.s[0]), look(b.t[0]))


# --- logits


def kd(b):
    return soft_targets(b.zs, b.zt, 4)


def mlkd(b):
    confidence = F.softmax(b.zt, 1).max(1).values
    unsure = (confidence <= torch.quantile(confidence, 0.5)).float()
    loss = 0
    for zs, zt, mask in (b.zs, b.zt, unsure), (b.vs, b.vt, None):
        for T in 2, 3, 4, 5, 6:
            p, q = F.softmax(zs / T, 1), F.softmax(zt / T, 1)
            each = F.kl_div(F.log_softmax(zs / T, 1), q, reduction="none").sum(1) * T * T
            loss = loss + (each if mask is None else each * mask).mean()
            loss = loss + (q @ q.t() - p @ p.t()).pow(2).sum() / p.shape[0]
            loss = loss + (q.t() @ q - p.t() @ p).pow(2).sum() / p.shape[1]
    return loss


def decoupled(zs, zt, y, alpha=1, beta=8, T=4):
    """Of each sample."""
    mask = F.one_hot(y, zs.shape[1]).bool()
    p, q = F.softmax(zs / T, 1)[mask], F.softmax(zt / T, 1)[mask]
    two, wanted = torch.stack((p, 1 - p), 1), torch.stack((q, 1 - q), 1)
    target = F.kl_div(two.log(), wanted, reduction="none").sum(1)
    ps, pt = F.log_softmax(others(zs, mask) / T, 1), F.softmax(others(zt, mask) / T, 1)
    rest = F.kl_div(ps, pt, reduction="none").sum(1)
    return (alpha * target + beta * rest) * T * T


def dkd(b):
    return decoupled(b.zs, b.zt, b.y).mean()


def nkd(b, gamma=3.5, T=3):
    mask = one_hot(b)
    target = F.softmax(b.zt, 1)[mask] * F.log_softmax(b.zs, 1)[mask]
    rest = F.softmax(others(b.zt, mask) / T, 1) * F.log_softmax(others(b.zs, mask) / T, 1)
    return -target.mean() - gamma * T * T * rest.sum(1).mean()


def dist(b, beta=2, gamma=2, T=4):
    def pearson(x, y):
        return F.cosine_similarity(x - x.mean(1, keepdim=True), y - y.mean(1, keepdim=True), eps=1e-8).mean()

    p, q = F.softmax(b.zs / T, 1), F.softmax(b.zt / T, 1)
    return T * T * (beta * (1 - pearson(p, q)) + gamma * (1 - pearson(p.t(), q.t())))


def lskd(b):
    def standard(z):
        return (z - z.mean(1, keepdim=True)) / (z.std(1, keepdim=True, correction=0) + 1e-7)

    return soft_targets(standard(b.zs), standard(b.zt), 2)


def ttm(b, gamma=0.1):
    return F.kl_div(F.log_softmax(b.zs, 1), F.softmax(b.zt * gamma, 1), reduction="batchmean")


def wttm(b, gamma=0.2):
    powers = F.softmax(b.zt, 1).pow(gamma)
    weights = powers.sum(1, keepdim=True)
    each = F.kl_div(F.log_softmax(b.zs, 1), powers / weights, reduction="none").sum(1)
    return (weights.squeeze(1) * each).mean()


def abkd(b, alpha=0.8, beta=0.3, T=4):
    p, q = F.softmax(b.zt / T, 1), F.softmax(b.zs / T, 1)
    both = alpha + beta
    each = p.pow(alpha) * q.pow(beta) - alpha / both * p.pow(both) - beta / both * q.pow(both)
    return -each.sum(1).mean() / (alpha * beta)


def rld(b, alpha=1, beta=8, T=4):
    mask = one_hot(b)
    p, q = F.softmax(b.zs / T, 1)[mask], F.softmax(b.zt / T, 1).max(1).values
    two, wanted = torch.stack((p, 1 - p), 1), torch.stack((q, 1 - q), 1)
    confidence = F.kl_div(two.log(), wanted, reduction="batchmean")
    above = b.zt >= b.zt[mask].unsqueeze(1)
    ps = F.log_softmax((b.zs / T).masked_fill(above, -1e9), 1)
    pt = F.softmax((b.zt / T).masked_fill(above, -1e9), 1)
    return T * T * (alpha * confidence + beta * F.kl_div(ps, pt, reduction="batchmean"))


def wkd_l(b, gamma=600, T=8, regularization=0.05, iterations=10):
    mask = one_hot(b)
    target = (F.softmax(b.zt, 1)[mask] * F.log_softmax(b.zs, 1)[mask]).mean()
    p = F.softmax((b.zs / T).masked_fill(mask, -1e9), 1)
    q = F.softmax((b.zt / T).masked_fill(mask, -1e9), 1)
    cost = (1 - torch.exp(-b.pre[0])).clamp(min=0) + 1e-8
    kernel = torch.exp(-cost / regularization)
    u = (~mask).float() / (mask.shape[1] - 1)
    for _ in range(iterations):
        v = q / (u @ kernel + 1e-8)
        u = p / (v @ kernel.t() + 1e-8)
    moved = (u * (v @ (kernel * cost).t())).sum(1).mean()
    return gamma * moved - target


def scales(b, divergences):
    weight, bias = b.m[0]
    maps = F.adaptive_avg_pool2d(b.s[0], 2).flatten(2).permute(0, 2, 1)
    features = F.adaptive_avg_pool2d(b.t[0], 2).flatten(2).permute(0, 2, 1)
    said = features @ weight.t() + bias
    right = b.zt.argmax(1) == b.y
    parts = said.argmax(2) == b.y.unsqueeze(1)
    weights = 1.0 + (parts != right.unsqueeze(1)).float()
    y = b.y.repeat_interleave(4)
    each = divergences(maps.flatten(0, 1), said.flatten(0, 1), y) * weights.flatten()
    return (divergences(b.zs, b.zt, b.y).sum() + each.sum()) / (5 * b.y.shape[0])


def sdd(b, T=4):
    def each(zs, zt, y):
        return F.cross_entropy(zs / T, F.softmax(zt / T, 1), reduction="none") * T * T

    return scales(b, each)


def sdd_dkd(b):
    return scales(b, decoupled)


class Reversed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return x.view_as(x)

    @staticmethod
    def backward(ctx, gradient):
        return -ctx.factor * gradient, None


def ctkd(b):
    theta = Reversed.apply(b.m[0][0], (1 - math.cos(math.pi / 10)) / 2)
    T = 1 + 20 * torch.sigmoid(theta)
    return (T * T * divergence(b.zs, b.zt, T)).sum()


def label_smoothing(b):
    return F.cross_entropy(b.zs, b.y, label_smoothing=0.1)


def tf_kd(b, correct=0.99, T=20):
    wanted = torch.full_like(b.zs, math.log((1 - correct) / (b.zs.shape[1] - 1)))
    wanted.scatter_(1, b.y.unsqueeze(1), math.log(correct))
    return divergence(b.zs, wanted, T) * T * T


def uskd(b, alpha=0.1, beta=0.1, mu=0.1):
    mask = one_hot(b)
    weight, bias = b.m[0]
    head = F.linear(pooled(b.s[0]), weight, bias)
    with torch.no_grad():
        p, w = F.softmax(b.zs, 1), F.softmax(head, 1)
        squares = p[mask].pow(2)
        confidence = squares + 1 - squares.mean()
        score = w / (1 + 1e-6 - w[mask]).unsqueeze(1) + p / (1 + 1e-6 - p[mask]).unsqueeze(1)
        rank = others(score, mask).argsort(1, descending=True).argsort(1) + 1
        zipf = 1 / rank
        zipf = zipf / zipf.sum(1, keepdim=True)
    target = -(confidence * F.log_softmax(b.zs, 1)[mask]).mean()
    rest = -(zipf * F.log_softmax(others(b.zs, mask), 1)).sum(1).mean()
    return alpha * target + beta * rest + mu * F.cross_entropy(head, b.y, label_smoothing=0.1)


# --- features


def vid(b):
    loss = 0
    for s, t, (scale, first, second, third) in zip(b.s, b.t, b.m):
        mean = F.conv2d(F.relu(F.conv2d(F.relu(F.conv2d(s, first)), second)), third)
        variance = F.softplus(scale) + 1e-5
        loss = loss + ((mean - t).pow(2) / variance + variance.log()).mean() / 2
    return loss


def cat_kd(b):
    weight, _ = b.m[0]
    maps = F.conv2d(b.t[0], weight[:, :, None, None])
    return squared(F.adaptive_avg_pool2d(b.s[0], 2), F.adaptive_avg_pool2d(maps, 2))


def srrl(b):
    own = F.relu(adapter(b.s[0], b.m[0]))
    weight, bias = b.m[1]
    said = F.linear(pooled(own), weight, bias)
    return squared(pooled(own), pooled(b.t[0])) + squared(said, b.zt)


def srd(b):
    def normal(x):
        return F.batch_norm(x, None, None, training=True, eps=1e-4)

    weight, bias = b.m[0]
    own = F.linear(pooled(b.s[0]), weight, bias)
    return (normal(own) - normal(pooled(b.t[0]))).abs().pow(4).sum().log()


def wkd_f(b):
    own, other = F.relu(adapter(b.s[0], b.m[0])).flatten(2), b.t[0].flatten(2)
    means = squared_sum(own.mean(2), other.mean(2))
    deviations = squared_sum((own.var(2) + 1e-5).sqrt(), (other.var(2) + 1e-5).sqrt())
    return 4 * means + deviations


def squared_sum(x, y):
    return F.mse_loss(x, y, reduction="sum") / x.shape[0]


def norm(b):
    return sum(squared(part, b.t[0]) for part in b.s[0].chunk(8, 1))


def ab(b):
    loss = 0
    for i, (s, t) in enumerate(zip(b.s, b.t)):
        side = (t > 0).float()
        each = ((1 + s).clamp(min=0) * (1 - side) + (1 - s).clamp(min=0) * side).pow(2)
        loss = loss + each.sum() / s.shape[0] * 2.0 ** (i + 1 - len(b.s))
    return loss


def ofd(b):
    loss = 0
    for i, (s, t) in enumerate(zip(b.s, b.t)):
        own = adapter(s, b.m[2 * i])
        wanted = torch.max(t, b.m[2 * i + 1][0])
        counts = ((own > wanted) | (wanted > 0)).float()
        each = F.mse_loss(own, wanted, reduction="none") * counts
        loss = loss + each.sum() / s.shape[0] * 2.0 ** (i + 1 - len(b.s))
    return loss


def mgd(b, masked=0.15):
    s = b.s[0]
    drawn = b.once() if b.drawn is not None else torch.rand(s.shape[0], s.shape[1], 1, 1)
    first, second = b.m[0][:2], b.m[0][2:]
    made = F.conv2d(F.relu(F.conv2d(s * (drawn >= masked).float(), *first, padding=1)), *second, padding=1)
    return squared_sum(made, b.t[0])


def kd_plus_plus(b):
    own, other = pooled(b.s[0]), pooled(b.t[0])
    wanted = units(b.pre[0])[b.y]
    longer = torch.max(own.norm(dim=1), other.norm(dim=1))
    return (1 - (own * wanted).sum(1) / longer).mean()


def ft(b):
    def factor(x, numbers, norms):
        step = 6 if norms else 2
        for i in range(0, 3 * step, step):
            x = F.conv2d(x, *numbers[i : i + 2], padding=1)
            x = F.leaky_relu(normed(x, numbers[i + 2 : i + 6]) if norms else x, 0.1)
        return units(x.pow(2).mean(1).flatten(1))

    with torch.no_grad():
        wanted = factor(b.t[0], b.m[0], False)
    return (factor(b.s[0], b.m[1], True) - wanted).abs().mean()


def simkd(b):
    return squared(b.s[0], b.t[0])


def crd(b, T=0.07):
    own = units(F.linear(b.s[0].flatten(1), *b.m[0]))
    other = units(F.linear(b.t[0].flatten(1), *b.m[1]))
    (own_bank,), (other_bank,) = b.m[2], b.m[3]
    samples, size = own_bank.shape[0], own.shape[0]
    negatives = round(samples * 16384 / 50000)
    drawn = b.once().long() if b.drawn is not None else torch.randint(samples - 1, (size, negatives))
    here = torch.arange(size).unsqueeze(1)
    picked = torch.cat((here, drawn + (drawn >= here)), 1)
    loss = 0
    for side, (embedded, bank) in enumerate(((own, other_bank), (other, own_bank))):
        rows = bank.index_select(0, picked.flatten()).view(size, -1, bank.shape[1])
        likeness = torch.exp(torch.bmm(rows, embedded.unsqueeze(2)).squeeze(2) / T)
        if side not in b.kept:
            b.kept[side] = likeness.mean().item() * samples
        likeness = likeness / b.kept[side]
        noise = negatives / samples
        same, rest = likeness[:, 0], likeness[:, 1:]
        told = torch.log(same / (same + noise + 1e-7)).sum()
        apart = torch.log(noise / (rest + noise + 1e-7)).sum()
        loss = loss - (told + apart) / size
    return loss


def reviewkd(b):
    def maps(x):
        return x if x.dim() == 4 else x[:, :, None, None]

    def context(x, y):
        loss, weight, total = squared(x, y), 1.0, 1.0
        for side in 4, 2, 1:
            if side < x.shape[2]:
                weight /= 2
                total += weight
                small, wanted = F.adaptive_avg_pool2d(x, side), F.adaptive_avg_pool2d(y, side)
                loss = loss + weight * squared(small, wanted)
        return loss / total

    loss, deeper = 0, None
    for s, t, numbers in reversed(list(zip(b.s, b.t, b.m))):
        s, t = maps(s), maps(t)
        x = adapter(s, numbers[:5])
        if deeper is not None:
            deeper = F.interpolate(deeper, size=s.shape[2:], mode="nearest")
            shares = torch.sigmoid(F.conv2d(torch.cat((x, deeper), 1), *numbers[5:7]))
            x = x * shares[:, :1] + deeper * shares[:, 1:]
        deeper = x
        made = normed(F.conv2d(x, numbers[-5], padding=1), numbers[-4:])
        loss = loss + context(made, t)
    return loss


# --- relations


def sp(b):
    def alike(x):
        f = x.flatten(1)
        return units(f @ f.t())

    return squared(alike(b.s[0]), alike(b.t[0]))


def rkd(b, distances=25, angles=50):
    def far(f):
        squares = f.pow(2).sum(1)
        d = (squares[:, None] + squares[None] - 2 * f @ f.t()).clamp(min=1e-12).sqrt()
        d = d * (1 - torch.eye(f.shape[0]))
        return d / d[d > 0].mean()

    def cosines(f):
        d = F.normalize(f[None] - f[:, None], dim=2)
        return torch.bmm(d, d.transpose(1, 2))

    own, other = pooled(b.s[0]), pooled(b.t[0])
    with torch.no_grad():
        wanted, wanted_angles = far(other), cosines(other)
    return distances * F.smooth_l1_loss(far(own), wanted) + angles * F.smooth_l1_loss(cosines(own), wanted_angles)


def cc(b, gamma=0.4, order=2):
    def correlation(x):
        f = units(pooled(x))
        products = f @ f.t()
        sums = sum((2 * gamma) ** p / math.factorial(p) * products.pow(p) for p in range(order + 1))
        return math.exp(-2 * gamma) * sums

    return squared(correlation(b.s[0]), correlation(b.t[0]))


def pkt(b):
    def probabilities(x):
        f = pooled(x)
        f = f / (f.norm(dim=1, keepdim=True) + 1e-7)
        alike = ((f @ f.t() + 1) / 2).clamp(min=0) * (1 - torch.eye(f.shape[0]))
        return alike / (alike.sum(1, keepdim=True) + 1e-7)

    p, q = probabilities(b.t[0]), probabilities(b.s[0])
    return (p * torch.log((p + 1e-7) / (q + 1e-7))).mean()


def fsp(b):
    def flow(x, y):
        side = min(x.shape[2], y.shape[2])
        x, y = F.adaptive_avg_pool2d(x, side).flatten(2), F.adaptive_avg_pool2d(y, side).flatten(2)
        return x @ y.transpose(1, 2) / x.shape[2]

    places = range(len(b.s) - 1)
    return sum(squared(flow(b.s[i], b.s[i + 1]), flow(b.t[i], b.t[i + 1])) for i in places)


def nst(b):
    def kernel(x, y):
        return (x @ y.transpose(1, 2)).pow(2).mean()

    own, other = F.normalize(b.s[0].flatten(2), dim=2), F.normalize(b.t[0].flatten(2), dim=2)
    return kernel(own, own) + kernel(other, other) - 2 * kernel(own, other)


def ickd(b):
    def correlation(x):
        f = x.flatten(2)
        return f @ f.transpose(1, 2)

    return squared(correlation(adapter(b.s[0], b.m[0])), correlation(b.t[0]))


def itrd(b, correlation=2, information=1, alpha=1.01):
    own, other = pooled(b.s[0]), pooled(b.t[0])
    embedded = F.linear(own, *b.m[0])

    def standard(x):
        return (x - x.mean(0)) / x.std(0)

    cosines = (standard(embedded) * standard(other)).mean(0)
    first = torch.log2((1 - cosines).pow(2 * alpha).sum())

    def gram(x):
        f = units(x)
        return f @ f.t()

    mine, joint = gram(own), gram(own) * gram(other)
    second = (mine / mine.trace()).pow(2).sum() - (joint / joint.trace()).pow(2).sum()
    return correlation * first + information * second


METHODS = [channel, spatial, both, activation, attention, kd, mlkd, dkd, nkd, dist, lskd, ttm, wttm, abkd, rld, wkd_l]
METHODS += [sdd, sdd_dkd, ctkd, label_smoothing, tf_kd, uskd, vid, cat_kd, srrl, srd, wkd_f, norm, ab, ofd, mgd]
METHODS += [kd_plus_plus, ft, simkd, crd, reviewkd, sp, rkd, cc, pkt, fsp, nst, ickd, itrd]
BY_NAME = {method.__name__.replace("_", "-"): method for method in METHODS}


class Batch:
    def __init__(self, folder):
        numbers = torch.frombuffer(bytearray(open(folder + "/arrays.f32", "rb").read()), dtype=torch.float32)
        self.s, self.t, self.pre, self.m, self.kept = [], [], [], [], {}
        self.student, self.drawn, at = [], None, 0
        self.taps = {"student": [], "teacher": []}
        for line in open(folder + "/arrays.txt", encoding="utf-8").read().splitlines():
            name, shape, learned = line.split("\t")
            sizes = [int(size) for size in shape.split()]
            if name == "labels":
                self.y = torch.tensor(sizes)
                continue
            array = numbers[at : at + math.prod(sizes)].view(sizes).clone().requires_grad_(learned == "true")
            at += array.numel()
            self.put(name.split(" "), array)
        assert at == numbers.numel(), f"arrays.f32 has {numbers.numel()} numbers, arrays.txt {at}"

    def put(self, words, array):
        if words[0] == "student":
            self.student.append(array)
        if words[0] == "module":
            while len(self.m) <= int(words[1]):
                self.m.append([])
            self.m[int(words[1])].append(array)
        elif words[0] in ("precomputed", "drawn"):
            self.pre.append(array) if words[0] == "precomputed" else setattr(self, "drawn", array)
        elif words[1] == "logits":
            setattr(self, ("z" if len(words) == 2 else "v") + words[0][0], array)
        else:
            (self.s if words[0] == "student" else self.t).append(array)
            self.taps[words[0]].append(words[1])

    def once(self):
        """The random numbers that are given for the first time."""
        drawn, self.drawn = self.drawn, None
        return drawn

    def gradient(self):
        return torch.cat([(torch.zeros_like(a) if a.grad is None else a.grad).flatten() for a in self.student])


STUDENT = [[64], [128], [256], [512]]
TEACHER = [[64, 64], [128, 128], [256] * 3, [512] * 3]


def layer(into, out, side=3):
    return nn.Sequential(nn.Conv2d(into, out, side, padding=side // 2, bias=False), nn.BatchNorm2d(out), nn.ReLU())


class Network(nn.Module):
    """Groups of convolutions with max pools between them. It puts out its logits and what lies at some places."""

    def __init__(self, groups, width, classes, places):
        super().__init__()
        self.places = places
        self.layers = nn.ModuleDict()
        into = 3
        for number, group in enumerate(groups):
            if number > 0:
                self.layers[f"pool{number}"] = nn.MaxPool2d(2)
            for paper in group:
                out = round(paper * width)
                self.layers[f"conv{len(self.layers) - number + 1}"] = layer(into, out)
                into = out
        self.maps = "classifier/maps" in places
        if "projector" in places:
            self.projector = nn.Sequential(layer(into, into // 2, 1), layer(into // 2, into // 2), layer(into // 2, into, 1))
        if "transform/body/wide" in places:
            self.wide = nn.Sequential(nn.Conv2d(into, 8 * into, 1, bias=False), nn.BatchNorm2d(8 * into))
            self.narrow = nn.Sequential(nn.Conv2d(8 * into, into, 1, bias=False), nn.BatchNorm2d(into))
        self.classes = nn.Conv2d(into, classes, 1) if self.maps else nn.Linear(into, classes)

    def forward(self, x):
        shown = {}
        for name, block in self.layers.items():
            if name + "/norm" in self.places:
                x = shown[name + "/norm"] = block[1](block[0](x))
                x = F.relu(x)
            else:
                x = block(x)
            shown[name] = x
        if "projector" in self.places:
            x = shown["projector"] = self.projector(x)
        if "transform/body/wide" in self.places:
            wide = shown["transform/body/wide"] = self.wide(x)
            x = x + self.narrow(wide)
        if self.maps:
            maps = shown["classifier/maps"] = self.classes(x)
            logits = maps.mean((2, 3))
        else:
            features = shown["flatten"] = x.mean((2, 3))
            logits = self.classes(features)
        return logits, [shown[place] for place in self.places]


class Steps:
    """Whole training steps of a method, with the method's own modules trained along."""

    def __init__(self, method, batch, width, side, classes, beside):
        self.method, self.batch, self.beside = method, batch, beside
        self.student = Network(STUDENT, width, classes, batch.taps["student"])
        self.teacher = Network(TEACHER, width, classes, batch.taps["teacher"]).eval().requires_grad_(False)
        self.data = torch.rand(batch.y.shape[0], 3, side, side)
        self.views = hasattr(batch, "vs")
        self.taught = hasattr(batch, "zt") or batch.t or "soft targets" in beside
        own = [array for numbers in batch.m for array in numbers if array.requires_grad]
        parameters = list(self.student.parameters()) + own
        self.optimizer = torch.optim.SGD(parameters, lr=1e-6, momentum=0.9, weight_decay=5e-4)

    def step(self):
        b = self.batch
        self.optimizer.zero_grad()
        if self.taught:
            with torch.no_grad():
                b.zt, b.t = self.teacher(self.data)
                if self.views:
                    b.vt, _ = self.teacher(self.data)
        b.zs, b.s = self.student(self.data)
        if self.views:
            b.vs, _ = self.student(self.data)
        loss = self.method(b)
        if "labels" in self.beside:
            loss = loss + F.cross_entropy(b.zs, b.y)
        if "labels strong" in self.beside:
            loss = loss + F.cross_entropy(b.vs, b.y)
        if "soft targets" in self.beside:
            loss = loss + kd(b)
        loss.backward()
        self.optimizer.step()

    def timed(self):
        begin = time.perf_counter()
        self.step()
        return (time.perf_counter() - begin) * 1e3


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print("torch", torch.__version__, flush=True)
    method, batch, steps = None, None, None

    def value():
        loss = method(batch)
        loss.backward()
        return loss.item()

    for line in sys.stdin:
        command, *words = line.rstrip("\n").split("\t")
        answer = "done"
        if command == "names":
            answer = " ".join(BY_NAME)
        elif command == "build":
            method, batch = BY_NAME[words[0]], Batch(words[1])
        elif command == "value":
            answer = repr(value())
        elif command == "gradient":
            with open(words[0], "wb") as out:
                out.write(bytes(batch.gradient().view(torch.uint8).tolist()))
        elif command == "network":
            width, side, classes, beside = words
            steps = Steps(method, batch, float(width), int(side), int(classes), beside.split(","))
        elif command == "steps":
            answer = " ".join(f"{steps.timed():.4f}" for _ in range(int(words[0])))
        elif command == "run":
            begin, calls = time.perf_counter(), 0
            while calls == 0 or (time.perf_counter() - begin) * 1e3 < float(words[0]):
                value()
                calls += 1
            answer = f"{(time.perf_counter() - begin) * 1e3 / calls:.6f}"
        print(answer, flush=True)


main()
