package dev.understudy.bench;

import dev.understudy.result.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures in turns, and collects what was measured. */
public final class BenchRunner {

    private final BenchOptions options;
    private final Consumer<String> progress;
    private final List<BenchRow> rows = new ArrayList<>();
    private final List<GrowthTable> growth = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private String group = "";

    BenchRunner(BenchOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * A row of the table before it is measured.
     *
     * @param name what is done
     * @param unit of both ways' numbers
     * @param first what the one way is called
     * @param second what the other way is called
     * @param wanted what the project wants of the row
     */
    public record Title(
            String name,
            String unit,
            String first,
            String second,
            @Nullable Target wanted) {}

    /** The rows to come belong to this group. */
    void begin(String name) {
        group = name;
    }

    /** Takes turns, A B A B and so on, as many rounds as the user wants. */
    public BenchRow duel(Title title, AlternatingRounds turns) throws IOException {
        progress.accept(group + ": " + title.name());
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            AlternatingRounds.Pair pair = turns.take();
            first.add(pair.first());
            second.add(pair.second());
        }
        BenchRow row = BenchRow.of(
                group,
                title.name(),
                title.unit(),
                Measurement.of(title.first(), first),
                Measurement.of(title.second(), second),
                title.wanted());
        rows.add(row);
        progress.accept(String.format(
                Locale.ROOT,
                "  %s %.4g, %s %.4g %s: ratio %.3f",
                row.first().way(),
                row.first().median(),
                row.second().way(),
                row.second().median(),
                row.unit(),
                row.ratio()));
        return row;
    }

    /** Measures the cost at each size, all sizes in turns. */
    public void grow(String of, String unit, double[] sizes, Cost cost) throws IOException {
        progress.accept(group + ": " + of);
        List<List<Double>> rounds = IntStream.range(0, sizes.length)
                .<List<Double>>mapToObj(i -> new ArrayList<>())
                .toList();
        for (int round = 0; round < options.rounds(); round++) {
            for (int i = 0; i < sizes.length; i++) {
                rounds.get(i).add(cost.at(sizes[i]));
            }
        }
        List<GrowthTable.Point> points = IntStream.range(0, sizes.length)
                .mapToObj(i -> new GrowthTable.Point(sizes[i], Measurement.of(of + " " + sizes[i], rounds.get(i))))
                .toList();
        growth.add(GrowthTable.of(of, unit, points));
    }

    /** The cost of something at a size. */
    @FunctionalInterface
    public interface Cost {

        /**
         * Measures it once.
         *
         * @param size the size
         * @return a number in the table's unit
         * @throws IOException when it fails
         */
        double at(double size) throws IOException;
    }

    /** Says that something is not measured here. */
    public void leaveOut(String what, String why) {
        String line = group + ": " + what + " left out: " + why;
        leftOut.add(line);
        progress.accept(line);
    }

    public BenchOptions options() {
        return options;
    }

    List<BenchRow> rows() {
        return rows;
    }

    List<GrowthTable> growth() {
        return growth;
    }

    List<String> leftOut() {
        return leftOut;
    }
}
