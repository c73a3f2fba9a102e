package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.internal.text.Counts;
import dev.understudy.report.internal.html.Facts;
import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.Comparison;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TeacherResult;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything one needs to get the same numbers again. */
public final class OriginSection implements Section {
    private final Comparison comparison;

    public OriginSection(Cells cells) {
        comparison = cells.comparison();
    }

    /** Where students were trained or profiles measured. */
    private record Place(String version, String commit, String engine, String machine) {
        static Place of(Provenance provenance) {
            return new Place(provenance.version(), provenance.commit(), provenance.engine(), provenance.machine());
        }
    }

    @Override
    public String heading() {
        return "Where it comes from";
    }

    @Override
    public List<DomContent> content() {
        return List.of(
                Tables.command(comparison.provenance().command()),
                div(
                                Tables.facts("Origin of this page", Facts.of(comparison.provenance())),
                                Tables.facts("SampleImages", Facts.of(comparison.dataset())),
                                iff(!comparison.settings().isEmpty(), Tables.facts("Settings", comparison.settings())),
                                iff(!comparison.teachers().isEmpty(), Tables.facts("Teachers", teachers())))
                        .withClass("columns"),
                h3("Where the students were trained"),
                Tables.scrolling(
                        "Where the students were trained",
                        table(
                                thead(tr(
                                        Tables.column("What"),
                                        Tables.column("Version"),
                                        Tables.column("Commit"),
                                        Tables.column("Engine"),
                                        Tables.column("Machine"))),
                                tbody(
                                        each(places(students()).entrySet(), place -> row("student", place)),
                                        each(places(profiles()).entrySet(), place -> row("profile", place))))));
    }

    private Map<String, String> teachers() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (TeacherResult teacher : comparison.teachers()) {
            facts.put(
                    teacher.network(),
                    NumberText.sizeOrUnknown(teacher.parameters()) + " parameters, "
                            + NumberText.decimal(teacher.test().accuracy()) + " %, " + teacher.fingerprint());
        }
        return facts;
    }

    private Stream<Provenance> students() {
        return comparison.cells().stream()
                .flatMap(cell -> cell.students().stream().map(StudentResult::provenance));
    }

    private Stream<Provenance> profiles() {
        return comparison.cells().stream()
                .flatMap(cell -> Stream.ofNullable(cell.profile()))
                .map(Profile::provenance);
    }

    private static Map<Place, Long> places(Stream<Provenance> provenances) {
        return provenances.collect(Collectors.groupingBy(Place::of, LinkedHashMap::new, Collectors.counting()));
    }

    private static TrTag row(String what, Map.Entry<Place, Long> entry) {
        Place place = entry.getKey();
        return tr(
                th(Counts.of(Math.toIntExact(entry.getValue()), what)).attr("scope", "row"),
                td(place.version()),
                td(place.commit()),
                td(place.engine()),
                td(place.machine()));
    }
}
