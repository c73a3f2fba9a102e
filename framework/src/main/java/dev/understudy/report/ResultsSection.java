package dev.understudy.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** The table as a paper has it, then all numbers. */
final class ResultsSection implements Section {
    private final Cells cells;

    ResultsSection(Cells cells) {
        this.cells = cells;
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
                ul(each(notes(), note -> li(note))).withClass("notes"));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Last is the accuracy after the last epoch: the number to quote. Chosen is that of the epoch which is "
                        + "best on the validation split. Best is the highest of all epochs, chosen by looking at the test split, "
                        + "and so optimistic.");
        notes.add(
                "Differences are taken seed by seed; their intervals are by Student’s t distribution. Where the whole "
                        + "interval lies above 0 the number is bold.");
        long compared = cells.all().stream()
                .filter(entry -> entry.standing().toAlone().isPresent())
                .count();
        if (compared > 1) {
            notes.add("There are " + compared + " differences to the student alone: if no recipe helped at all, about "
                    + Text.decimal(compared * (1 - Difference.CONFIDENCE) / 2)
                    + " of them would be bold by chance.");
        }
        notes.add(
                "Agreement is how often a student gives the teacher’s answer, right or wrong. The calibration error says "
                        + "how far its confidence is from how often it is right (expected calibration error, 15 bins).");
        return notes;
    }
}
