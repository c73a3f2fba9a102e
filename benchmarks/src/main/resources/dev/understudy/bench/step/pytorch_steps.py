"""Training steps in plain PyTorch, the way published code writes them, for comparing with ours.

Started by "understudy bench --python FILE" with the number of threads. It reads one command a line and answers each with
one line:

    build KIND WIDTH BATCH SIDE CLASSES FOLDER DEVICE   networks and a batch, from FOLDER's raw float32 and int64 files
    steps N                                             makes N steps; milliseconds of each, on a GPU their mean
    save FILE                                           writes the student's numbers as raw float32
"""

import sys
import time

try:
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
except ImportError as e:
    print("no torch:", e, flush=True)
    sys.exit(1)

STUDENT = [[64], [128], [256], [512]]
TEACHER = [[64, 64], [128, 128], [256] * 3, [512] * 3]


def convolution(into, out):
    return nn.Sequential(nn.Conv2d(into, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU())


class Network(nn.Module):
    """Groups of convolutions with max pools between them; the first one of the last group is guided or guides."""

    def __init__(self, groups, width, classes):
        super().__init__()
        layers, channels = [], 3
        for group in groups[:-1]:
            for paper in group:
                layers.append(convolution(channels, round(paper * width)))
                channels = round(paper * width)
            layers.append(nn.MaxPool2d(2))
        last = [round(paper * width) for paper in groups[-1]]
        self.trunk = nn.Sequential(*layers)
        self.guided = convolution(channels, last[0])
        self.tail = nn.Sequential(*(convolution(i, o) for i, o in zip(last, last[1:])))
        self.classes = nn.Linear(last[-1], classes)

    def forward(self, x):
        guided = self.guided(self.trunk(x))
        return self.classes(self.tail(guided).mean((2, 3))), guided


def normalised(matrices):
    rows = matrices.flatten(1)
    return (rows - rows.mean(1, keepdim=True)) / rows.std(1, keepdim=True, correction=0)


def correlation(activation, spatial):
    f = activation.flatten(2)
    return normalised(f.transpose(1, 2) @ f if spatial else f @ f.transpose(1, 2))


def knowledge(own, other, kind):
    forms = {"channel": [False], "channel-absolute": [False], "spatial": [True], "both": [False, True]}[kind]
    differences = [correlation(own, spatial) - correlation(other, spatial) for spatial in forms]
    if kind == "channel-absolute":
        return sum(d.abs().mean() for d in differences)
    return sum(d.pow(2).mean() for d in differences) / len(forms)


def read(file, dtype):
    return torch.frombuffer(bytearray(open(file, "rb").read()), dtype=dtype)


def fill(network, file):
    numbers, at = read(file, torch.float32), 0
    for array in network.state_dict().values():
        if array.dtype == torch.float32:
            array.copy_(numbers[at : at + array.numel()].view_as(array))
            at += array.numel()
    assert at == numbers.numel(), f"{file} has {numbers.numel()} numbers, the network {at}"


class Steps:
    def __init__(self, kind, width, batch, side, classes, folder, device):
        self.kind = kind
        self.device = torch.device(device)
        self.student = Network(STUDENT, width, classes).to(device)
        self.teacher = Network(TEACHER, width, classes).to(device).eval().requires_grad_(False)
        with torch.no_grad():
            fill(self.student, folder + "/student.f32")
            fill(self.teacher, folder + "/teacher.f32")
        self.data = read(folder + "/data.f32", torch.float32).view(batch, 3, side, side).to(device)
        self.labels = read(folder + "/labels.i64", torch.int64).to(device)
        self.optimizer = torch.optim.SGD(self.student.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)

    def step(self):
        self.optimizer.zero_grad()
        if self.kind != "alone":
            with torch.no_grad():
                target, guiding = self.teacher(self.data)
        logits, guided = self.student(self.data)
        loss = F.cross_entropy(logits, self.labels)
        if self.kind == "kd":
            soft = F.kl_div(F.log_softmax(logits / 4, 1), F.softmax(target / 4, 1), reduction="batchmean")
            loss = 0.3 * loss + 0.7 * 16 * soft
        elif self.kind != "alone":
            loss = 0.1 * loss + knowledge(guided, guiding, self.kind)
        loss.backward()
        self.optimizer.step()

    def timed(self, number):
        each = 1 if self.device.type == "cpu" else number
        times = []
        for _ in range(number // each):
            self.wait()
            begin = time.perf_counter()
            for _ in range(each):
                self.step()
            self.wait()
            times.append((time.perf_counter() - begin) * 1e3 / each)
        return times

    def wait(self):
        if self.device.type != "cpu":
            torch.cuda.synchronize(self.device)

    def save(self, file):
        arrays = [a.flatten() for a in self.student.state_dict().values() if a.dtype == torch.float32]
        with open(file, "wb") as out:
            out.write(bytes(torch.cat(arrays).cpu().contiguous().view(torch.uint8).tolist()))


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print("torch", torch.__version__, flush=True)
    steps = None
    for line in sys.stdin:
        command, *words = line.rstrip("\n").split("\t")
        answer = "done"
        if command == "build":
            kind, width, batch, side, classes, folder, device = words
            steps = Steps(kind, float(width), int(batch), int(side), int(classes), folder, device)
        elif command == "steps":
            answer = " ".join(f"{taken:.4f}" for taken in steps.timed(int(words[0])))
        elif command == "save":
            steps.save(words[0])
        print(answer, flush=True)


main()
