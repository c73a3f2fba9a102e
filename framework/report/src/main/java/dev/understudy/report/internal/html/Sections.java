package dev.understudy.report.internal.html;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.fieldset;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.legend;
import static j2html.TagCreator.option;
import static j2html.TagCreator.p;
import static j2html.TagCreator.select;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.report.ComparisonNotes;
import dev.understudy.report.Difference;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.Comparison;
import j2html.TagCreator;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pieces of a comparison's sections. */
public final class Sections {
    private Sections() {}

    public static DomContent section(Section section) {
        String id = id(section.heading());
        return TagCreator.section(h2(section.heading()).withId(id), each(section.content(), part -> part))
                .attr("aria-labelledby", id);
    }

    /** What a link to a section names. */
    public static String id(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    }

    /** The interval of a difference in brackets; nothing where it has none. */
    public static String interval(Difference difference) {
        return NumberText.difference(difference)
                .substring(NumberText.signed(difference.mean()).length())
                .strip();
    }

    /** A place for a chart. */
    public static DivTag chart(String id, String description) {
        return div().withId(id)
                .withClass("chart")
                .attr("role", "img")
                .attr("aria-label", description + " The numbers are in the table that follows.");
    }

    /** The numbers of a figure, folded away. */
    public static DomContent numbers(String name, List<String> columns, List<TrTag> rows) {
        return details(
                summary("These numbers as a table"),
                Tables.scrolling(
                        name,
                        table(
                                thead(tr(
                                        Tables.column(columns.get(0)),
                                        each(columns.subList(1, columns.size()), column -> Tables.named(column)
                                                .withClass("number")))),
                                tbody(each(rows, row -> row)))));
    }

    /** Radio buttons side by side, the first of them chosen. */
    public static DomContent choice(String name, String heading, Map<String, String> choices) {
        String first = choices.keySet().iterator().next();
        return fieldset(
                        legend(heading),
                        each(
                                choices.entrySet(),
                                choice -> label(
                                        input().withType("radio")
                                                .withName(name)
                                                .withValue(choice.getKey())
                                                .withCondChecked(choice.getKey().equals(first)),
                                        span(choice.getValue()))))
                .withClass("choice");
    }

    /** A menu of names by value. */
    public static DomContent menu(String id, String heading, Map<String, String> choices, String chosen) {
        return label(
                        span(heading),
                        select(each(choices.entrySet(), choice -> option(choice.getValue())
                                        .withValue(choice.getKey())
                                        .withCondSelected(choice.getKey().equals(chosen))))
                                .withId(id)
                                .attr("autocomplete", "off"))
                .withClass("menu");
    }

    /** What the marks in a table say, beneath it. */
    public static DomContent marks(Comparison comparison) {
        return p(String.join(" ", ComparisonNotes.marks(comparison)).replace(" %", "\u00a0%"))
                .withClass("caption marks");
    }
}
