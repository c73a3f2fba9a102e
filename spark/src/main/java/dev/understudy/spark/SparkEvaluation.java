package dev.understudy.spark;

import dev.understudy.InputException;
import dev.understudy.dataset.ImageFile;
import dev.understudy.spark.internal.answer.AnswerRows;
import dev.understudy.spark.internal.answer.AnswerTask;
import dev.understudy.spark.internal.answer.AskedNetwork;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.OneLine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a network answers to all images of a folder, of any size, on a cluster: one row for each.
 *
 * <pre>{@code
 * Dataset<Row> answers = SparkEvaluation.of(spark, Path.of("/shared/run/channel-seed1.json"))
 *         .answers("hdfs://images/2026");
 * answers.filter("answer is null").select("path", "reason").show();
 * }</pre>
 *
 * <p>The columns: {@code path}; {@code label}, the class whose name the image's folder has, null where it has none; {@code
 * answer}, the class of the largest logit; {@code probability}, its softmax probability; {@code logits}, an array of
 * float in the order of the classes, which are its metadata; {@code fingerprint} of the network; and {@code reason}, why
 * an image cannot be read, null where it can. An image that cannot be read has neither answer, probability nor logits.
 *
 * <p>Images are decoded, resized and normalised as the network's were in its training. The network is opened once in
 * each executor's process, and sees batches of one size, filled up with black images, so that a row does not depend on
 * what else is asked, nor on how the images are spread. Immutable: each option returns another.
 */
public final class SparkEvaluation {

    private static final int IMAGES = 1024;

    private final SparkSession spark;
    private final AskedNetwork network;
    private final boolean mixed;
    private final int images;

    private SparkEvaluation(SparkSession spark, AskedNetwork network, boolean mixed, int images) {
        this.spark = spark;
        this.network = network;
        this.mixed = mixed;
        this.images = images;
    }

    /**
     * Of a network.
     *
     * @param spark the cluster; it stays open
     * @param network a student's card in a run's or a comparison's folder, a stored teacher's {@code network.json}, or an
     *     ONNX file that {@code ./understudy export} wrote: the same path on all machines
     * @return by PyTorch on processors, with the engine's own number of threads
     */
    public static SparkEvaluation of(SparkSession spark, Path network) {
        String file = network.toAbsolutePath().normalize().toString();
        return new SparkEvaluation(spark, new AskedNetwork(file, false, ComputeSettings.pyTorch()), false, IMAGES);
    }

    private SparkEvaluation with(ComputeSettings settings) {
        return new SparkEvaluation(spark, new AskedNetwork(network.file(), network.upright(), settings), mixed, images);
    }

    /**
     * By another of DJL's engines.
     *
     * @param name such as {@code MXNet}
     * @return another
     */
    public SparkEvaluation engine(String name) {
        return with(network.settings().engine(name));
    }

    /**
     * With so many threads of the engine in each executor.
     *
     * @param threads 1 or more
     * @return another
     */
    public SparkEvaluation threads(int threads) {
        if (threads < 1) {
            throw new InputException("Wanted 1 thread or more of the engine, got " + threads);
        }
        return with(network.settings().threads(threads));
    }

    /**
     * Whether the network runs on the GPUs that Spark gives to its tasks ({@code spark.task.resource.gpu.amount}).
     *
     * @param wanted whether; false unless set
     * @return another
     */
    public SparkEvaluation gpu(boolean wanted) {
        return with(network.settings().gpu(wanted));
    }

    /**
     * Whether images are turned as their EXIF orientation says also for a network whose own were not; for one whose were,
     * they are turned anyway.
     *
     * @param turned whether; false unless set
     * @return another
     */
    public SparkEvaluation upright(boolean turned) {
        return new SparkEvaluation(spark, new AskedNetwork(network.file(), turned, network.settings()), mixed, images);
    }

    /**
     * Whether executors that differ in engine, version, processor or threads are taken, whose logits may differ in their
     * last digits.
     *
     * @param taken whether; false unless set
     * @return another
     */
    public SparkEvaluation mixed(boolean taken) {
        return new SparkEvaluation(spark, network, taken, images);
    }

    /**
     * With so many images for each of Spark's tasks.
     *
     * @param perTask 1 or more; 1,024 unless set
     * @return another
     */
    public SparkEvaluation images(int perTask) {
        if (perTask < 1) {
            throw new InputException("Wanted 1 image or more for each task, got " + perTask);
        }
        return new SparkEvaluation(spark, network, mixed, perTask);
    }

    /**
     * The answers, computed when they are read. An executor is asked at once what network it is.
     *
     * @param folder where the images lie, in it and below, on any file system that Spark reads; files of other names
     *     than images have are left out, and those that Spark takes for hidden
     * @return one row for each image, in the order of their paths
     * @throws InputException when there is no such folder, no image in it, or the network cannot be opened
     */
    public Dataset<Row> answers(String folder) {
        List<String> files = files(folder);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        AskedNetwork.Known known;
        try {
            known = context.parallelize(List.of(""), 1)
                    .map(new AskedNetwork.Question(network))
                    .first();
        } catch (Exception e) {
            throw new InputException(OneLine.of(e), e);
        }
        Broadcast<SerializableConfiguration> hadoop =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        List<List<String>> tasks = new ArrayList<>();
        for (int from = 0; from < files.size(); from += images) {
            tasks.add(new ArrayList<>(files.subList(from, Math.min(files.size(), from + images))));
        }
        JavaRDD<Row> rows =
                context.parallelize(tasks, tasks.size()).flatMap(new AnswerTask(network, known, mixed, hadoop));
        return spark.createDataFrame(rows, AnswerRows.columns(known.classes()));
    }

    /**
     * Writes the answers as Parquet.
     *
     * @param folder where the images lie
     * @param output a folder that is not there yet, on any file system that Spark writes
     * @throws InputException also when there is something, or it could not be written; nothing is overwritten
     */
    public void write(String folder, String output) {
        checkFree(output);
        Dataset<Row> answers = answers(folder);
        try {
            answers.write().mode(SaveMode.ErrorIfExists).parquet(output);
        } catch (Exception e) {
            throw new InputException(OneLine.of(e), e);
        }
    }

    /** The images in a folder and below, as URIs, in order. */
    private List<String> files(String folder) {
        String[] all;
        try {
            all = spark.read()
                    .format("binaryFile")
                    .option("recursiveFileLookup", "true")
                    .load(folder)
                    .inputFiles();
        } catch (Exception e) {
            throw new InputException("The images in " + folder + " cannot be listed: " + OneLine.of(e), e);
        }
        List<String> files = Arrays.stream(all)
                .filter(file -> ImageFile.isImage(Path.of(URI.create(file).getPath())))
                .sorted()
                .toList();
        if (files.isEmpty()) {
            throw new InputException("No images in " + folder + ": of its " + all.length
                    + " files none is called .png, .jpg, .bmp, .gif or .webp");
        }
        return files;
    }

    /** Spark checks it as well, after everything else. */
    private void checkFree(String output) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(output);
        boolean taken;
        try {
            taken = path.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .exists(path);
        } catch (IOException e) {
            throw new InputException(output + " cannot be looked at: " + OneLine.of(e), e);
        }
        if (taken) {
            throw new InputException(
                    output + " is there already; nothing is overwritten, choose another folder (one that"
                            + " holds _temporary alone is of an evaluation that was killed, and may be deleted)");
        }
    }
}
