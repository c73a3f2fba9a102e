package dev.understudy.report.internal.html;

import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.ThTag;
import java.util.Map;

/** Pieces of tables. */
public final class Tables {
    private Tables() {}

    public static ThTag column(String name) {
        return th(name).attr("scope", "col");
    }

    /** The head of a column that somebody else named. */
    static ThTag named(String name) {
        return column("").with(span(name).withClass("name"));
    }

    /** The head of a row; a long name is broken, never cut. */
    public static ThTag name(String name) {
        return th(span(name).withClass("name")).attr("scope", "row");
    }

    /** A table wider than its place scrolls inside it, by keyboard too. */
    public static DomContent scrolling(String name, DomContent table) {
        return div(table)
                .withClass("scroll")
                .withTabindex(0)
                .attr("role", "region")
                .attr("aria-label", name);
    }

    public static DomContent facts(String heading, Map<String, String> facts) {
        return section(
                        h3(heading),
                        table(tbody(each(
                                facts.entrySet(),
                                fact -> tr(th(fact.getKey()).attr("scope", "row"), td(fact.getValue()))))))
                .withClass("facts");
    }

    /** What was typed, with a button that copies it. */
    public static DomContent command(String command) {
        return div(
                        pre(code(command).withId("command")).withTabindex(0).attr("aria-label", "Command"),
                        button("Copy").withId("copy").withType("button").isHidden())
                .withClass("command");
    }
}
