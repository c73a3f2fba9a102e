package dev.understudy.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.each;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;

import dev.understudy.report.internal.comparison.Cells;
import dev.understudy.report.internal.comparison.ClassesSection;
import dev.understudy.report.internal.comparison.ComparisonData;
import dev.understudy.report.internal.comparison.ComparisonHeadline;
import dev.understudy.report.internal.comparison.CostSection;
import dev.understudy.report.internal.comparison.CurvesSection;
import dev.understudy.report.internal.comparison.ForestSection;
import dev.understudy.report.internal.comparison.GradientSection;
import dev.understudy.report.internal.comparison.GradientShares;
import dev.understudy.report.internal.comparison.MatricesData;
import dev.understudy.report.internal.comparison.OriginSection;
import dev.understudy.report.internal.comparison.PairedMatrices;
import dev.understudy.report.internal.comparison.ResultsSection;
import dev.understudy.report.internal.comparison.TransferSection;
import dev.understudy.report.internal.html.Page;
import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.result.Comparison;
import dev.understudy.result.Matrices;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many recipes compared, on one page that opens from disk with nothing from the network. */
public final class ComparisonPage {
    private static final List<String> STYLES = List.of("report.css", "comparison.css");
    private static final List<String> SCRIPTS = List.of(
            "base.js",
            "cells.js",
            "forest.js",
            "curves.js",
            "cost.js",
            "transfer.js",
            "classes.js",
            "gradient-shares.js",
            "comparison.js");

    private ComparisonPage() {}

    /**
     * Makes the page.
     *
     * @param comparison the recipes with their students
     * @param matrices correlation matrices for the same images: a teacher's have its network's name, all others are those
     *     of the student of that recipe; may be empty
     * @return the whole page
     */
    public static String render(Comparison comparison, List<Matrices> matrices) {
        Cells cells = new Cells(comparison);
        List<PairedMatrices> shown = PairedMatrices.of(cells, matrices);
        ComparisonData data = ComparisonData.of(cells, shown.isEmpty() ? null : MatricesData.of(shown));
        Map<String, DomContent> sections = sections(cells, shown, data);
        return new Page(comparison.title(), comparison.provenance().version(), STYLES, SCRIPTS)
                .render(
                        data,
                        new ComparisonHeadline(cells).html(),
                        main(
                                nav(ol(each(sections.keySet(), name -> li(a(name).withHref("#" + Sections.id(name))))))
                                        .withClass("contents")
                                        .attr("aria-label", "Contents"),
                                noscript(p("The charts need JavaScript. The tables hold the same numbers.")),
                                each(sections.values(), section -> section)));
    }

    private static Map<String, DomContent> sections(Cells cells, List<PairedMatrices> shown, ComparisonData data) {
        GradientShares gradientShares = new GradientShares(cells);
        List<Section> all = new ArrayList<>();
        all.add(new ResultsSection(cells, gradientShares));
        all.add(new ForestSection(cells));
        all.add(new CurvesSection(cells));
        all.add(new CostSection(cells));
        all.add(new TransferSection(cells, shown));
        all.add(new ClassesSection(cells, data));
        all.add(new GradientSection(gradientShares));
        all.add(new OriginSection(cells));
        Map<String, DomContent> sections = new LinkedHashMap<>();
        for (Section section : all) {
            if (section.hasAny()) {
                sections.put(section.heading(), Sections.section(section));
            }
        }
        return sections;
    }
}
