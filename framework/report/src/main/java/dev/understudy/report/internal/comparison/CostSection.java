package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import dev.understudy.internal.text.Counts;
import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.notes.PeakMemoryColumn;
import dev.understudy.result.Profile;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Accuracy against what training costs. */
public final class CostSection implements Section {
    private final List<Cells.Entry> measured;
    private final int all;
    private final PeakMemoryColumn memory;

    public CostSection(Cells cells) {
        all = cells.all().size();
        memory = PeakMemoryColumn.of(cells.comparison());
        measured = cells.all().stream()
                .filter(entry -> entry.cell().profile() != null)
                .toList();
    }

    @Override
    public String heading() {
        return "Accuracy and cost";
    }

    @Override
    public boolean hasAny() {
        return !measured.isEmpty();
    }

    @Override
    public List<DomContent> content() {
        Map<String, String> measures = new LinkedHashMap<>();
        measures.put("seconds", "training time");
        measures.put("step", "time per step");
        if (measured.stream().map(this::bytes).allMatch(Objects::nonNull)) {
            measures.put("bytes", memory.measure());
        }
        measures.put("parameters", "numbers trained");
        return List.of(
                p(
                        "What a recipe costs was measured with one student at a time, all recipes in turns. Up is better, left is cheaper; the dotted "
                                + "line goes through the recipes that no cheaper one beats by mean." + missing()),
                Sections.choice("cost-measure", "Cost", measures),
                figure(
                        Sections.chart("cost-chart", "Scatter plot: accuracy against the cost of training."),
                        div().withId("cost-key").withClass("key"),
                        figcaption(
                                "Bars: ± one standard deviation over seeds. Colour is the row of the table, the marker its "
                                        + "column. Training time is without evaluation; numbers trained are the student’s "
                                        + "parameters and those that are dropped after training."),
                        Sections.numbers("Accuracy and cost", columns(), rows())));
    }

    private String missing() {
        int missing = all - measured.size();
        return missing == 0 ? "" : " Not measured: " + Counts.of(missing, "recipe") + ".";
    }

    private static Profile profile(Cells.Entry entry) {
        return Objects.requireNonNull(entry.cell().profile());
    }

    private @Nullable Long bytes(Cells.Entry entry) {
        return memory.bytes(profile(entry));
    }

    private List<String> columns() {
        return List.of(
                "Recipe",
                "Accuracy",
                "Training time",
                "ms per step",
                memory.heading(),
                "Numbers trained",
                "of them dropped");
    }

    private List<TrTag> rows() {
        List<TrTag> rows = new ArrayList<>();
        for (Cells.Entry entry : measured) {
            Profile profile = profile(entry);
            Long bytes = bytes(entry);
            long parameters = entry.cell().students().get(0).parameters();
            rows.add(tr(
                    Tables.name(entry.name()),
                    number(NumberText.decimal(entry.standing().last())),
                    number(NumberText.duration(profile.seconds())),
                    number(NumberText.step(profile)),
                    number(bytes == null ? NumberText.NONE : NumberText.memory(bytes)),
                    number(NumberText.count(parameters + profile.extraParameters())),
                    number(NumberText.count(profile.extraParameters()))));
        }
        return rows;
    }

    private static DomContent number(String text) {
        return td(text).withClass("number");
    }
}
