package dev.understudy.cli;

import dev.understudy.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which students of a run or a comparison are meant. */
final class StudentOptions {

    @Option(
            names = "--student",
            paramLabel = "RECIPE",
            description = "The students of this recipe alone, as the run or the comparison calls it; default: of all.")
    private @Nullable String recipe;

    @Option(names = "--seed", paramLabel = "N", description = "The students of this seed alone; default: of all.")
    private @Nullable Long seed;

    /** For picocli. */
    StudentOptions() {}

    /** The cards of all students that are meant, or the file itself where it is one. */
    List<Path> cards(Path place) throws IOException {
        return Files.isRegularFile(place)
                ? List.of(place)
                : students(place).stream().map(KeptStudent::card).toList();
    }

    /** All students that are meant, at least one. */
    List<KeptStudent> students(Path folder) throws IOException {
        List<KeptStudent> all = KeptStudent.in(folder);
        List<KeptStudent> meant = all.stream()
                .filter(student -> recipe == null || student.recipe().equals(recipe))
                .filter(student -> seed == null || Objects.equals(student.seed(), seed))
                .toList();
        if (meant.isEmpty()) {
            throw new InputException("No such student in " + folder + ": wanted"
                    + (recipe == null ? "" : " --student " + recipe) + (seed == null ? "" : " --seed " + seed)
                    + ", there are " + all.stream().map(KeptStudent::name).toList());
        }
        return meant;
    }
}
