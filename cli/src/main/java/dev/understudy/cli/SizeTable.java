package dev.understudy.cli;

import ai.djl.ndarray.types.Shape;
import dev.understudy.Student;
import dev.understudy.cli.print.TextTable;
import dev.understudy.measure.Inspection;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.Task;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The paper's Table 2 beside ours: the number of parameters of its networks. */
final class SizeTable {

    private static final Shape IMAGE = new Shape(3, 32, 32);

    private SizeTable() {}

    /**
     * A network of Table 2.
     *
     * @param network makes it
     * @param cifar10 the paper's count for 10 classes, in millions
     * @param cifar100 the paper's count for 100 classes
     */
    private record Row(Function<Task, Student> network, String cifar10, String cifar100) {}

    static void print(PrintWriter out) {
        List<Row> rows = List.of(
                new Row(PaperNetworks::teacher, "7.65M", "7.69M"),
                new Row(PaperNetworks::student, "1.56M", "1.61M"),
                new Row(PaperNetworks::teacherAugmented, "11.19M", "11.23M"),
                new Row(PaperNetworks::studentAugmented, "2.75M", "2.84M"));
        Map<Row, Long> small = counts(rows, 10);
        Map<Row, Long> large = counts(rows, 100);
        TextTable table = new TextTable("network", ">CIFAR-10", ">paper", ">CIFAR-100", ">paper");
        for (Row row : rows) {
            table.row(
                    row.network().apply(new Task(IMAGE, 10, 1)).name(),
                    String.format(Locale.ROOT, "%,d", small.get(row)),
                    row.cifar10(),
                    String.format(Locale.ROOT, "%,d", large.get(row)),
                    row.cifar100());
        }
        out.println("The paper's Table 2: number of parameters, batch norm counted with its four vectors.");
        out.println();
        out.print(table);
        out.println();
        out.printf(
                Locale.ROOT,
                "Compression ratio of student to teacher: %.2f %% (paper 20.39 %%) and %.2f %% (paper 20.93 %%);%n",
                ratio(small, rows.get(1), rows.get(0)),
                ratio(large, rows.get(1), rows.get(0)));
        out.printf(
                Locale.ROOT,
                "of the augmented: %.2f %% (paper 24.58 %%) and %.2f %% (paper 25.29 %%).%n",
                ratio(small, rows.get(3), rows.get(2)),
                ratio(large, rows.get(3), rows.get(2)));
    }

    private static double ratio(Map<Row, Long> counts, Row student, Row teacher) {
        return 100.0 * counts.getOrDefault(student, 0L) / counts.getOrDefault(teacher, 0L);
    }

    private static Map<Row, Long> counts(List<Row> rows, int classes) {
        Map<Row, Long> counts = new HashMap<>();
        for (Row row : rows) {
            Student network = row.network().apply(new Task(IMAGE, classes, 1));
            counts.put(row, Inspection.parameters(network, IMAGE));
        }
        return counts;
    }
}
