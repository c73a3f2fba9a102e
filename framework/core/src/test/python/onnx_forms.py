"""Makes the ONNX teachers that OnnxFormsTest loads: the network of torchscript.py as torch.onnx.export writes it.

Run from this folder: python3 onnx_forms.py ../resources/dev/understudy
Made with PyTorch 2.13 on the CPU.
"""

import sys
from pathlib import Path

import onnx
import torch

from torchscript import Pair, Single


def without_debugging(file: Path) -> None:
    """Leaves out what names the folders of whoever made the file."""
    model = onnx.load(file, load_external_data=False)
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    for part in [*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info, *model.graph.initializer]:
        if hasattr(part, "metadata_props"):
            del part.metadata_props[:]
    onnx.save(model, file)


def beside(file: Path) -> None:
    """Puts weights into another file, as torch.onnx.export does by default with all but the smallest."""
    data = file.with_name(file.name + ".data")
    data.unlink(missing_ok=True)
    onnx.save(onnx.load(file), file, save_as_external_data=True, location=data.name, size_threshold=20)


def main() -> None:
    folder = Path(sys.argv[1])
    pictures = torch.zeros(2, 3, 8, 8)
    any_batch = {"dynamic_shapes": ({0: "batch"},), "external_data": False}
    files = {
        "default": (Single(), {}),
        "logits-second": (Pair(), {"output_names": ["conv", "logits"], **any_batch}),
        "others": (Pair(), {"output_names": ["features", "scores"], **any_batch}),
    }
    for name, (module, options) in files.items():
        file = folder / f"teacher-{name}.onnx"
        torch.onnx.export(module.eval(), (pictures,), file, verbose=False, **options)
        without_debugging(file)
    beside(folder / "teacher-default.onnx")


if __name__ == "__main__":
    main()
