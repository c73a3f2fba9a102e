package dev.understudy.bench.group;

import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.FreshJvm;
import dev.understudy.bench.Target;
import dev.understudy.bench.step.BenchNetworks;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.internal.file.Sha256;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.KnowledgeKind;
import dev.understudy.recipes.PaperOptions;
import dev.understudy.recipes.PaperRecipes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole of the paper's Table 3, 22 students, in one pass, against one student after another: with all cores for each,
 * as users train, and with one thread each, which gives the same bits. Each way in a fresh JVM, since an engine's number
 * of threads is set once.
 */
public final class TableGroup implements BenchGroup {

    /** Than with all cores for each student. */
    private static final double FASTER = 1.8;

    /** Than with one thread for each student. */
    private static final double FASTER_THAN_ONE_THREAD = 2.2;

    private static final String TOGETHER = "together";
    private static final String ALONE = "alone";
    private static final int ONE = 1;
    private static final int EPOCHS = 6;

    /** As in CIFAR: of ten parts of the training images one chooses, and there are two more to test on. */
    private static final int PARTS = 9;

    @Override
    public void run(BenchRunner results) throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        String name = "Table 3, a quarter of the width, ";
        results.duel(
                new BenchRunner.Title(
                        name + "against all cores for each student",
                        "s",
                        "in one pass",
                        "one after another",
                        Target.ratioAtLeast(FASTER)),
                () -> {
                    double[] together = child(results, TOGETHER, ONE);
                    return new AlternatingRounds.Pair(together[0], child(results, ALONE, cores)[0]);
                });
        results.duel(
                new BenchRunner.Title(
                        name + "against one thread for each student, the same bits",
                        "s",
                        "in one pass",
                        "one after another",
                        Target.ratioAtLeast(FASTER_THAN_ONE_THREAD)),
                () -> {
                    double[] together = child(results, TOGETHER, ONE);
                    double[] alone = child(results, ALONE, ONE);
                    if (!Arrays.equals(together, 1, together.length, alone, 1, alone.length)) {
                        throw new IllegalStateException("The students of one pass differ from those trained alone: "
                                + Arrays.toString(together) + " and " + Arrays.toString(alone));
                    }
                    return new AlternatingRounds.Pair(together[0], alone[0]);
                });
    }

    private static double[] child(BenchRunner results, String way, int threads) throws IOException {
        return FreshJvm.child(results.options(), "table", way, Integer.toString(threads));
    }

    /** Trains the table in this JVM; says how many seconds that took, and a digest of all weights in four numbers. */
    public static String child(BenchSizes sizes, List<String> words) throws IOException {
        Task task = sizes.task(sizes.quarter());
        int images = sizes.epoch();
        LabeledImageDataset train = NoiseImages.batches(sizes.images(images), sizes.batch());
        TrainingData trainingData = TrainingData.of(task.input(), train::at)
                .validation(measured(sizes, Math.max(1, images / PARTS)))
                .test(measured(sizes, Math.max(1, 2 * images / PARTS)));
        Map<String, byte[]> digests = new LinkedHashMap<>();
        try (Teacher teacher = BenchNetworks.teacher(task)) {
            Map<String, Distillation> students = students(teacher, task, EPOCHS);
            long begin = System.nanoTime();
            if (words.get(0).equals(TOGETHER)) {
                StudentGroup group =
                        StudentGroup.empty().workers(Runtime.getRuntime().availableProcessors());
                for (Map.Entry<String, Distillation> entry : students.entrySet()) {
                    group = group.with(entry.getKey(), entry.getValue(), Observer.NONE);
                }
                group.train(trainingData, (name, trained) -> digests.put(name, digest(trained)));
            } else {
                for (Map.Entry<String, Distillation> entry : students.entrySet()) {
                    digests.put(entry.getKey(), digest(entry.getValue().train(trainingData, Observer.NONE)));
                }
            }
            return (System.nanoTime() - begin) / 1e9 + " " + numbers(students.keySet(), digests);
        }
    }

    private static LabeledImageDataset measured(BenchSizes sizes, int images) {
        return LabeledImageDataset.of(sizes.images(images), sizes.batch());
    }

    /** The table's students by name. */
    static Map<String, Distillation> students(Teacher teacher, Task task, int epochs) {
        List<String> names =
                Arrays.stream(KnowledgeKind.values()).map(KnowledgeKind::option).toList();
        Map<String, Distillation> students = new LinkedHashMap<>();
        for (Recipe recipe : new PaperRecipes().recipes()) {
            OptionValues values = recipe.defaults().epochs(epochs);
            if (names.contains(recipe.name())) {
                for (PaperOptions.Scheme scheme : PaperOptions.Scheme.values()) {
                    for (boolean soft : new boolean[] {false, true}) {
                        students.put(
                                recipe.name() + " " + scheme + " " + soft,
                                recipe.distillation(
                                        task,
                                        values.with(PaperOptions.STAGES, scheme).with(PaperOptions.SOFT_TARGETS, soft),
                                        teacher));
                    }
                }
            } else if (List.of("student", "kd").contains(recipe.name())) {
                students.put(recipe.name(), recipe.distillation(task, values, teacher));
            }
        }
        return students;
    }

    private static byte[] digest(TrainedStudent trained) {
        try (trained) {
            MessageDigest digest = Sha256.digest();
            for (float[] weights : BenchNetworks.weights(trained.getNetwork())) {
                ByteBuffer bytes = ByteBuffer.allocate(weights.length * Float.BYTES);
                bytes.asFloatBuffer().put(weights);
                digest.update(bytes);
            }
            return digest.digest();
        }
    }

    private static String numbers(Iterable<String> names, Map<String, byte[]> digests) {
        MessageDigest all = Sha256.digest();
        for (String name : names) {
            all.update(name.getBytes(StandardCharsets.UTF_8));
            all.update(digests.getOrDefault(name, new byte[0]));
        }
        ByteBuffer bytes = ByteBuffer.wrap(all.digest());
        return bytes.getInt() + " " + bytes.getInt() + " " + bytes.getInt() + " " + bytes.getInt();
    }
}
