"""Numbers from torchvision for PretrainedTest: python torchvision_networks.py > ../resources/dev/understudy/network/torchvision.json

An eighth of the width; weights and pictures follow from a formula, so that no weights need to be kept.
"""

import hashlib
import json
import math

import torch
from torch import nn
from torchvision.models import resnet, vgg

CLASSES = 10
VGG = {"vgg11": "A", "vgg13": "B", "vgg16": "D", "vgg19": "E"}
RESNET = {
    "resnet18": (resnet.BasicBlock, [2, 2, 2, 2]),
    "resnet34": (resnet.BasicBlock, [3, 4, 6, 3]),
    "resnet50": (resnet.Bottleneck, [3, 4, 6, 3]),
    "resnet101": (resnet.Bottleneck, [3, 4, 23, 3]),
    "resnet152": (resnet.Bottleneck, [3, 8, 36, 3]),
}


def narrow_vgg(name):
    norm = name.endswith("_bn")
    cfg = [c if c == "M" else c // 8 for c in vgg.cfgs[VGG[name.removesuffix("_bn")]]]
    network = vgg.VGG(vgg.make_layers(cfg, batch_norm=norm), num_classes=CLASSES, init_weights=False)
    network.classifier[0] = nn.Linear(64 * 49, 512)
    network.classifier[3] = nn.Linear(512, 512)
    network.classifier[6] = nn.Linear(512, CLASSES)
    return network


def narrow_resnet(name):
    block, layers = RESNET[name]
    network = resnet.ResNet.__new__(resnet.ResNet)
    nn.Module.__init__(network)
    network._norm_layer = nn.BatchNorm2d
    network.inplanes, network.dilation, network.groups, network.base_width = 8, 1, 1, 64
    network.conv1 = nn.Conv2d(3, 8, kernel_size=7, stride=2, padding=3, bias=False)
    network.bn1 = nn.BatchNorm2d(8)
    network.relu = nn.ReLU(inplace=True)
    network.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
    for i, planes in enumerate([8, 16, 32, 64]):
        setattr(network, f"layer{i + 1}", network._make_layer(block, planes, layers[i], stride=1 if i == 0 else 2))
    network.avgpool = nn.AdaptiveAvgPool2d((1, 1))
    network.fc = nn.Linear(64 * block.expansion, CLASSES)
    return network


def tensors(network):
    return {k: v for k, v in sorted(network.state_dict().items()) if not k.endswith("num_batches_tracked")}


def fill(network):
    for k, (name, tensor) in enumerate(tensors(network).items()):
        wave = torch.sin(torch.arange(tensor.numel(), dtype=torch.float64) * 0.7 + k)
        if tensor.dim() > 1:
            values = wave * math.sqrt(4 / (tensor.numel() / tensor.shape[0]))
        elif name.endswith("running_var"):
            values = 1 + 0.5 * wave * wave
        elif name.endswith("weight"):
            values = 1 + 0.2 * wave
        else:
            values = 0.1 * wave
        tensor.copy_(values.reshape(tensor.shape).float())


def digest(network):
    lines = [f"{name} {list(tensor.shape)}\n" for name, tensor in tensors(network).items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def logits(network, side):
    pixels = torch.sin(torch.arange(3 * side * side, dtype=torch.float64) * 0.37).float().double()
    with torch.no_grad():
        return network.double().eval()(pixels.reshape(1, 3, side, side))[0].tolist()


networks = {}
for name in [v + suffix for v in VGG for suffix in ("", "_bn")] + list(RESNET):
    network = narrow_vgg(name) if name.startswith("vgg") else narrow_resnet(name)
    sides = {"vgg11": [32, 224, 448], "vgg16_bn": [32], "resnet18": [32, 224], "resnet50": [32]}.get(name, [])
    fill(network)
    networks[name] = {"digest": digest(network), "logits": {str(side): logits(network, side) for side in sides}}
print(json.dumps(networks, indent=1))
