package dev.understudy.report;

import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.Comparison;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.EpochRow;
import dev.understudy.result.GradientShare;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import dev.understudy.result.TeacherResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Made-up comparisons that look like those of an experiment. */
public final class Comparisons {
    static final Provenance PROVENANCE = new Provenance(
            "1.2.3",
            "abc123",
            "./understudy compare cifar100 --width 0.5 --seeds 1,2,3 --epochs 30",
            "PyTorch 2.7.1",
            "17.0.1",
            "Linux amd64, 2 logical cores",
            Instant.parse("2026-01-31T12:00:00Z"),
            75.5);
    private static final List<String> FORMS = List.of("channel", "spatial", "both", "activation", "attention");
    private static final List<String> COLUMNS = List.of("single", "single + KD", "two", "two + KD");
    private static final String TEACHER = "sha256:teacher";

    private final Random random = new Random(7);
    private final int seeds;
    private final int epochs;
    private final int classes;

    public Comparisons(int seeds, int epochs, int classes) {
        this.seeds = seeds;
        this.epochs = epochs;
        this.classes = classes;
    }

    /** As the paper's Table 3: two references, and five forms of knowledge and so many more rows in four columns. */
    Comparison table(int moreRows) {
        List<TableCell> cells = new ArrayList<>();
        cells.add(cell("student alone", "single", "student", 64.7, null, 64.66));
        cells.add(cell("KD", "single", "kd", 66.0, TEACHER, 67.36));
        cells.add(cell("student-augmented alone", "single", "student-augmented", 65.4, null, 66.26));
        List<String> rows = new ArrayList<>(FORMS);
        IntStream.range(0, moreRows).forEach(i -> rows.add("channel, variant " + (i + 1)));
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < COLUMNS.size(); column++) {
                double accuracy = 64.4 + 0.9 * column + 0.5 * ((row * 7) % 5) - (row == 4 ? 1.5 : 0);
                String recipe = rows.get(row).replace(", ", "-") + ":column=" + column;
                cells.add(cell(rows.get(row), COLUMNS.get(column), recipe, accuracy, TEACHER, 67.0 + column));
            }
        }
        return of(cells);
    }

    /** As {@code compare} has it: the references, the student alone for longer, which is best, and so many of a user's. */
    Comparison own(int recipes) {
        List<String> names = List.of(
                "dev.example.distillation.RelationalKnowledgeWithWarmup:stages=two,soft-targets=yes,temperature=4.0",
                "dev.example.MyRecipe",
                "channel:stages=two,soft-targets=yes,norm=absolute,scale=knowledge,first-stage=0.5",
                "attention:beta=0.03",
                "a name with blanks that goes on and on and on and on and on and on and on and on",
                "UnterschiedlichLangerNameOhneEinEinzigesTrennzeichenDerNichtUmbrechenKann");
        List<TableCell> cells = new ArrayList<>();
        cells.add(cell("student", "accuracy", "student", 54.7, null, null));
        cells.add(cell("student alone, as many steps", "accuracy", "student:epochs=40", 63, null, null));
        cells.add(cell("student alone, as much time", "accuracy", "student:epochs=97", 68, null, null));
        cells.add(cell("kd", "accuracy", "kd", 56, TEACHER, null));
        for (int i = 0; i < recipes; i++) {
            String name = names.get(i % names.size()) + (i < names.size() ? "" : i);
            TableCell cell = cell(name, "accuracy", name, 54.2 + 3.0 * i / recipes, TEACHER, null);
            boolean gap = i == 1 && seeds > 1;
            cells.add(new TableCell(
                    name,
                    "accuracy",
                    name,
                    null,
                    gap ? cell.students().subList(1, seeds) : cell.students(),
                    gap ? null : cell.profile()));
        }
        return of(cells);
    }

    public Comparison of(List<TableCell> cells) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("width", "0.5");
        settings.put("epochs", Integer.toString(epochs));
        settings.put("learning rate", "0.1, cosine to 0");
        return new Comparison(
                "Forms of knowledge in four schemes, CIFAR-100",
                PROVENANCE,
                new DatasetSummary("cifar100", classes, 45_000, 5_000, 10_000, "sha256:0123"),
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList(),
                settings,
                List.of(new TeacherResult("teacher", TEACHER, 7_694_628L, quality(68.68, null), 68.9)),
                cells,
                "student",
                "kd");
    }

    public TableCell cell(
            String row,
            String column,
            String recipe,
            double accuracy,
            @Nullable String teacher,
            @Nullable Double paper) {
        List<StudentResult> students = LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> student(recipe, column, seed, accuracy + 0.3 * random.nextGaussian(), teacher))
                .toList();
        return new TableCell(row, column, recipe, paper, students, profile(recipe, column));
    }

    private StudentResult student(String recipe, String column, long seed, double accuracy, @Nullable String teacher) {
        return new StudentResult(
                StudentResult.FORMAT,
                recipe,
                "student",
                Map.of("seed", Long.toString(seed)),
                seed,
                1_605_156,
                teacher,
                history(recipe, column.startsWith("two"), seed, accuracy),
                quality(accuracy, teacher == null ? null : accuracy + 4),
                310.5,
                PROVENANCE);
    }

    private List<EpochRow> history(String recipe, boolean two, long seed, double last) {
        List<EpochRow> rows = new ArrayList<>();
        int first = two ? epochs / 3 : 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            boolean answers = epoch > first;
            double done = (double) (epoch - first) / (epochs - first);
            double accuracy = epoch == epochs
                    ? last
                    : last * (0.35 + 0.65 * Math.pow(Math.max(0, done), 0.4)) + random.nextGaussian() * (1.1 - done);
            rows.add(new EpochRow(
                    recipe,
                    seed,
                    EpochRow.STUDENT,
                    answers ? 1 + (two ? 1 : 0) : 1,
                    two && !answers ? "up to conv4" : "whole",
                    epoch,
                    0.1,
                    2.0 / epoch,
                    Map.of("labels", 2.0 / epoch, "knowledge", 1.0 / epoch),
                    answers ? Math.max(0, accuracy + 0.2) : null,
                    answers ? Math.max(0, accuracy) : null,
                    10.3));
        }
        return rows;
    }

    private ClassificationMetrics quality(double accuracy, @Nullable Double agreement) {
        List<Double> perClass = IntStream.range(0, classes)
                .mapToObj(
                        i -> Math.min(100, Math.max(0, accuracy + 12 * Math.sin(3.7 * i) + 4 * random.nextGaussian())))
                .toList();
        return new ClassificationMetrics(accuracy, perClass, 4 + 3 * random.nextDouble(), 2.5, agreement);
    }

    private Profile profile(String recipe, String column) {
        boolean two = column.startsWith("two");
        double step = 20 + 15 * random.nextDouble();
        List<Profile.StageCost> stages = two
                ? List.of(
                        new Profile.StageCost("up to conv4", epochs / 3, 0.7 * step),
                        new Profile.StageCost("whole", epochs - epochs / 3, step))
                : List.of(new Profile.StageCost("whole", epochs, step));
        return new Profile(
                Profile.FORMAT,
                recipe,
                stages,
                352,
                recipe.startsWith("activation") ? 262_144 : 0,
                (180L + random.nextInt(120)) << 20,
                shares(recipe, column, two ? 2 : 1),
                PROVENANCE);
    }

    private List<GradientShare> shares(String recipe, String column, int stage) {
        List<GradientShare> shares = new ArrayList<>();
        double knowledge = recipe.startsWith("activation") ? 0.97 : 0.2 + 0.5 * random.nextDouble();
        double soft = column.endsWith("KD") ? 0.6 * (1 - knowledge) : 0;
        if (stage == 1 && !recipe.startsWith("student")) {
            shares.add(new GradientShare(stage, "knowledge", 0.9, 3 * knowledge, knowledge, 0.31));
        }
        if (soft > 0) {
            shares.add(new GradientShare(stage, "soft targets", 0.7, 3 * soft, soft, 0.5));
        }
        shares.add(new GradientShare(
                stage,
                "labels",
                0.1,
                1,
                1 - shares.stream().mapToDouble(GradientShare::share).sum(),
                0.2));
        return shares;
    }
}
