package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.cli.file.SavedStudent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which students of a run or a comparison are meant. */
public final class StudentOptions {

    @Option(
            names = "--student",
            paramLabel = "RECIPE",
            description = "The students of this recipe alone, as the run or the comparison calls it; default: of all.")
    private @Nullable String recipe;

    @Option(names = "--seed", paramLabel = "N", description = "The students of this seed alone; default: of all.")
    private @Nullable Long seed;

    /** For picocli. */
    public StudentOptions() {}

    /** The cards of all students that are meant, or the file itself where it is one. */
    public List<Path> cards(Path place) throws IOException {
        return Files.isRegularFile(place)
                ? List.of(place)
                : students(place).stream().map(SavedStudent::card).toList();
    }

    /** All students that are meant, at least one. */
    public List<SavedStudent> students(Path folder) throws IOException {
        List<SavedStudent> all = SavedStudent.in(folder);
        List<SavedStudent> meant = all.stream()
                .filter(student -> recipe == null || student.recipe().equals(recipe))
                .filter(student -> seed == null || Objects.equals(student.seed(), seed))
                .toList();
        if (meant.isEmpty()) {
            throw new InputException("No such student in " + folder + ": wanted"
                    + (recipe == null ? "" : " --student " + recipe) + (seed == null ? "" : " --seed " + seed)
                    + ", there are " + all.stream().map(SavedStudent::name).toList());
        }
        return meant;
    }
}
