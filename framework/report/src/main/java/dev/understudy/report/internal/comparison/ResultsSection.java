package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ul;

import dev.understudy.report.ComparisonNotes;
import dev.understudy.report.internal.html.Section;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** The table as a paper has it, then all numbers. */
public final class ResultsSection implements Section {
    private final Cells cells;
    private final GradientShares gradientShares;

    public ResultsSection(Cells cells, GradientShares gradientShares) {
        this.cells = cells;
        this.gradientShares = gradientShares;
    }

    @Override
    public String heading() {
        return "Results";
    }

    @Override
    public List<DomContent> content() {
        return List.of(
                new CellGrid(cells).html(),
                h3("All numbers").withClass("apart"),
                new CellTable(cells).html(),
                h3("How to read these numbers").withClass("apart"),
                ul(each(notes(), note -> li(note))).withClass("notes wide"));
    }

    /** What objectives drown the others stands with the chart that shows it, what marks say beneath the tables. */
    private List<String> notes() {
        List<String> notes = new ArrayList<>(ComparisonNotes.of(cells.comparison()));
        notes.removeAll(gradientShares.warnings());
        notes.removeAll(ComparisonNotes.marks(cells.comparison()));
        return notes;
    }
}
