package dev.understudy.cli;

import dev.understudy.report.NetworkCard;
import dev.understudy.report.RunSummary;
import dev.understudy.report.TeacherSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the teacher of a run among those that are stored on this machine. */
final class StoredTeacher {

    private StoredTeacher() {}

    /**
     * The stored teacher of the network and the accuracy that a run's summary names.
     *
     * @param run the run's folder
     * @param student one of its students
     * @return empty where the run had none, or it is not stored here
     */
    static Optional<StudentFile> of(Path run, NetworkCard student) throws IOException {
        Path summary = run.resolve("summary.json");
        Path teachers = Home.folder().resolve("teachers");
        if (!Files.exists(summary) || !Files.isDirectory(teachers)) {
            return Optional.empty();
        }
        TeacherSummary wanted = RunSummary.read(summary).teacher();
        for (Path file : cards(teachers)) {
            NetworkCard card = NetworkCard.read(file);
            if (wanted != null
                    && card.network().equals(wanted.network())
                    && Objects.equals(card.parameters(), wanted.parameters())
                    && card.accuracy().last() == wanted.accuracy()
                    && card.dataset().equals(student.dataset())
                    && card.width() == student.width()) {
                return Optional.of(StudentFile.read(file));
            }
        }
        return Optional.empty();
    }

    private static List<Path> cards(Path teachers) throws IOException {
        try (Stream<Path> folders = Files.list(teachers)) {
            return folders.map(folder -> folder.resolve(Cards.CARD))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
