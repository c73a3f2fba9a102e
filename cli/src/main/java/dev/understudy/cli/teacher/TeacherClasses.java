package dev.understudy.cli.teacher;

import dev.understudy.InputException;
import dev.understudy.cli.file.NetworkCards;
import dev.understudy.format.NetworkFileType;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.ResultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The names of a teacher's classes, where its file says them: an ONNX file's notes, or the card beside weights.
 *
 * @param file the teacher
 * @param names in the order of its logits; empty where it does not say them
 */
record TeacherClasses(Path file, List<String> names) {

    static TeacherClasses of(Path file) {
        return new TeacherClasses(
                file, NetworkFileType.of(file) == NetworkFileType.ONNX ? OnnxStudent.classNames(file) : card(file));
    }

    private static List<String> card(Path file) {
        String name = String.valueOf(file.getFileName());
        for (String card : List.of(name.replaceFirst("\\.[^.]*$", ".json"), NetworkCards.CARD)) {
            Path beside = file.resolveSibling(card);
            if (!beside.equals(file) && Files.isRegularFile(beside)) {
                Optional<NetworkCard> read = read(beside);
                if (read.isPresent() && read.get().weights().equals(name)) {
                    return read.get().classNames();
                }
            }
        }
        return List.of();
    }

    /** What others keep beside their weights may be JSON too. */
    private static Optional<NetworkCard> read(Path file) {
        try {
            return Optional.of(NetworkCard.read(file));
        } catch (ResultException e) {
            return Optional.empty();
        }
    }

    /** Refuses a teacher that answers with other classes than the data set's, or with the same ones by other numbers. */
    void check(List<String> wanted) {
        for (int label = 0; label < names.size() && !names.equals(wanted); label++) {
            String got = names.get(label);
            if (label >= wanted.size() || !got.equals(wanted.get(label))) {
                throw new InputException(
                        "--teacher " + file + " answers with other classes than the data set has: its class "
                                + label + " of " + names.size() + " is " + got + ", the data set's "
                                + (label < wanted.size() ? wanted.get(label) : "has none of that number")
                                + " (" + wanted.size() + " classes); names and order must be the same");
            }
        }
    }
}
