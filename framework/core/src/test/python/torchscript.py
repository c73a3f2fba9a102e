"""Makes the TorchScript teachers that TorchScriptTeacherTest loads.

Run from this folder: python3 torchscript.py ../resources/dev/understudy
Made with PyTorch 1.13 on the CPU; the weights are small whole numbers, so that the test can work the outputs out by hand.
"""

import sys
from pathlib import Path

import torch
from torch import Tensor, nn


class Body(nn.Module):
    """A 1x1 convolution from 3 to 2 channels, batch norm with moved statistics, ReLU; 4 classes from the channels' means."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 2, 1)
        self.norm = nn.BatchNorm2d(2, eps=0.0)
        self.linear = nn.Linear(2, 4)
        with torch.no_grad():
            self.conv.weight.copy_(torch.tensor([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]]).reshape(2, 3, 1, 1))
            self.conv.bias.copy_(torch.tensor([1.0, -1.0]))
            self.norm.running_mean.copy_(torch.tensor([1.0, 0.0]))
            self.norm.running_var.copy_(torch.tensor([4.0, 1.0]))
            self.linear.weight.copy_(torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [-1.0, 2.0]]))
            self.linear.bias.copy_(torch.tensor([0.0, 1.0, -1.0, 0.0]))

    def forward(self, pictures: Tensor):
        conv = torch.relu(self.norm(self.conv(pictures)))
        return conv, self.linear(conv.mean(dim=(2, 3)))


class Dictionary(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = Body()

    def forward(self, pictures: Tensor):
        conv, logits = self.body(pictures)
        return {"conv": conv, "logits": logits}


class Pair(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = Body()

    def forward(self, pictures: Tensor):
        conv, logits = self.body(pictures)
        return conv, logits


class Single(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = Body()

    def forward(self, pictures: Tensor):
        return self.body(pictures)[1]


def main() -> None:
    folder = Path(sys.argv[1])
    for name, module in [("dictionary", Dictionary()), ("tuple", Pair()), ("logits", Single())]:
        torch.jit.script(module.eval()).save(str(folder / f"teacher-{name}.pt"))


if __name__ == "__main__":
    main()
