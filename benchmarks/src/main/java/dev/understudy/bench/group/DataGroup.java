package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.StackBatchifier;
import ai.djl.translate.TranslateException;
import dev.understudy.Observer;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.PngFolder;
import dev.understudy.bench.Target;
import dev.understudy.bench.TemporaryFolders;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.Kind;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.bench.step.OurSteps;
import dev.understudy.cli.run.Timer;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.RandAugment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What images cost: from memory, from a folder, and the way DJL's transforms take. */
public final class DataGroup implements BenchGroup {

    private static final double FULL_SHARE = 0.03;
    private static final double QUARTER_SHARE = 0.15;
    private static final float[] HALF = {0.5f, 0.5f, 0.5f};

    @Override
    public void run(BenchRunner results) throws IOException {
        BenchSizes sizes = BenchSizes.of(results.options().quick());
        share(results, sizes, sizes.full(), FULL_SHARE);
        share(results, sizes, sizes.quarter(), QUARTER_SHARE);
        oneImageAtATime(results, sizes);
        augmented(results, sizes);
        Path folder = Files.createTempDirectory("understudy-bench");
        try {
            PngFolder.write(folder, sizes);
            fromFolder(results, sizes, folder);
        } finally {
            TemporaryFolders.delete(folder);
        }
    }

    /** A batch beside the step that it is made for: cropped, flipped and normalised. */
    private static void share(BenchRunner results, BenchSizes sizes, double width, double most) throws IOException {
        Dataset epoch = fromMemory(sizes, sizes.epoch());
        Dataset steps = fromMemory(sizes, (sizes.warm() + sizes.steps()) * sizes.batch());
        try (OurSteps ours = new OurSteps(Kind.ALONE, sizes.task(width))) {
            results.duel(
                    new BenchRunner.Title(
                            "share of a step, " + sizes.named(width),
                            "ms",
                            "student's step",
                            "its batch",
                            Target.ratioAtMost(most)),
                    AlternatingRounds.of(() -> ours.median(steps, sizes.warm()), () -> perBatch(epoch)));
        }
    }

    /** Ours crops and flips too, which DJL's way here does not. */
    private static void oneImageAtATime(BenchRunner results, BenchSizes sizes) throws IOException {
        Dataset epoch = fromMemory(sizes, sizes.epoch());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Shape shape = new Shape(sizes.epoch(), sizes.side(), sizes.side(), 3);
            NDArray images = manager.zeros(shape, DataType.UINT8);
            Dataset plain = new ArrayDataset.Builder()
                    .setData(images)
                    .optLabels(manager.zeros(new Shape(sizes.epoch()), DataType.INT64))
                    .addTransform(new ToTensor())
                    .addTransform(new Normalize(HALF, HALF))
                    .optDataBatchifier(new StackBatchifier())
                    .setSampling(sizes.batch(), true)
                    .build();
            results.duel(
                    new BenchRunner.Title("a batch", "ms", "ours", "DJL image by image", null),
                    AlternatingRounds.of(() -> perBatch(epoch), () -> perBatch(plain)));
        }
    }

    /** What each way to vary images costs beside crops and flips; what changes levels works on several threads. */
    private static void augmented(BenchRunner results, BenchSizes sizes) throws IOException {
        Dataset plain = fromMemory(sizes, sizes.epoch());
        LabeledImageDataset images = NoiseImages.batches(sizes.images(sizes.epoch()), sizes.batch());
        Augmentation usual = Augmentation.cropAndFlip(sizes.side() / 8);
        Augmentation resized = Augmentation.resizedCrop().flip(true);
        ColorJitter jitter = ColorJitter.of(0.4).hue(0.1);
        Map<String, Augmentation> ways = new LinkedHashMap<>();
        ways.put("cutout", usual.cutout(8));
        ways.put("resized crop", resized);
        ways.put("color jitter", usual.colorJitter(jitter));
        ways.put("random operations", usual.randAugment(RandAugment.standard()));
        ways.put(
                "all of them",
                resized.colorJitter(jitter).randAugment(RandAugment.standard()).cutout(8));
        for (Map.Entry<String, Augmentation> way : ways.entrySet()) {
            Dataset other = images.augmented(way.getValue()).at(0);
            results.duel(
                    new BenchRunner.Title("a batch with " + way.getKey(), "ms", "crop and flip", way.getKey(), null),
                    AlternatingRounds.of(() -> perBatch(plain), () -> perBatch(other)));
        }
    }

    /** The files are read from the system's cache, as in every epoch but the first. */
    private static void fromFolder(BenchRunner results, BenchSizes sizes, Path folder) throws IOException {
        Images files = Datasets.open(
                        "folder",
                        DataOptions.defaults().folder(folder).size(sizes.side()).validationSize(0))
                .train();
        LabeledImageDataset onDisk = NoiseImages.batches(files, sizes.batch());
        Dataset inMemory = fromMemory(sizes, files.size());
        Dataset steps = fromMemory(sizes, (sizes.warm() + sizes.steps()) * sizes.batch());
        try (OurSteps ours = new OurSteps(Kind.ALONE, sizes.task(sizes.quarter()))) {
            results.duel(
                    new BenchRunner.Title(
                            "a folder of PNGs beside a quarter of the width",
                            "images/s",
                            "student's steps",
                            "folder",
                            Target.ratioAtLeast(1)),
                    AlternatingRounds.of(
                            () -> perSecond(sizes.batch(), ours.median(steps, sizes.warm())),
                            () -> perSecond(sizes.batch(), perBatch(onDisk.at(0)))));
            results.duel(
                    new BenchRunner.Title(
                            "an epoch of training, a quarter of the width", "ms", "from memory", "from a folder", null),
                    AlternatingRounds.of(() -> epoch(ours, inMemory), () -> epoch(ours, onDisk.at(0))));
        }
    }

    private static Dataset fromMemory(BenchSizes sizes, int number) {
        return NoiseImages.batches(sizes.images(number), sizes.batch()).at(0);
    }

    private static double perSecond(int images, double milliseconds) {
        return images * 1000 / milliseconds;
    }

    private static double epoch(OurSteps ours, Dataset data) throws IOException {
        return Timer.once(() -> ours.train(data, Observer.NONE).close());
    }

    /** Milliseconds a batch, over an epoch in which nothing else is done. */
    private static double perBatch(Dataset epoch) throws IOException {
        int batches = 0;
        long begin = System.nanoTime();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (Batch batch : epoch.getData(manager)) {
                batch.close();
                batches++;
            }
        } catch (TranslateException e) {
            throw new IOException("A batch could not be made: " + e.getMessage(), e);
        }
        return Timer.since(begin) / batches;
    }
}
