package dev.understudy.report;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.BoundedFile;
import dev.understudy.internal.text.Reasons;
import dev.understudy.report.internal.run.HistoryTable;
import dev.understudy.result.EpochRow;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What happened in every epoch of a run: the content of {@code history.csv}.
 *
 * @param rows the epochs, in the order they ended
 */
public record History(List<EpochRow> rows) {
    /** Copies the list, so that a history never changes. */
    public History {
        rows = List.copyOf(rows);
    }

    /**
     * Writes this history as a table, whole or not at all: one column per field, then one column {@code term:NAME} per
     * objective, empty where a row has no such term. Fields are quoted as RFC 4180 says; lines end in a line feed.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void writeCsv(Path file) {
        AtomicFiles.write(file, HistoryTable.format(rows).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a history back.
     *
     * @param file the file to read
     * @return the history
     * @throws ResultException if the file cannot be read or a field is nonsense; the message names the line
     */
    public static History readCsv(Path file) {
        try {
            return new History(HistoryTable.parse(text(file)));
        } catch (IllegalArgumentException e) {
            throw new ResultException(file + ", " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ResultException(file + ": cannot be read: " + Reasons.of(e), e);
        }
    }

    private static String text(Path file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(BoundedFile.read(file)))
                .toString();
    }
}
