package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import dev.understudy.report.Difference;
import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much better than the student alone every cell is, with its interval. */
public final class ForestSection implements Section {
    private final List<Cells.Entry> compared;

    public ForestSection(Cells cells) {
        compared = cells.all().stream()
                .filter(entry -> entry.standing().toAlone().isPresent())
                .toList();
    }

    @Override
    public String heading() {
        return "Better than the student alone?";
    }

    @Override
    public boolean hasAny() {
        return !compared.isEmpty();
    }

    @Override
    public List<DomContent> content() {
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put("difference", "by difference");
        orders.put("table", "as in the table");
        return List.of(
                p(
                        "The mean difference in accuracy after the last epoch, paired by seed, with its 95 % interval. An interval "
                                + "that touches the line at 0 leaves it open whether the recipe helps at all."),
                Sections.choice("forest-order", "Order", orders),
                figure(
                        Sections.chart("forest", "Forest plot: difference to the student alone with its interval."),
                        figcaption(
                                "Filled circle: better. Diamond: worse. Hollow circle: undecided. Small ticks: single "
                                        + "seeds."),
                        Sections.numbers(
                                "Differences to the student alone",
                                List.of("Recipe", "Difference", "From", "To", "Seeds"),
                                compared.stream().map(ForestSection::row).toList())));
    }

    private static TrTag row(Cells.Entry entry) {
        Difference difference = entry.standing().toAlone().orElseThrow();
        Double low = difference.low();
        Double high = difference.high();
        return tr(
                Tables.name(entry.name()),
                number(NumberText.signed(difference.mean())),
                number(low == null ? NumberText.NONE : NumberText.signed(low)),
                number(high == null ? NumberText.NONE : NumberText.signed(high)),
                number(Integer.toString(difference.pairs())));
    }

    private static DomContent number(String text) {
        return td(text).withClass("number");
    }
}
