"""Makes the pictures and what Pillow reads from them. Run: python make.py FOLDER

Needs Pillow 12.3 and numpy, cjpeg and jpegtran (libjpeg-turbo), cwebp and webpmux (libwebp).
"""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps

OUT = Path(sys.argv[1])
WIDTH, HEIGHT = 19, 13


def scene(width=WIDTH, height=HEIGHT):
    """Colour ramps, a sharp red and a sharp blue block, a dark diagonal."""
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.stack([x * 255 // max(1, width - 1), y * 255 // max(1, height - 1), (x * 7 + y * 11) % 256], -1)
    rgb[2:6, 3:9] = (230, 20, 30)
    rgb[8:13, 11:18] = (20, 40, 220)
    rgb[(x + y) % 17 == 3] = (15, 25, 5)
    return rgb.astype(np.uint8)


RGB = scene()
GRAY = np.asarray(Image.fromarray(RGB).convert('L'))
ALPHA = ((np.mgrid[0:HEIGHT, 0:WIDTH][1] * 13 + np.mgrid[0:HEIGHT, 0:WIDTH][0] * 5) % 256).astype(np.uint8)
ALPHA[0:4, 0:4] = 0
PICTURE = Image.fromarray(RGB)


def icc():
    """An sRGB profile whose red and blue are exchanged: who applies it sees other colours."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes())
    for i in range(struct.unpack('>I', data[128:132])[0]):
        at = 132 + 12 * i
        if data[at:at + 4] in (b'rXYZ', b'bXYZ'):
            data[at:at + 1] = b'b' if data[at:at + 1] == b'r' else b'r'
    return bytes(data)


def exif(orientation, order='<'):
    mark = b'II*\0' if order == '<' else b'MM\0*'
    entry = struct.pack(order + 'HHIHH', 0x112, 3, 1, orientation, 0)
    return mark + struct.pack(order + 'IH', 8, 1) + entry + struct.pack(order + 'I', 0)


def expected(image):
    """Channel by channel as Pillow gives it; transparent parts are black; 16 bits of gray keep their upper 8."""
    if image.mode.startswith('I;16') or image.mode == 'I':
        image = Image.fromarray((np.asarray(image).astype(np.int64) >> 8).astype(np.uint8))
    transparent = image.mode in ('RGBA', 'LA', 'PA') or 'transparency' in image.info
    if not transparent:
        return np.asarray(image.convert('RGB'))
    rgba = np.asarray(image.convert('RGBA')).astype(np.float64)
    return np.floor(rgba[..., :3] * rgba[..., 3:] / 255 + 0.5).astype(np.uint8)


def put(name, data, image=None):
    (OUT / name).write_bytes(data)
    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.load()
            pixels = expected(image or opened)
        assert pixels.max() > 0 or name.startswith(('refused', 'png-gray-1-trans')), name
        if not name.startswith('refused'):
            (OUT / (name + '.ppm')).write_bytes(ppm(pixels))
    except (OSError, SyntaxError, ValueError) as problem:
        print(name, 'is refused by Pillow:', problem)


def put_upright(name, data):
    put(name, data)
    with Image.open(io.BytesIO(data)) as opened:
        (OUT / (name + '.upright.ppm')).write_bytes(ppm(expected(ImageOps.exif_transpose(opened))))


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def run(*command, stdin=b''):
    return subprocess.run([str(c) for c in command], input=stdin, stdout=subprocess.PIPE, check=True).stdout


def ppm(rgb):
    kind = b'P6' if rgb.ndim == 3 else b'P5'
    return kind + b'\n%d %d\n255\n' % (rgb.shape[1], rgb.shape[0]) + rgb.tobytes()


# ---------------------------------------------------------------- JPEG

def segments(jpeg):
    """The segments up to the first scan, and the rest."""
    at, found = 2, []
    while jpeg[at + 1] != 0xDA:
        length = 2 + struct.unpack('>H', jpeg[at + 2:at + 4])[0]
        found.append(jpeg[at:at + length])
        at += length
    return found, jpeg[at:]


def joined(found, rest):
    return b'\xff\xd8' + b''.join(found) + rest


def without_apps(jpeg):
    found, rest = segments(jpeg)
    return joined([s for s in found if not 0xE0 <= s[1] <= 0xEF], rest)


def ahead(jpeg, *more):
    found, rest = segments(jpeg)
    return joined(list(more) + found, rest)


def with_ids(jpeg, ids):
    """Other component numbers in frame and scans; no more than one scan header is near the front."""
    data = bytearray(jpeg)
    old, at = [], 2
    while at < len(data) - 1:
        if data[at] != 0xFF or data[at + 1] in (0, 0xFF) or 0xD0 <= data[at + 1] <= 0xD9:
            at += 1
            continue
        mark, length = data[at + 1], struct.unpack('>H', data[at + 2:at + 4])[0]
        if mark in (0xC0, 0xC1, 0xC2):
            old = [data[at + 10 + 3 * i] for i in range(data[at + 9])]
            for i, number in enumerate(ids):
                data[at + 10 + 3 * i] = number
        if mark == 0xDA:
            for i in range(data[at + 4]):
                data[at + 5 + 2 * i] = ids[old.index(data[at + 5 + 2 * i])]
        at += 2 + length
    return bytes(data)


def app(number, data):
    return bytes([0xFF, 0xE0 + number]) + struct.pack('>H', len(data) + 2) + data


def adobe(transform):
    return app(14, b'Adobe' + struct.pack('>HHHB', 100, 0, 0, transform))


JFIF = app(0, b'JFIF\0\1\1\0\0\1\0\1\0\0')


def cjpeg(rgb, *options):
    return run('cjpeg', *options, stdin=ppm(rgb))


def edited(jpeg, mark, at, value):
    """One byte of the first segment of a kind."""
    found, rest = segments(jpeg)
    return joined([s[:at] + bytes([value]) + s[at + 1:] if s[1] == mark else s for s in found], rest)


def jpegs():
    for name, sample in (('444', '1x1'), ('422', '2x1'), ('420', '2x2'), ('440', '1x2'), ('411', '4x1'), ('410', '4x2')):
        put(f'jpeg-{name}.jpg', cjpeg(RGB, '-quality', '92', '-sample', sample))
    for name, sample in (('444', '1x1'), ('420', '2x2'), ('440', '1x2')):
        put(f'jpeg-progressive-{name}.jpg', cjpeg(RGB, '-quality', '85', '-progressive', '-sample', sample))
    put('jpeg-mixed-sampling.jpg', cjpeg(RGB, '-quality', '90', '-sample', '2x2,1x2,2x1'))
    put('jpeg-chroma-finer.jpg', cjpeg(RGB, '-quality', '90', '-sample', '1x1,2x1,1x2'))
    put('jpeg-quality-5.jpg', cjpeg(RGB, '-quality', '5'))
    put('jpeg-quality-100.jpg', cjpeg(RGB, '-quality', '100', '-sample', '1x1'))
    put('jpeg-quantiser-16-bit.jpg', cjpeg(RGB, '-quality', '1', '-sample', '1x1'))
    put('jpeg-optimised.jpg', cjpeg(RGB, '-optimize'))
    put('jpeg-restart-1.jpg', cjpeg(RGB, '-restart', '1B'))
    put('jpeg-restart-row.jpg', cjpeg(RGB, '-restart', '1', '-progressive'))
    scans = OUT / 'scans.txt'
    scans.write_text('0;\n1;\n2;\n')
    put('jpeg-three-scans.jpg', cjpeg(RGB, '-scans', scans))
    scans.unlink()
    put('jpeg-gray.jpg', cjpeg(GRAY, '-quality', '90'))
    put('jpeg-gray-progressive.jpg', cjpeg(GRAY, '-quality', '90', '-progressive'))
    put('jpeg-gray-sampling-2x2.jpg', edited(cjpeg(GRAY), 0xC0, 11, 0x22))
    plain = without_apps(cjpeg(RGB, '-quality', '92', '-sample', '1x1'))
    rgb = without_apps(cjpeg(RGB, '-quality', '92', '-rgb'))
    put('jpeg-no-marks-123.jpg', plain)
    put('jpeg-no-marks-012.jpg', with_ids(plain, (0, 1, 2)))
    put('jpeg-no-marks-YCc.jpg', with_ids(plain, b'YCc'))
    put('jpeg-no-marks-rgb-small.jpg', with_ids(plain, b'rgb'))
    put('jpeg-no-marks-012-420.jpg', with_ids(without_apps(cjpeg(RGB, '-quality', '92')), (0, 1, 2)))
    put('jpeg-no-marks-RGB.jpg', rgb)
    put('jpeg-no-marks-gray.jpg', without_apps(cjpeg(GRAY)))
    put('jpeg-adobe0-RGB.jpg', ahead(rgb, adobe(0)))
    put('jpeg-adobe0-123.jpg', ahead(with_ids(rgb, (1, 2, 3)), adobe(0)))
    put('jpeg-adobe0-420.jpg', ahead(without_apps(cjpeg(RGB, '-quality', '92')), adobe(0)))
    put('jpeg-adobe1.jpg', ahead(plain, adobe(1)))
    put('jpeg-adobe2-three.jpg', ahead(plain, adobe(2)))
    put('jpeg-adobe-twice.jpg', ahead(plain, adobe(0), adobe(1)))
    put('jpeg-jfif-adobe0.jpg', ahead(plain, JFIF, adobe(0)))
    put('jpeg-adobe0-jfif.jpg', ahead(plain, adobe(0), JFIF))
    put('jpeg-jfif-adobe1.jpg', ahead(plain, JFIF, adobe(1)))
    put('jpeg-jfif-ids-RGB.jpg', ahead(with_ids(plain, b'RGB'), JFIF))
    cmyk = np.asarray(PICTURE.convert('CMYK')).copy()
    cmyk[..., 3] = (ALPHA // 3)
    for progressive in (False, True):
        data = saved(Image.fromarray(cmyk, 'CMYK'), 'JPEG', quality=92, progressive=progressive)
        put('jpeg-cmyk%s.jpg' % ('-progressive' if progressive else ''), data)
    bare = without_apps(data := saved(Image.fromarray(cmyk, 'CMYK'), 'JPEG', quality=92))
    put('jpeg-cmyk-no-adobe.jpg', bare)
    put('jpeg-cmyk-jfif-no-adobe.jpg', ahead(bare, JFIF))
    put('jpeg-cmyk-icc.jpg', ahead(data, app(2, b'ICC_PROFILE\0\1\1' + icc())))
    put('jpeg-ycck.jpg', ahead(bare, adobe(2)))
    put('jpeg-ycck-adobe1.jpg', ahead(bare, adobe(1)))
    put('jpeg-ycck-jfif.jpg', ahead(bare, JFIF, adobe(2)))
    put('jpeg-ycck-420.jpg', ahead(ycck_420(), adobe(2)))
    put('jpeg-icc.jpg', saved(PICTURE, 'JPEG', quality=92, icc_profile=icc()))
    put('jpeg-icc-broken.jpg', ahead(plain, JFIF, app(2, b'ICC_PROFILE\0\1\1' + icc()[:200])))
    put('jpeg-icc-half.jpg', ahead(plain, JFIF, app(2, b'ICC_PROFILE\0\1\2' + icc()[:100])))
    put('jpeg-gray-icc-rgb.jpg', ahead(cjpeg(GRAY), app(2, b'ICC_PROFILE\0\1\1' + icc())))
    put('jpeg-exif-before-jfif.jpg', ahead(plain, app(1, b'Exif\0\0' + exif(1)), JFIF))
    put('jpeg-exif-broken.jpg', ahead(plain, app(1, b'Exif\0\0' + exif(6)[:13])))
    put('jpeg-jfif-twice.jpg', ahead(plain, JFIF, JFIF))
    put('jpeg-jfif-thumbnail-cut.jpg', ahead(plain, app(0, b'JFIF\0\1\1\0\0\1\0\1\x10\x10abc')))
    put('jpeg-jfif-short.jpg', ahead(with_ids(rgb, b'RGB'), app(0, b'JFIF\0\1\1')))
    put('jpeg-app-empty.jpg', ahead(plain, app(0, b''), app(14, b'Ado'), app(13, b'Photoshop 3.0\0')))
    put('jpeg-comment.jpg', ahead(plain, b'\xff\xfe\0\x09comment'))
    put('jpeg-fill-bytes.jpg', b'\xff\xd8\xff\xff\xff' + plain[2:])
    put('jpeg-trailing.jpg', cjpeg(RGB) + b'\0garbage\xff\xd8\xff' * 20)
    put('jpeg-mpo.jpg', saved(PICTURE, 'MPO', save_all=True, append_images=[PICTURE.rotate(180)], quality=90))
    put('jpeg-1x1.jpg', cjpeg(RGB[3:4, 4:5]))
    put('jpeg-1x13.jpg', cjpeg(scene(1, 13)))
    put('jpeg-19x1.jpg', cjpeg(scene(19, 1)))
    put('jpeg-2x2-420.jpg', cjpeg(RGB[4:6, 8:10]))
    put('jpeg-17x33-440.jpg', cjpeg(scene(17, 33), '-sample', '1x2'))
    for i in range(1, 9):
        put_upright(f'jpeg-orientation-{i}.jpg', saved(PICTURE, 'JPEG', quality=90, exif=b'Exif\0\0' + exif(i, '<>'[i % 2])))
    put('refused-jpeg-cut.jpg', cjpeg(RGB)[:-60])
    put('refused-jpeg-progressive-cut.jpg', (p := cjpeg(RGB, '-progressive'))[:len(p) * 2 // 3])
    put('refused-jpeg-no-end.jpg', cjpeg(RGB)[:-2])
    put('refused-jpeg-12-bit.jpg', edited(cjpeg(RGB), 0xC0, 4, 12))
    put('refused-jpeg-lossless.jpg', cjpeg(RGB).replace(b'\xff\xc0', b'\xff\xc3', 1))
    put('arithmetic.jpg', run('jpegtran', '-arithmetic', stdin=cjpeg(RGB)))
    put('refused-jpeg-two-components.jpg', two_components())


def ycck_420():
    """Four components of which the middle two are halved: planes of three coded apart, put into one frame."""
    cmyk = Image.fromarray(np.dstack([RGB, ALPHA]), 'CMYK')
    return without_apps(saved(cmyk, 'JPEG', quality=92, subsampling='4:2:0'))


def two_components():
    found, rest = segments(cjpeg(RGB, '-sample', '1x1'))
    frame = next(s for s in found if s[1] == 0xC0)
    short = b'\xff\xc0' + struct.pack('>H', 14) + frame[4:9] + b'\2' + frame[10:16]
    return joined([short if s is frame else s for s in found], rest)


# ---------------------------------------------------------------- PNG

def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def packed(samples, depth):
    if depth == 16:
        return samples.astype('>u2').tobytes()
    if depth == 8:
        return samples.astype(np.uint8).tobytes()
    bits = ((samples.reshape(-1, 1) >> np.arange(depth)[::-1]) & 1).astype(np.uint8)
    return np.packbits(bits.reshape(-1)).tobytes()


ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def png(samples, colour, depth, extra=b'', interlaced=False):
    height, width = samples.shape[:2]
    passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7] if interlaced else [samples]
    lines = b''.join(b'\0' + packed(row, depth) for part in passes if part.shape[1] for row in part)
    head = struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, interlaced)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + extra + chunk(b'IDAT', zlib.compress(lines, 9))
            + chunk(b'IEND', b''))


def palette(count):
    colours = [((i * 37) % 256, (i * 91 + 40) % 256, 255 - (i * 53) % 256) for i in range(count)]
    return chunk(b'PLTE', bytes(c for colour in colours for c in colour))


GRAY16 = np.asarray(GRAY).astype(np.int64) * 257 % 65536 ^ (np.mgrid[0:HEIGHT, 0:WIDTH][1] * 3)
RGB16 = RGB.astype(np.int64) * 257 ^ (np.mgrid[0:HEIGHT, 0:WIDTH][1] * 5)[..., None]
INDEX = (np.mgrid[0:HEIGHT, 0:WIDTH][0] * 5 + np.mgrid[0:HEIGHT, 0:WIDTH][1])


def gray_trns(samples, depth, value):
    """What tRNS on gray means: this very value is transparent."""
    scaled = samples >> 8 if depth == 16 else samples * 255 // ((1 << depth) - 1)
    return Image.fromarray(np.dstack([scaled] * 3 + [np.where(samples == value, 0, 255)]).astype(np.uint8))


def pngs():
    for depth in (1, 2, 4, 8):
        samples = GRAY.astype(np.int64) >> (8 - depth)
        value = int(samples[7, 7])
        put(f'png-gray-{depth}.png', png(samples, 0, depth))
        put(f'png-gray-{depth}-transparent.png', png(samples, 0, depth, chunk(b'tRNS', struct.pack('>H', value))),
            gray_trns(samples, depth, value))
        index = INDEX % (1 << depth)
        put(f'png-palette-{depth}.png', png(index, 3, depth, palette(1 << depth)))
        put(f'png-palette-{depth}-transparent.png',
            png(index, 3, depth, palette(1 << depth) + chunk(b'tRNS', bytes([0, 120, 255, 30][:1 << depth]))))
    put('png-gray-16.png', png(GRAY16, 0, 16))
    value = int(GRAY16[7, 7])
    put('png-gray-16-transparent.png', png(GRAY16, 0, 16, chunk(b'tRNS', struct.pack('>H', value))),
        gray_trns(GRAY16, 16, value))
    put('png-gray-alpha-8.png', png(np.dstack([GRAY, ALPHA]), 4, 8))
    put('png-gray-alpha-16.png', png(np.dstack([GRAY16, ALPHA.astype(np.int64) * 257]), 4, 16))
    put('png-rgb-8.png', png(RGB, 2, 8))
    put('png-rgb-16.png', png(RGB16, 2, 16))
    put('png-rgba-8.png', png(np.dstack([RGB, ALPHA]), 6, 8))
    put('png-rgba-16.png', png(np.dstack([RGB16, ALPHA.astype(np.int64) * 257]), 6, 16))
    put('png-rgb-8-transparent.png', png(RGB, 2, 8, chunk(b'tRNS', struct.pack('>HHH', 230, 20, 30))))
    value = [int(v) for v in RGB16[3, 4]]
    rgba = np.dstack([RGB16 >> 8, np.where((RGB16 == value).all(-1), 0, 255)]).astype(np.uint8)
    put('png-rgb-16-transparent.png', png(RGB16, 2, 16, chunk(b'tRNS', struct.pack('>HHH', *value))),
        Image.fromarray(rgba))
    put('png-palette-short.png', png(INDEX % 5, 3, 8, palette(5)))
    put('png-palette-suggested.png', png(RGB, 2, 8, palette(7)))
    put('png-filters.png', saved(PICTURE.resize((33, 20)), 'PNG', optimize=True))
    put('png-interlaced-rgb-8.png', png(RGB, 2, 8, interlaced=True))
    put('png-interlaced-rgb-16.png', png(RGB16, 2, 16, interlaced=True))
    put('png-interlaced-rgba-8.png', png(np.dstack([RGB, ALPHA]), 6, 8, interlaced=True))
    put('png-interlaced-gray-1.png', png(GRAY.astype(np.int64) >> 7, 0, 1, interlaced=True))
    put('png-interlaced-palette-4.png', png(INDEX % 16, 3, 4, palette(16), interlaced=True))
    put('png-interlaced-1x3.png', png(RGB[0:3, 0:1], 2, 8, interlaced=True))
    put('png-gamma.png', png(RGB, 2, 8, chunk(b'gAMA', struct.pack('>I', 100000))))
    put('png-gray-gamma.png', png(GRAY, 0, 8, chunk(b'gAMA', struct.pack('>I', 100000))))
    put('png-srgb.png', png(RGB, 2, 8, chunk(b'sRGB', b'\0') + chunk(b'gAMA', struct.pack('>I', 45455))))
    put('png-icc.png', png(RGB, 2, 8, chunk(b'iCCP', b'swap\0\0' + zlib.compress(icc()))))
    put('png-icc-broken.png', png(RGB, 2, 8, chunk(b'iCCP', b'swap\0\0' + zlib.compress(icc()[:99]))))
    put('png-chromaticities.png',
        png(RGB, 2, 8, chunk(b'cHRM', struct.pack('>8I', 31270, 32900, 15000, 6000, 30000, 60000, 64000, 33000))))
    put('png-significant-bits.png', png(RGB, 2, 8, chunk(b'sBIT', b'\5\6\5')))
    put('png-background.png', png(np.dstack([RGB, ALPHA]), 6, 8, chunk(b'bKGD', struct.pack('>HHH', 255, 255, 255))))
    put('png-text.png', png(RGB, 2, 8, chunk(b'tEXt', b'Comment\0words') + chunk(b'tIME', b'\7\xe8\1\1\0\0\0')))
    put('png-text-broken.png', png(RGB, 2, 8, chunk(b'zTXt', b'Comment\0\0no zip') + chunk(b'iTXt', b'a')))
    put('png-private-chunk.png', png(RGB, 2, 8, chunk(b'prVt', b'whatever')))
    put('png-animated.png', saved(PICTURE, 'PNG', save_all=True, append_images=[PICTURE.rotate(180)]))
    put('png-1x1.png', png(RGB[3:4, 4:5], 2, 8))
    put('png-1x13.png', png(scene(1, 13), 2, 8))
    put('png-trailing.png', png(RGB, 2, 8) + b'garbage')
    put_upright('png-orientation-6.png', png(RGB, 2, 8, chunk(b'eXIf', exif(6))))
    whole = png(RGB, 2, 8)
    put('refused-png-cut.png', whole[:len(whole) * 2 // 3])
    put('refused-png-no-palette.png', png(INDEX % 5, 3, 8))


# ---------------------------------------------------------------- GIF

def lzw(indices, bits):
    """Codes that never grow a table: a clear before it would."""
    clear, codes = 1 << bits, []
    for i, index in enumerate(indices):
        if i % ((1 << bits) - 2 or 1) == 0:
            codes.append(clear)
        codes.append(int(index))
    codes.append(clear + 1)
    value = sum(code << ((bits + 1) * i) for i, code in enumerate(codes))
    data = value.to_bytes(((bits + 1) * len(codes) + 7) // 8, 'little')
    blocks = b''.join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255))
    return bytes([bits]) + blocks + b'\0'


def table(bits, shift=0):
    return bytes(v for i in range(1 << bits) for v in ((i * 37 + shift) % 256, (i * 91 + 40) % 256, 255 - (i * 53) % 256))


def gif(index, bits, screen=None, at=(0, 0), common=True, own=False, clear=None, interlaced=False, head=b'GIF89a', back=0):
    height, width = index.shape
    screen = screen or (width, height)
    rows = index
    if interlaced:
        rows = np.concatenate([index[0::8], index[4::8], index[2::4], index[1::2]])
    return (head + struct.pack('<HHBBB', *screen, (0x80 if common else 0) | 0x70 | bits - 1, back, 0)
            + (table(bits) if common else b'')
            + (b'' if clear is None else b'\x21\xf9\4\1\0\0' + bytes([clear]) + b'\0')
            + b',' + struct.pack('<HHHHB', *at, width, height, (0x80 | bits - 1 if own else 0) | (0x40 if interlaced else 0))
            + (table(bits, 90) if own else b'') + lzw(rows.reshape(-1), max(2, bits)) + b';')


def gifs():
    for bits in (1, 2, 4, 8):
        put(f'gif-{1 << bits}-colours.gif', gif(INDEX % (1 << bits), bits))
    put('gif-87a.gif', gif(INDEX % 16, 4, head=b'GIF87a'))
    put('gif-compressed.gif', saved(PICTURE.resize((33, 20)).quantize(64), 'GIF'))
    put('gif-transparent.gif', gif(INDEX % 16, 4, clear=3))
    put('gif-interlaced.gif', gif(INDEX % 16, 4, interlaced=True))
    put('gif-own-table.gif', gif(INDEX % 16, 4, common=False, own=True))
    put('gif-both-tables.gif', gif(INDEX % 16, 4, own=True))
    put('gif-part.gif', gif(INDEX % 16, 4, screen=(27, 22), at=(4, 3)))
    put('gif-part-background.gif', gif(INDEX % 16, 4, screen=(27, 22), at=(4, 3), back=5))
    put('gif-part-transparent.gif', gif(INDEX % 16, 4, screen=(27, 22), at=(4, 3), clear=3))
    put('gif-part-own-table.gif', gif(INDEX % 16, 4, screen=(27, 22), at=(4, 3), own=True))
    put('gif-beyond-screen.gif', gif(INDEX % 16, 4, screen=(15, 10), at=(2, 2)))
    put('gif-screen-zero.gif', gif(INDEX % 16, 4, screen=(0, 0)))
    frames = [PICTURE.quantize(16), PICTURE.rotate(180).quantize(16)]
    put('gif-animated.gif', saved(frames[0], 'GIF', save_all=True, append_images=frames[1:], duration=100))
    put('gif-gray.gif', saved(Image.fromarray(GRAY), 'GIF'))
    put('gif-1x1.gif', gif(INDEX[4:5, 4:5] % 16, 4))
    put('gif-comment.gif', gif(INDEX % 16, 4).replace(b',', b'\x21\xfe\5words\0,', 1))
    put('gif-trailing.gif', gif(INDEX % 16, 4) + b'garbage')
    put('gif-no-end.gif', gif(INDEX % 16, 4)[:-1])
    put('refused-gif-cut.gif', gif(INDEX % 16, 4)[:-90])
    put('refused-gif-no-picture.gif', gif(INDEX % 16, 4)[:61] + b';')


# ---------------------------------------------------------------- BMP

def rows(samples, depth, up=True):
    lines = []
    for row in (samples[::-1] if up else samples):
        line = packed(row, depth) if depth < 16 else row.tobytes()
        lines.append(line + b'\0' * (-len(line) % 4))
    return b''.join(lines)


def bmp(depth, data, colours=b'', compression=0, masks=b'', height=HEIGHT, size=40, used=0):
    if size == 12:
        head = struct.pack('<IHHHH', 12, WIDTH, HEIGHT, 1, depth)
    else:
        head = struct.pack('<IiiHHIIiiII', size, WIDTH, height, 1, depth, compression, len(data), 2835, 2835, used, 0)
        if size > 40:
            head += masks + b'\0' * (size - 40 - len(masks))
            masks = b''
    start = 14 + len(head) + len(masks) + len(colours)
    return b'BM' + struct.pack('<IHHI', start + len(data), 0, 0, start) + head + masks + colours + data


def bmp_table(count, bytes_each=4):
    return b''.join(bytes([255 - (i * 53) % 256, (i * 91 + 40) % 256, (i * 37) % 256, 0][:bytes_each]) for i in range(count))


def rle(index, four):
    """Runs, absolute runs, a jump and an end of line here and there."""
    out = b''
    for y, row in enumerate(index[::-1]):
        x = 0
        while x < len(row):
            value = int(row[x])
            run_length = 1
            while x + run_length < len(row) and row[x + run_length] == value:
                run_length += 1
            if run_length > 2:
                out += bytes([run_length, value * 17 if four else value])
                x += run_length
            elif len(row) - x >= 4 and y % 2:
                part = [int(v) for v in row[x:x + 4]]
                out += b'\0\4' + (bytes([part[0] << 4 | part[1], part[2] << 4 | part[3]]) if four else bytes(part))
                x += 4
            else:
                out += bytes([1, value << 4 if four else value])
                x += 1
        out += b'\0\0' if y < len(index) - 1 else b'\0\1'
    return out


def bmps():
    bgr = RGB[..., ::-1]
    for depth in (1, 4, 8):
        index = INDEX % (1 << depth)
        put(f'bmp-{depth}.bmp', bmp(depth, rows(index, depth), bmp_table(1 << depth)))
        put(f'bmp-os2-{depth}.bmp', bmp(depth, rows(index, depth), bmp_table(1 << depth, 3), size=12))
    put('bmp-8-few-colours.bmp', bmp(8, rows(INDEX % 10, 8), bmp_table(10), used=10))
    put('bmp-8-gray.bmp', saved(Image.fromarray(GRAY), 'BMP'))
    put('bmp-1-black-white.bmp', saved(Image.fromarray(GRAY).convert('1'), 'BMP'))
    put('bmp-8-top-down.bmp', bmp(8, rows(INDEX % 256, 8, False), bmp_table(256), height=-HEIGHT))
    put('bmp-24.bmp', bmp(24, rows(bgr, 24)))
    put('bmp-os2-24.bmp', bmp(24, rows(bgr, 24), size=12))
    put('bmp-24-v5.bmp', bmp(24, rows(bgr, 24), size=124))
    put('bmp-24-top-down.bmp', bmp(24, rows(bgr, 24, False), height=-HEIGHT))
    wide = RGB.astype(np.uint16)
    five = (wide[..., 0] >> 3 << 10 | wide[..., 1] >> 3 << 5 | wide[..., 2] >> 3).astype('<u2')
    six = (wide[..., 0] >> 3 << 11 | wide[..., 1] >> 2 << 5 | wide[..., 2] >> 3).astype('<u2')
    put('bmp-16.bmp', bmp(16, rows(five, 16)))
    put('bmp-16-565.bmp', bmp(16, rows(six, 16), compression=3, masks=struct.pack('<III', 0xF800, 0x7E0, 0x1F)))
    put('bmp-16-555-masks.bmp', bmp(16, rows(five, 16), compression=3, masks=struct.pack('<III', 0x7C00, 0x3E0, 0x1F)))
    bgrx = np.dstack([bgr, np.full_like(ALPHA, 0)])
    bgra = np.dstack([bgr, ALPHA])
    xbgr = np.dstack([np.full_like(ALPHA, 0), bgr])
    put('bmp-32.bmp', bmp(32, rows(bgrx, 32)))
    put('bmp-32-fourth-byte.bmp', bmp(32, rows(bgra, 32)))
    put('bmp-32-top-down.bmp', bmp(32, rows(bgrx, 32, False), height=-HEIGHT))
    put('bmp-32-masks.bmp', bmp(32, rows(bgrx, 32), compression=3, masks=struct.pack('<III', 0xFF0000, 0xFF00, 0xFF)))
    put('bmp-32-masks-shifted.bmp',
        bmp(32, rows(xbgr, 32), compression=3, masks=struct.pack('<III', 0xFF000000, 0xFF0000, 0xFF00)))
    for size in (56, 108, 124):
        put(f'bmp-32-alpha-{size}.bmp', bmp(32, rows(bgra, 32), compression=3, size=size,
                                           masks=struct.pack('<IIII', 0xFF0000, 0xFF00, 0xFF, 0xFF000000)))
    put('bmp-32-v4-no-alpha.bmp', bmp(32, rows(bgrx, 32), compression=3, size=108,
                                      masks=struct.pack('<IIII', 0xFF0000, 0xFF00, 0xFF, 0)))
    blocks = np.repeat(INDEX // 4, 1, 0)
    put('bmp-rle8.bmp', bmp(8, rle(blocks % 256, False), bmp_table(256), compression=1))
    put('bmp-rle4.bmp', bmp(4, rle(blocks % 16, True), bmp_table(16), compression=2))
    jump = b'\x05\x07\0\2\3\2' + b'\x06\x21\0\0' + b'\x13\x11\0\0' * (HEIGHT - 3) + b'\0\1'
    put('bmp-rle8-jump.bmp', bmp(8, jump, bmp_table(256), compression=1))
    put('bmp-os2-2.bmp', bmp(24, rows(bgr, 24), size=64))
    put('bmp-trailing.bmp', bmp(24, rows(bgr, 24)) + b'garbage')
    put('bmp-1x1.bmp', saved(Image.fromarray(RGB[3:4, 4:5]), 'BMP'))
    put('refused-bmp-cut.bmp', bmp(24, rows(bgr, 24))[:-200])


# ---------------------------------------------------------------- WebP

def cwebp(image, *options):
    source, result = OUT / 'source.png', OUT / 'result.webp'
    image.save(source)
    run('cwebp', '-quiet', *options, source, '-o', result)
    data = result.read_bytes()
    source.unlink()
    result.unlink()
    return data


def webps():
    rgba = Image.fromarray(np.dstack([RGB, ALPHA]))
    large = Image.fromarray(scene(33, 20))
    for quality in (10, 75, 100):
        put(f'webp-lossy-{quality}.webp', cwebp(large, '-q', quality))
    put('webp-lossy-small.webp', cwebp(PICTURE, '-q', 90))
    put('webp-lossy-simple-filter.webp', cwebp(large, '-q', 20, '-nostrong', '-f', 60))
    put('webp-lossy-no-filter.webp', cwebp(large, '-q', 40, '-f', 0))
    put('webp-lossy-segments.webp', cwebp(large, '-q', 30, '-segments', 4, '-sns', 100, '-sharpness', 5))
    put('webp-lossy-partitions.webp', cwebp(large, '-q', 60, '-partition_limit', 50, '-m', 6))
    put('webp-lossy-sharp.webp', cwebp(PICTURE, '-q', 80, '-sharp_yuv'))
    put('webp-lossy-alpha.webp', cwebp(rgba, '-q', 80))
    put('webp-lossy-alpha-raw.webp', cwebp(rgba, '-q', 80, '-alpha_method', 0))
    for kind in ('none', 'fast', 'best'):
        put(f'webp-lossy-alpha-{kind}.webp', cwebp(rgba, '-q', 80, '-alpha_filter', kind))
    put('webp-lossless.webp', cwebp(PICTURE, '-lossless', '-z', 9))
    put('webp-lossless-fast.webp', cwebp(large, '-lossless', '-z', 0))
    put('webp-lossless-alpha.webp', cwebp(rgba, '-lossless', '-exact'))
    for count in (2, 4, 16, 200):
        put(f'webp-lossless-palette-{count}.webp', cwebp(large.quantize(count).convert('RGB'), '-lossless'))
    put('webp-near-lossless.webp', cwebp(PICTURE, '-near_lossless', 40))
    put('webp-lossless-1x1.webp', cwebp(Image.fromarray(RGB[3:4, 4:5]), '-lossless'))
    put('webp-lossy-1x1.webp', cwebp(Image.fromarray(RGB[3:4, 4:5]), '-q', 90))
    put('webp-lossy-1x13.webp', cwebp(Image.fromarray(scene(1, 13)), '-q', 90))
    put('webp-lossy-19x1.webp', cwebp(Image.fromarray(scene(19, 1)), '-q', 90))
    for lossless in (False, True):
        kind = 'lossless' if lossless else 'lossy'
        put(f'webp-{kind}-icc.webp', saved(PICTURE, 'WEBP', quality=90, lossless=lossless, icc_profile=icc()))
        put(f'webp-{kind}-animated.webp', saved(
            PICTURE, 'WEBP', quality=90, lossless=lossless, save_all=True, append_images=[PICTURE.rotate(180)]))
    put('webp-animated-alpha.webp', saved(
        rgba, 'WEBP', quality=90, save_all=True, append_images=[rgba.rotate(180)]))
    put('webp-animated-part.webp', animated_part())
    put_upright('webp-orientation-6.webp', saved(PICTURE, 'WEBP', quality=90, exif=exif(6)))
    put_upright('webp-orientation-8-exif-name.webp', saved(PICTURE, 'WEBP', quality=90, exif=b'Exif\0\0' + exif(8)))
    whole = cwebp(PICTURE, '-q', 90)
    put('refused-webp-cut.webp', whole[:len(whole) // 2])
    whole = cwebp(PICTURE, '-lossless')
    put('refused-webp-lossless-cut.webp', whole[:len(whole) // 2])


def animated_part():
    """A first frame that fills a part of the canvas."""
    paths = []
    for i in range(2):
        path = OUT / f'frame{i}.webp'
        path.write_bytes(cwebp(PICTURE.rotate(180 * i), '-lossless'))
        paths.append(path)
    result = OUT / 'animated.webp'
    run('webpmux', '-frame', paths[0], '+100+6+4', '-frame', paths[1], '+100+10+8', '-bgcolor', '255,255,0,0',
        '-o', result)
    data = result.read_bytes()
    for path in (*paths, result):
        path.unlink()
    return data


def resizings():
    """Squares from the middle in other sizes, as Pillow's crop and resize give them."""
    for width, height in ((33, 20), (13, 19)):
        image = Image.fromarray(scene(width, height))
        side = min(width, height)
        left, top = (width - side) // 2, (height - side) // 2
        name = f'resize-{width}x{height}.png'
        image.save(OUT / name)
        for size in (1, 5, 8, 13, 32):
            square = image.crop((left, top, left + side, top + side)).resize((size, size), Image.Resampling.BILINEAR)
            (OUT / f'{name}.{size}.ppm').write_bytes(ppm(np.asarray(square)))


if __name__ == '__main__':
    OUT.mkdir(parents=True, exist_ok=True)
    for make in (jpegs, pngs, gifs, bmps, webps, resizings):
        make()
