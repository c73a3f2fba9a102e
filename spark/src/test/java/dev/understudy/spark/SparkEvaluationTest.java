package dev.understudy.spark;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.cli.file.MeasuredNetwork;
import dev.understudy.dataset.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.testng.annotations.Test;

/** In one process, where the driver is its own executor. */
public class SparkEvaluationTest {

    private static final String BAD = "no image.png";

    private final SparkSession spark;
    private final Path folder;
    private final Path card;
    private final Path images;

    public SparkEvaluationTest() throws IOException {
        TeacherFolders folders = TeacherFolders.create();
        folder = folders.folder();
        card = folders.teacher();
        List<String> classes = MeasuredNetwork.of(card).classes();
        images = NoiseFolder.write(
                folder.resolve("some images"), List.of(classes.get(2), "of no class", classes.get(7)), 70);
        Files.writeString(images.resolve("of no class").resolve(BAD), "words");
        Files.writeString(images.resolve("of no class").resolve("notes.txt"), "words");
        spark = SparkSession.builder().sparkContext(LocalContext.get().sc()).getOrCreate();
    }

    private SparkEvaluation evaluation() {
        return SparkEvaluation.of(spark, card).threads(1);
    }

    @Test
    public void eachImageIsARow() throws IOException {
        List<Row> rows = evaluation().answers(images.toString()).collectAsList();
        assertEquals(rows.size(), 71);
        MeasuredNetwork network = MeasuredNetwork.of(card);
        Set<String> paths = new TreeSet<>();
        int labelled = 0;
        try (Teacher teacher = network.opening().open(Device.cpu())) {
            for (Row row : rows) {
                paths.add(row.getAs("path"));
                assertEquals(row.getAs("fingerprint"), teacher.fingerprint());
                Path file = Path.of(row.<String>getAs("path").replaceFirst("^file:", ""));
                if (file.endsWith(BAD)) {
                    assertEquals(
                            row.getAs("reason"), "wanted an image (PNG, JPEG, BMP, GIF or WebP), got something else");
                    assertNull(row.getAs("answer"));
                    assertNull(row.getAs("probability"));
                    assertNull(row.getAs("logits"));
                } else {
                    assertNull(row.getAs("reason"));
                    assertAnswered(row, expected(teacher, network, file), network.classes());
                }
                String name =
                        Objects.requireNonNull(file.getParent()).getFileName().toString();
                assertEquals(row.getAs("label"), network.classes().contains(name) ? name : null);
                labelled += row.getAs("label") == null ? 0 : 1;
            }
        }
        assertEquals(paths.size(), 71);
        assertEquals(labelled, 47);
        assertEquals(
                new ArrayList<>(paths),
                rows.stream().map(row -> row.<String>getAs("path")).toList(),
                "in order");
    }

    private static float[] expected(Teacher teacher, MeasuredNetwork network, Path file) {
        byte[] bytes = ImageFile.read(file, network.input());
        float[] values = new float[bytes.length];
        int each = bytes.length / 3;
        for (int i = 0; i < bytes.length; i++) {
            double mean = network.normalization().mean().get(i / each);
            double deviation = network.normalization().standardDeviation().get(i / each);
            values[i] = (float) (((bytes[i] & 0xFF) / 255.0 - mean) / deviation);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Teacher.View view = teacher.open(manager, Set.of(), true)) {
            Shape one = new Shape(1).addAll(network.input());
            return view.forward(new NDList(manager.create(values, one)))
                    .getLogits()
                    .toType(DataType.FLOAT32, false)
                    .toFloatArray();
        }
    }

    private static void assertAnswered(Row row, float[] expected, List<String> classes) {
        List<Float> logits = row.getList(row.fieldIndex("logits"));
        assertEquals(logits.size(), expected.length);
        int best = 0;
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(logits.get(i), expected[i], 1e-3f, row.toString());
            best = logits.get(i) > logits.get(best) ? i : best;
            sum += Math.exp(logits.get(i));
        }
        assertEquals(row.getAs("answer"), classes.get(best));
        assertEquals(row.<Double>getAs("probability"), Math.exp(logits.get(best)) / sum, 1e-6);
    }

    @Test
    public void rowsAreTheSameHoweverImagesAreSpread() {
        List<Row> together = evaluation().answers(images.toString()).collectAsList();
        for (int perTask : new int[] {1, 3, 32, 50}) {
            assertEquals(evaluation().images(perTask).answers(images.toString()).collectAsList(), together);
        }
        List<Row> one =
                evaluation().answers(images.resolve("of no class").toString()).collectAsList();
        assertEquals(one.size(), 24);
        assertTrue(together.containsAll(one), "what else is asked changes nothing");
    }

    @Test
    public void whatCannotBeReadIsFoundByItsReason() {
        List<Row> unreadable =
                LargeSets.unreadable(spark, card, images.toString()).collectAsList();
        assertEquals(unreadable.size(), 1);
        assertTrue(unreadable.get(0).getString(0).endsWith("/of no class/" + BAD), unreadable.toString());
    }

    /** A network stays open in an executor as long as its files are what they were. */
    @Test
    public void weightsThatChangeAreNotTakenForWhatTheyWere() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("changed"));
        for (Path file : MeasuredNetwork.files(card)) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        Path other = copy.resolve("network.json");
        String some = images.resolve("of no class").toString();
        assertEquals(SparkEvaluation.of(spark, other).answers(some).count(), 24);
        Path weights = MeasuredNetwork.files(other).get(1);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        String changed = refusal(() -> SparkEvaluation.of(spark, other).answers(some));
        assertTrue(changed.contains(weights.toString()), changed);
    }

    @Test
    public void classesAreTheLogitsMetadata() throws IOException {
        assertEquals(
                List.of(evaluation()
                        .answers(images.toString())
                        .schema()
                        .apply("logits")
                        .metadata()
                        .getStringArray("classes")),
                MeasuredNetwork.of(card).classes());
    }

    @Test
    public void writtenAsParquetAndNeverOverAnything() {
        String output = folder.resolve("answers").toString();
        evaluation().write(images.toString(), output);
        List<Row> written = spark.read().parquet(output).orderBy("path").collectAsList();
        assertEquals(written, evaluation().answers(images.toString()).collectAsList());
        assertEquals(
                refusal(() -> evaluation().write(images.toString(), output)),
                output + " is there already; nothing is overwritten, choose another folder (one that holds _temporary"
                        + " alone is of an evaluation that was killed, and may be deleted)");
        assertEquals(spark.read().parquet(output).count(), 71);
    }

    @Test
    public void whatIsNotThereIsSaidInOneLine() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        String missing = refusal(() -> evaluation().answers(nowhere.toString()));
        assertTrue(missing.startsWith("The images in " + nowhere + " cannot be listed: "), missing);
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("notes.txt"), "words");
        assertEquals(
                refusal(() -> evaluation().answers(empty.toString())),
                "No images in " + empty + ": of its 1 files none is called .png, .jpg, .bmp, .gif or .webp");
        String network = refusal(() -> SparkEvaluation.of(spark, nowhere).answers(images.toString()));
        assertTrue(
                network.endsWith(": no network at " + nowhere + "; all machines have to share it under this path"),
                network);
        Path damaged = Files.createDirectories(folder.resolve("damaged")).resolve("network.json");
        Files.copy(card, damaged);
        String weights = refusal(() -> SparkEvaluation.of(spark, damaged).answers(images.toString()));
        assertTrue(weights.contains(": No weights at "), weights);
        assertFalse(Files.exists(nowhere));
        assertEquals(refusal(() -> evaluation().images(0)), "Wanted 1 image or more for each task, got 0");
        assertEquals(refusal(() -> evaluation().threads(0)), "Wanted 1 thread or more of the engine, got 0");
    }

    private static String refusal(org.testng.Assert.ThrowingRunnable refused) {
        String line = String.valueOf(expectThrows(InputException.class, refused).getMessage());
        assertEquals(line.lines().count(), 1, line);
        return line;
    }
}
