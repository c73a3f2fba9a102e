package dev.understudy.recipes;

import dev.understudy.objective.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cells of the paper's Tables 3 and 4, each with the recipe that fills it and the accuracy that the paper reports:
 * one number without a spread. The references stand first, in the column {@code single}.
 */
public final class PaperTables {

    /** The two readings of the norm of eq. 2 and 4 that the correlations are shown in; the paper does not say which. */
    public static final List<Norm> NORMS = List.of(Norm.SQUARED, Norm.ABSOLUTE);

    private static final String CIFAR10 = "cifar10";
    private static final String CIFAR100 = "cifar100";
    private static final String SOFT_TARGETS = "soft-targets=yes";
    private static final Norm UNSAID = PaperOptions.NORM.getDefault();

    private static final List<Column> SINGLE =
            List.of(new Column("single", List.of()), new Column("single + KD", List.of(SOFT_TARGETS)));
    private static final List<Column> ALL = List.of(
            SINGLE.get(0),
            SINGLE.get(1),
            new Column("two", List.of("stages=two")),
            new Column("two + KD", List.of("stages=two", SOFT_TARGETS)));

    /** By data set and recipe, in the order of the columns. */
    private static final Map<String, Map<String, List<Double>>> THREE = Map.of(
            CIFAR10,
            Map.of(
                    "student", List.of(89.18),
                    "kd", List.of(89.73),
                    "channel", List.of(90.68, 90.27, 91.03, 91.62),
                    "spatial", List.of(91.27, 90.92, 90.77, 91.27),
                    "both", List.of(89.78, 89.26, 91.11, 91.67),
                    "activation", List.of(90.37, 90.06, 91.04, 91.32),
                    "attention", List.of(90.52, 90.58, 90.40, 90.97)),
            CIFAR100,
            Map.of(
                    "student", List.of(64.66),
                    "kd", List.of(67.36),
                    "channel", List.of(67.10, 68.37, 66.99, 69.25),
                    "spatial", List.of(66.88, 68.36, 67.41, 68.73),
                    "both", List.of(67.11, 68.59, 67.70, 69.21),
                    "activation", List.of(66.58, 67.23, 67.48, 69.38),
                    "attention", List.of(66.99, 67.77, 66.46, 68.78)));

    private static final Map<String, Map<String, List<Double>>> FOUR = Map.of(
            CIFAR100,
            Map.of(
                    "student", List.of(64.66),
                    "kd", List.of(67.36),
                    "student-augmented", List.of(66.26),
                    "channel", List.of(67.10, 68.37),
                    "augmented-channel", List.of(67.67, 69.10),
                    "self-guided-channel", List.of(68.21, 69.58),
                    "activation", List.of(66.58, 67.23),
                    "augmented-activation", List.of(68.04, 68.03),
                    "self-guided-activation", List.of(67.89, 68.40)));

    private PaperTables() {}

    /**
     * A recipe's place in a table.
     *
     * @param row such as {@code channel, absolute}
     * @param column such as {@code two + KD}
     * @param word the recipe with its options, such as {@code channel:stages=two,soft-targets=yes,norm=absolute}; what it
     *     does not say is as in {@link PaperOptions}
     * @param paper the paper's accuracy in percent; null where it has none
     */
    public record Cell(
            String row,
            String column,
            String word,
            @Nullable Double paper) {}

    /** A column and the options that it asks for. */
    private record Column(String name, List<String> options) {}

    /**
     * Table 3: five forms of knowledge in four training schemes.
     *
     * @param dataset the data set's name; the paper has {@code cifar10} and {@code cifar100}
     * @param norms how the correlations are compared: a row for each, the paper's number beside all
     * @return the cells, row by row
     */
    public static List<Cell> three(String dataset, List<Norm> norms) {
        Map<String, List<Double>> paper = THREE.getOrDefault(dataset, Map.of());
        List<Cell> cells = new ArrayList<>();
        cells.addAll(reference("student alone", "student", paper));
        cells.addAll(reference("KD", "kd", paper));
        for (KnowledgeKind knowledge : KnowledgeKind.values()) {
            for (Norm norm : norms(knowledge, norms)) {
                cells.addAll(row(knowledge.option(), knowledge.option(), norm, ALL, paper));
            }
        }
        return cells;
    }

    /**
     * Table 4: networks with more channels, guided or self-taught.
     *
     * @param dataset the data set's name; the paper has {@code cifar100} alone
     * @param norms how the correlations are compared: rows for each, the paper's number beside all
     * @return the cells, row by row
     */
    public static List<Cell> four(String dataset, List<Norm> norms) {
        Map<String, List<Double>> paper = FOUR.getOrDefault(dataset, Map.of());
        List<Cell> cells = new ArrayList<>();
        cells.addAll(reference("student alone", "student", paper));
        cells.addAll(reference("KD", "kd", paper));
        cells.addAll(reference("student-augmented alone", "student-augmented", paper));
        for (KnowledgeKind knowledge : List.of(KnowledgeKind.CHANNEL, KnowledgeKind.ACTIVATION)) {
            for (Norm norm : norms(knowledge, norms)) {
                for (Taught.Variant variant : Taught.Variant.values()) {
                    String recipe = new Taught(knowledge, variant).name();
                    cells.addAll(row(knowledge.option() + ", " + variant.row(), recipe, norm, SINGLE, paper));
                }
            }
        }
        return cells;
    }

    private static List<Cell> reference(String row, String recipe, Map<String, List<Double>> paper) {
        return row(row, recipe, UNSAID, SINGLE.subList(0, 1), paper);
    }

    private static List<Norm> norms(KnowledgeKind knowledge, List<Norm> norms) {
        return switch (knowledge) {
            case CHANNEL, SPATIAL, BOTH -> norms;
            case ACTIVATION, ATTENTION -> List.of(UNSAID);
        };
    }

    private static List<Cell> row(
            String name, String recipe, Norm norm, List<Column> columns, Map<String, List<Double>> paper) {
        List<Double> accuracies = paper.getOrDefault(recipe, List.of());
        String row = norm == UNSAID ? name : name + ", " + norm.option();
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Double accuracy = accuracies.isEmpty() ? null : accuracies.get(i);
            cells.add(new Cell(row, column.name(), word(recipe, column, norm), accuracy));
        }
        return cells;
    }

    private static String word(String recipe, Column column, Norm norm) {
        List<String> options = new ArrayList<>(column.options());
        if (norm != UNSAID) {
            options.add("norm=" + norm.option());
        }
        return options.isEmpty() ? recipe : recipe + ":" + String.join(",", options);
    }
}
