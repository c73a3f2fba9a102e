"""Makes the TorchScript teachers that TorchScriptFormsTest loads: the network of torchscript.py in the forms that people save.

Run from this folder: python3 torchscript_forms.py ../resources/dev/understudy
Made with PyTorch 2.13 on the CPU.
"""

import sys
import zipfile
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from torchscript import Body, Dictionary, Pair, Single


class Sequence(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = Body()

    def forward(self, pictures: Tensor):
        conv, logits = self.body(pictures)
        return [conv, logits]


class Dropping(nn.Module):
    """The logits, with a dropout before the last layer: the batch norm and the dropout differ between the modes."""

    def __init__(self) -> None:
        super().__init__()
        self.body = Body()
        self.body.norm.eps = 1e-7
        self.dropout = nn.Dropout(0.5)

    def forward(self, pictures: Tensor):
        conv = torch.relu(self.body.norm(self.body.conv(pictures)))
        return self.body.linear(self.dropout(conv.mean(dim=(2, 3))))


class Absent(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = Body()

    def forward(self, pictures: Tensor) -> Tuple[Tensor, Optional[Tensor]]:
        return self.body(pictures)[1], None


class Lists(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = Body()

    def forward(self, pictures: Tensor) -> Dict[str, List[Tensor]]:
        return {"logits": [self.body(pictures)[1]]}


class Nothing(nn.Module):
    """Logits that are no numbers, without a weight that is none."""

    def __init__(self) -> None:
        super().__init__()
        self.body = Body()

    def forward(self, pictures: Tensor):
        return torch.log(-functional.relu(self.body(pictures)[1]) - 1)


def broken() -> nn.Module:
    module = Single()
    with torch.no_grad():
        module.body.linear.weight[1, 0] = float("nan")
    return module


def without_debugging(file: Path) -> None:
    """Leaves out what names the folders of whoever made the file."""
    with zipfile.ZipFile(file) as archive:
        entries = {each.filename: archive.read(each) for each in archive.infolist() if not each.filename.endswith(".debug_pkl")}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def main() -> None:
    folder = Path(sys.argv[1])
    picture = torch.rand(2, 3, 8, 8, generator=torch.Generator().manual_seed(1))

    def save(name: str, module) -> None:
        file = folder / f"teacher-{name}.pt"
        torch.jit.save(module, str(file))
        without_debugging(file)

    save("traced", torch.jit.trace(Single().eval(), picture))
    save("traced-tuple", torch.jit.trace(Pair().eval(), picture))
    save("traced-dictionary", torch.jit.trace(Dictionary().eval(), picture, strict=False))
    save("list", torch.jit.script(Sequence().eval()))
    save("frozen", torch.jit.freeze(torch.jit.script(Single().eval())))
    save("training", torch.jit.script(Dropping().train()))
    save("traced-training", torch.jit.trace(Dropping().train(), picture, check_trace=False))
    save("nan", torch.jit.script(broken().eval()))
    save("nan-answers", torch.jit.script(Nothing().eval()))
    save("absent", torch.jit.script(Absent().eval()))
    save("lists", torch.jit.script(Lists().eval()))
    save("probabilities", torch.jit.script(nn.Sequential(Single(), nn.Softmax(1)).eval()))
    save("half", torch.jit.script(Single().eval().half()))


if __name__ == "__main__":
    main()
