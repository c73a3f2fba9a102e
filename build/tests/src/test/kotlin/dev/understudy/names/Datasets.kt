package dev.understudy.names

import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.Shape
import ai.djl.util.Progress
import dev.understudy.dataset.Augmentation
import dev.understudy.dataset.ColorJitter
import dev.understudy.dataset.DataException
import dev.understudy.dataset.DataOptions
import dev.understudy.dataset.Datasets
import dev.understudy.dataset.ImageFile
import dev.understudy.dataset.Images
import dev.understudy.dataset.LabeledImageDataset
import dev.understudy.dataset.RandAugment
import dev.understudy.dataset.Normalization
import dev.understudy.dataset.Range
import dev.understudy.dataset.ResizedCrop
import dev.understudy.dataset.Splits
import dev.understudy.dataset.TestSplit
import dev.understudy.dataset.UserHome
import java.io.IOException
import java.nio.file.Path

/*
 * Every public name of dev.understudy.dataset, as one writes it in Kotlin: compiled, never run.
 */

fun augmentation(it: Augmentation) = listOf<Any?>(
    Augmentation.NONE, Augmentation.crop(1), Augmentation.cropAndFlip(1), Augmentation.resizedCrop(),
    Augmentation.resizedCrop(ResizedCrop.standard()), it.flip(true), it.colorJitter(ColorJitter.of(0.4)),
    it.randAugment(RandAugment.standard()), it.cutout(8), it.padding, it.isFlipped, it.resizedCrop, it.colorJitter,
    it.randAugment, it.cutout,
)

fun range(it: Range) = listOf<Any?>(Range(0.5, 1.0), it.least, it.most)

fun resizedCrop(it: ResizedCrop, range: Range) = listOf<Any?>(
    ResizedCrop(range, range), ResizedCrop.standard(), it.scale(0.5, 1.0), it.ratio(0.5, 2.0), it.scale, it.ratio,
)

fun colorJitter(it: ColorJitter, range: Range) = listOf<Any?>(
    ColorJitter(range, range, range, range), ColorJitter.none(), ColorJitter.of(0.4), it.brightness(0.4),
    it.brightness(range), it.contrast(0.4), it.contrast(range), it.saturation(0.4), it.saturation(range), it.hue(0.1),
    it.hue(range), it.brightness, it.contrast, it.saturation, it.hue,
)

fun dataException() = listOf<Any?>(DataException("text"), DataException("text", IOException("text")))

fun dataOptions(it: DataOptions) = listOf<Any?>(
    DataOptions(Path.of("folder"), 1, 1, 2, 1, true), DataOptions.AUTOMATIC, DataOptions.defaults(), it.folder,
    it.folder(Path.of("folder")), it.seed, it.seed(2), it.size, it.size(1), it.trainSize, it.trainSize(1),
    it.upright, it.upright(true), it.validationSize, it.validationSize(1),
)

fun datasets(dataOptions: DataOptions) = listOf<Any?>(
    Datasets.names(), Datasets.open("text", dataOptions), Datasets.openTest("text", dataOptions),
)

fun normalization(it: Normalization, images: Images) = listOf<Any?>(
    Normalization(listOf(0.5), listOf(0.5)), Normalization.none(1), Normalization.of(images), it.standardDeviation,
    it.mean,
)

fun imageDataset(
    it: LabeledImageDataset,
    images: Images,
    augmentation: Augmentation,
    ndManager: NDManager,
    normalization: Normalization,
    progress: Progress,
) = listOf<Any?>(
    LabeledImageDataset.of(images, 1), it.at(1), it.augmented(augmentation),
    it.augmentedStrongly(RandAugment.standard()), RandAugment(2, true).operations, RandAugment(2, true).square,
    it.batchCount(), it.dropLast(true),
    it.getData(ndManager), it.normalized(normalization), it.images(), it.prepare(progress), it.shuffled(2),
    it.fixedAugmentation(1), it.fixedAugmentation(1, 0, 1), it.fixedAugmentationCount(), it.augmentedFingerprint(), it.fixedAugmentations(1),
)

fun imageFile() = listOf<Any?>(
    ImageFile.read(Path.of("file"), Shape(3, 32, 32)), ImageFile.readUpright(Path.of("file"), Shape(3, 32, 32)),
    ImageFile.decode("text", ByteArray(1), Shape(3, 32, 32), false), ImageFile.isImage(Path.of("file")),
)

fun images(it: Images) = listOf<Any?>(
    it.classNames(), it.fingerprint(), it.label(1), it.labelledAs(listOf("text")), it.read(1, ByteArray(1), 1),
    it.read(intArrayOf(1), ByteArray(1)), it.shape(), it.size(), it.subset(intArrayOf(1)),
)

fun splits(it: Splits, images: Images, normalization: Normalization) = listOf<Any?>(
    Splits("text", images, images, images, normalization),
    Splits("text", images, images, images, normalization, listOf("text")), it.lines(), it.name,
    it.normalization, it.notes, it.test, it.train, it.validation,
)

fun testSplit(it: TestSplit, images: Images) = listOf<Any?>(
    TestSplit("text", images, listOf("text")), it.lines(), it.name, it.notes, it.images,
)

fun userHome() = listOf<Any?>(UserHome.folder())
