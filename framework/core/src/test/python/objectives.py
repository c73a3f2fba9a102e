"""Computes what the objectives must give, the plain way: one instance at a time, in float64, every matrix materialised.

Writes expected.json, which ExpectedNumbersTest reads. Needs PyTorch, for its derivatives alone:

    python3 objectives.py ../resources/dev/understudy/objective/expected.json
"""

import json
import sys

import torch

torch.manual_seed(20201)


# The forms of knowledge. Each takes the activation [N, H, W] of one instance and gives what is compared.


def channel(activation):
    f = activation.flatten(1)
    return normalised(f @ f.T)


def spatial(activation):
    f = activation.flatten(1)
    return normalised(f.T @ f)


def activation(activation):
    return activation


def attention(activation):
    q = (activation**2).sum(0).flatten()
    return q / torch.sqrt((q**2).sum())


def normalised(matrix):
    mean = matrix.sum() / matrix.numel()
    deviation = torch.sqrt(((matrix - mean) ** 2).sum() / matrix.numel())
    return (matrix - mean) / deviation


# The norms of an instance's difference.

NORMS = {
    "SQUARED": lambda difference: (difference**2).mean(),
    "ABSOLUTE": lambda difference: difference.abs().mean(),
    "EUCLIDEAN": lambda difference: torch.sqrt((difference**2).mean()),
}


def knowledge(form, norm):
    def loss(student, target):
        instances = [NORMS[norm](form(s) - form(t)) for s, t in zip(student, target)]
        return sum(instances) / len(instances)

    return loss


def both(norm):
    def loss(student, target):
        return (knowledge(channel, norm)(student, target) + knowledge(spatial, norm)(student, target)) / 2

    return loss


# The class losses, on logits [classes] of one instance.


def cross_entropy(student, target):
    instances = [-torch.log(torch.exp(z[int(y)]) / torch.exp(z).sum()) for z, y in zip(student, target)]
    return sum(instances) / len(instances)


def soft_targets(temperature):
    def soft(z):
        return torch.exp(z / temperature) / torch.exp(z / temperature).sum()

    def loss(student, target):
        instances = [-(soft(t) * torch.log(soft(s))).sum() for s, t in zip(student, target)]
        return temperature**2 * sum(instances) / len(instances)

    return loss


CHANNEL = {f"CHANNEL {norm}": knowledge(channel, norm) for norm in NORMS}
SPATIAL = {f"SPATIAL {norm}": knowledge(spatial, norm) for norm in NORMS}
BOTH = {f"BOTH {norm}": both(norm) for norm in NORMS}
ACTIVATION = {f"ACTIVATION {norm}": knowledge(activation, norm) for norm in NORMS}
ATTENTION = {f"ATTENTION {norm}": knowledge(attention, norm) for norm in NORMS}
ALL = {**CHANNEL, **SPATIAL, **BOTH, **ACTIVATION, **ATTENTION}
SOFT = {f"SOFT_TARGETS {t}": soft_targets(t) for t in (1, 4)}


# The inputs: float32 numbers, held in float64.


def normal(*shape):
    return torch.randn(*shape).double()


def after_relu(*shape):
    return torch.relu(torch.randn(*shape)).double()


def nearly_constant(*shape):
    return (1 + 1e-3 * torch.randn(*shape)).double()


def logits(*shape):
    return (3 * torch.randn(*shape)).double()


CASES = [
    ("more channels than locations", normal(2, 6, 2, 2), normal(2, 6, 2, 2), ALL),
    ("fewer channels than locations", normal(2, 3, 3, 3), normal(2, 3, 3, 3), ALL),
    ("as many channels as locations", normal(2, 4, 2, 2), normal(2, 4, 2, 2), ALL),
    ("one instance", normal(1, 4, 2, 3), normal(1, 4, 2, 3), ALL),
    ("after a ReLU", after_relu(3, 5, 2, 3), after_relu(3, 5, 2, 3), ALL),
    ("many channels after a ReLU", after_relu(2, 20, 2, 2), after_relu(2, 20, 2, 2), ALL),
    ("nearly constant", nearly_constant(2, 5, 2, 2), nearly_constant(2, 5, 2, 2), ALL),
    ("other locations", normal(2, 5, 2, 2), normal(2, 5, 3, 3), CHANNEL),
    ("other channels", normal(2, 3, 2, 3), normal(2, 8, 2, 3), {**SPATIAL, **ATTENTION}),
    ("labels", logits(4, 10), torch.tensor([0.0, 9.0, 3.0, 3.0]), {"CROSS_ENTROPY": cross_entropy}),
    ("one label", logits(1, 5), torch.tensor([2.0]), {"CROSS_ENTROPY": cross_entropy}),
    ("logits", logits(4, 10), logits(4, 10), SOFT),
    ("one instance's logits", logits(1, 5), logits(1, 5), SOFT),
]


def tensor(array, digits):
    numbers = [float(f"%.{digits}g" % number) for number in array.detach().flatten().tolist()]
    return {"shape": list(array.shape), "values": numbers}


def exact(array):
    """As few digits as tell a float32 number from all others: 9."""
    assert torch.equal(array.float().double(), array.double())
    return tensor(array, 9)


def expected(loss, student, target):
    student = student.clone().requires_grad_()
    value = loss(student, target)
    (gradient,) = torch.autograd.grad(value, student)
    return {"value": value.item(), "gradient": tensor(gradient, 8)["values"]}


def main(path):
    cases = [
        {
            "name": name,
            "student": exact(student),
            "target": exact(target),
            "expected": {key: expected(loss, student, target) for key, loss in losses.items()},
        }
        for name, student, target, losses in CASES
    ]
    with open(path, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
