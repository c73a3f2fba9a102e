package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Many recipes compared over the same seeds: the content of {@code table.json}.
 *
 * @param title what is compared
 * @param provenance where the table was put together; each student says where it was trained
 * @param dataset the images
 * @param classNames their classes
 * @param settings what all recipes share
 * @param teachers the teachers, the first that of most recipes
 * @param cells the recipes in the order of the table, row by row
 * @param alone the recipe of the student alone, to which differences are taken; null where it is not among the cells
 * @param softTargets the recipe of Knowledge Distillation, likewise
 * @param gaps the students that are missing since they could not be trained
 */
public record Comparison(
        String title,
        Provenance provenance,
        DatasetSummary dataset,
        List<String> classNames,
        Map<String, String> settings,
        List<TeacherResult> teachers,
        List<TableCell> cells,
        @JsonSetter(nulls = Nulls.SET) @Nullable String alone,
        @JsonSetter(nulls = Nulls.SET) @Nullable String softTargets,
        List<MissingStudent> gaps) {

    /** Copies the collections, so that a comparison never changes. */
    public Comparison {
        classNames = List.copyOf(classNames);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        teachers = List.copyOf(teachers);
        cells = List.copyOf(cells);
        gaps = List.copyOf(gaps);
    }

    /**
     * One in which nobody is missing.
     *
     * @param title what is compared
     * @param provenance where the table was put together
     * @param dataset the images
     * @param classNames their classes
     * @param settings what all recipes share
     * @param teachers the teachers
     * @param cells the recipes in the order of the table
     * @param alone the recipe of the student alone, or null
     * @param softTargets the recipe of Knowledge Distillation, or null
     */
    public Comparison(
            String title,
            Provenance provenance,
            DatasetSummary dataset,
            List<String> classNames,
            Map<String, String> settings,
            List<TeacherResult> teachers,
            List<TableCell> cells,
            @Nullable String alone,
            @Nullable String softTargets) {
        this(title, provenance, dataset, classNames, settings, teachers, cells, alone, softTargets, List.of());
    }

    /**
     * The cell of a recipe.
     *
     * @param recipe as the user names it; null is in no comparison
     * @return the first cell of that recipe
     */
    public Optional<TableCell> cell(@Nullable String recipe) {
        return cells.stream().filter(cell -> cell.recipe().equals(recipe)).findFirst();
    }

    /**
     * Writes this comparison as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads a comparison back.
     *
     * @param file the file to read
     * @return the comparison
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static Comparison read(Path file) {
        return Json.read(file, Comparison.class, Json.FIRST, Map.of("gaps", List.of()));
    }
}
