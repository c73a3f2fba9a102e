package dev.understudy.cli.file;

import dev.understudy.InputException;
import dev.understudy.experiment.ExperimentFolder;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.result.Comparison;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A student of a run or a comparison whose weights are kept.
 *
 * @param card the file with its card
 * @param recipe its recipe, as the run or the comparison calls it
 * @param seed its seed
 * @param network the name of its network
 * @param validation in percent on the validation split after the last epoch; null where there is none
 */
public record SavedStudent(
        Path card,
        String recipe,
        long seed,
        String network,
        @Nullable Double validation) {

    private static final String TABLE = "table.json";

    /** What to call it. */
    public String name() {
        return recipe + " seed " + seed;
    }

    /** Whether a folder is a comparison's. */
    public static boolean isComparison(Path folder) {
        return Files.isRegularFile(folder.resolve(TABLE));
    }

    /** What a comparison's folder holds. */
    public static Comparison comparison(Path folder) {
        return Comparison.read(folder.resolve(TABLE));
    }

    /** All students of a run, or those in a comparison's table. */
    public static List<SavedStudent> in(Path folder) throws IOException {
        if (ManagedFolder.isOne(folder, ExperimentFolder.Kind.EXPERIMENT.mark())) {
            throw new InputException(folder + " is of an experiment in code, whose networks are known there alone;"
                    + " Experiment.student loads them");
        }
        return isComparison(folder) ? ofComparison(folder) : ofRun(folder);
    }

    private static List<SavedStudent> ofRun(Path folder) throws IOException {
        List<SavedStudent> students = new ArrayList<>();
        for (Path file : NetworkFile.files(folder)) {
            NetworkCard card = NetworkCard.read(file);
            String recipe = file.getFileName().toString().replaceFirst("(-seed-?[0-9]+)?\\.json$", "");
            students.add(new SavedStudent(file, recipe, card.seed(), card.network(), card.validationAccuracy()));
        }
        return students;
    }

    private static List<SavedStudent> ofComparison(Path folder) {
        ResultFiles files = new ResultFiles(folder);
        List<SavedStudent> students = new ArrayList<>();
        for (TableCell cell : comparison(folder).cells()) {
            for (StudentResult student : cell.students()) {
                files.card(student.settings())
                        .ifPresent(card -> students.add(new SavedStudent(
                                card, cell.recipe(), student.seed(), student.network(), student.validation())));
            }
        }
        if (students.isEmpty()) {
            throw new InputException("No weights in " + folder
                    + ": its students were trained with --no-weights, or by an" + " Understudy that kept none; delete "
                    + folder.resolve("students") + " and run its command again");
        }
        return students;
    }

    /** The best on the validation split: nothing is chosen on the test split. */
    public static SavedStudent best(List<SavedStudent> students) {
        if (students.size() == 1) {
            return students.get(0);
        }
        Optional<SavedStudent> best = students.stream()
                .filter(student -> student.validation != null)
                .max(Comparator.comparingDouble(student -> Objects.requireNonNull(student.validation)));
        return best.orElseThrow(() -> new InputException("There is no validation split to choose one of "
                + students.stream().map(SavedStudent::name).toList() + " by; name it by --student and --seed"));
    }
}
