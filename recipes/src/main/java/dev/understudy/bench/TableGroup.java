package dev.understudy.bench;

import dev.understudy.Choices;
import dev.understudy.Cohort;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Recipe;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.recipe.Knowing;
import dev.understudy.recipe.PaperRecipes;
import dev.understudy.report.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole of the paper's Table 3, 22 students, in one pass, against one student after another: with all cores for each,
 * as users train, and with one thread each, which gives the same bits. Each way in a fresh JVM, since an engine's number
 * of threads is set once.
 */
final class TableGroup implements Group {

    private static final double FASTER = 2.2;
    private static final String TOGETHER = "together";
    private static final String ALONE = "alone";
    private static final int ONE = 1;

    @Override
    public void run(Board board) throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        String name = "Table 3, a quarter of the width, ";
        board.duel(
                new Board.Title(
                        name + "against all cores for each student",
                        "s",
                        "in one pass",
                        "one after another",
                        Target.ratioAtLeast(FASTER)),
                () -> {
                    double[] together = child(board, TOGETHER, ONE);
                    return new Turns.Pair(together[0], child(board, ALONE, cores)[0]);
                });
        board.duel(
                new Board.Title(
                        name + "against one thread for each student, the same bits",
                        "s",
                        "in one pass",
                        "one after another",
                        Target.ratioAtLeast(FASTER)),
                () -> {
                    double[] together = child(board, TOGETHER, ONE);
                    double[] alone = child(board, ALONE, ONE);
                    if (!Arrays.equals(together, 1, together.length, alone, 1, alone.length)) {
                        throw new IllegalStateException("The students of one pass differ from those trained alone: "
                                + Arrays.toString(together) + " and " + Arrays.toString(alone));
                    }
                    return new Turns.Pair(together[0], alone[0]);
                });
    }

    private static double[] child(Board board, String way, int threads) throws IOException {
        return Jvm.child(board.options(), "table", way, Integer.toString(threads));
    }

    /** Trains the table in this JVM; says how many seconds that took, and a digest of all weights in four numbers. */
    static String child(Sizes sizes, List<String> words) throws IOException {
        Task task = sizes.task(sizes.quarter());
        int pictures = sizes.epoch();
        PictureDataset train = Noise.batches(sizes.pictures(pictures), sizes.batch());
        PictureDataset test = PictureDataset.of(sizes.pictures(pictures), sizes.batch());
        Curriculum curriculum =
                Curriculum.of(task.input(), train::at).test(test).validation(test);
        Map<String, byte[]> digests = new LinkedHashMap<>();
        try (Teacher teacher = Networks.teacher(task)) {
            Map<String, Distillation> students = students(teacher, task);
            long begin = System.nanoTime();
            if (words.get(0).equals(TOGETHER)) {
                Cohort cohort = Cohort.empty().workers(Runtime.getRuntime().availableProcessors());
                for (Map.Entry<String, Distillation> entry : students.entrySet()) {
                    cohort = cohort.with(entry.getKey(), entry.getValue(), Observer.NONE);
                }
                cohort.train(curriculum, (name, trained) -> digests.put(name, digest(trained)));
            } else {
                for (Map.Entry<String, Distillation> entry : students.entrySet()) {
                    digests.put(entry.getKey(), digest(entry.getValue().train(curriculum, Observer.NONE)));
                }
            }
            return (System.nanoTime() - begin) / 1e9 + " " + numbers(students.keySet(), digests);
        }
    }

    private static Map<String, Distillation> students(Teacher teacher, Task task) {
        List<String> names =
                Arrays.stream(Knowing.values()).map(Knowing::option).toList();
        Choices choices = Choices.of(3);
        Map<String, Distillation> students = new LinkedHashMap<>();
        for (Recipe recipe : new PaperRecipes().recipes()) {
            if (names.contains(recipe.name())) {
                for (Choices.Scheme scheme : Choices.Scheme.values()) {
                    for (boolean soft : new boolean[] {false, true}) {
                        students.put(
                                recipe.name() + " " + scheme + " " + soft,
                                recipe.distillation(task, choices.scheme(scheme).softTargets(soft), teacher));
                    }
                }
            } else if (List.of("student", "kd").contains(recipe.name())) {
                students.put(recipe.name(), recipe.distillation(task, choices, teacher));
            }
        }
        return students;
    }

    private static byte[] digest(TrainedStudent trained) {
        try (trained) {
            MessageDigest digest = sha();
            for (float[] weights : Networks.weights(trained.getNetwork())) {
                ByteBuffer bytes = ByteBuffer.allocate(weights.length * Float.BYTES);
                bytes.asFloatBuffer().put(weights);
                digest.update(bytes);
            }
            return digest.digest();
        }
    }

    private static String numbers(Iterable<String> names, Map<String, byte[]> digests) {
        MessageDigest all = sha();
        for (String name : names) {
            all.update(name.getBytes(StandardCharsets.UTF_8));
            all.update(digests.getOrDefault(name, new byte[0]));
        }
        ByteBuffer bytes = ByteBuffer.wrap(all.digest());
        return bytes.getInt() + " " + bytes.getInt() + " " + bytes.getInt() + " " + bytes.getInt();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
