package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.EpochRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What history.csv promises. */
public final class HistoryTest {
    private static final String HEADER = "recipe,seed,role,stage,stageName,epoch,learningRate,trainLoss,"
            + "validationAccuracy,testAccuracy,seconds,term:labels\n";
    private Path file = Path.of("");

    @BeforeMethod
    void createFile() throws IOException {
        file = Files.createTempFile("history", ".csv");
    }

    @AfterMethod
    void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Test
    public void aHistoryReadBackIsTheSame() {
        History history = new History(List.of(
                Samples.row("plain", 1, 1, Map.of("labels", 0.1 + 0.2), null),
                Samples.row("with, comma and \"quotes\"", -5, 2, Map.of("two\nlines", 1e-300), 12.5),
                Samples.row("two\r\nlines", 1, 3, Map.of("a,b", Double.NaN, "labels", 1e300), 100.0),
                new EpochRow("large", 7, EpochRow.TEACHER, 2, "", 1, 0.1, Double.NaN, Map.of(), 5.0, null, 1)));
        history.writeCsv(file);
        assertEquals(History.readCsv(file), history);
    }

    @Test
    public void anEmptyHistoryReadsBackToo() {
        new History(List.of()).writeCsv(file);
        assertEquals(History.readCsv(file).rows(), List.of());
    }

    @Test
    public void numbersHaveAPointAndMissingTermsAreEmptyInAnyCountry() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            new History(List.of(
                            Samples.row("a", 1, 1, Map.of("labels", 2.5), null),
                            Samples.row("a \"b\"", 1, 2, Map.of(), 33.25)))
                    .writeCsv(file);
        } finally {
            Locale.setDefault(before);
        }
        assertEquals(
                Files.readString(file),
                HEADER
                        + "a,1,student,1,whole,1,0.1,1.5,,,2.25,2.5\n"
                        + "\"a \"\"b\"\"\",1,student,1,whole,2,0.1,0.75,,33.25,2.25,\n");
    }

    @Test
    public void linesMayEndInCarriageReturnAndLineFeed() throws IOException {
        Files.writeString(file, (HEADER + "a,1,student,1,whole,1,0.1,1.5,,,2.25,2.5\n").replace("\n", "\r\n"));
        assertEquals(History.readCsv(file).rows(), List.of(Samples.row("a", 1, 1, Map.of("labels", 2.5), null)));
    }

    @DataProvider
    Object[][] damages() {
        return new Object[][] {
            {"a,1,student,1,whole,1,0.1,wrong,,,2.25,2.5", "line 3: trainLoss: wanted a number, got \"wrong\""},
            {"a,1.5,student,1,whole,1,0.1,1.5,,,2.25,2.5", "line 3: seed: wanted a whole number, got \"1.5\""},
            {"a,1,student,1,whole,9999999999,0.1,1.5,,,2.25,2.5", "line 3: epoch: wanted a smaller number"},
            {"a,1,master,1,whole,1,0.1,1.5,,,2.25,2.5", "line 3: role: wanted teacher or student, got \"master\""},
            {"a,1,student,1,whole,1,0.1,1.5,,101,2.25,2.5", "line 3: testAccuracy: wanted a percentage"},
            {"a,1,student", "line 3: wanted 12 fields, got 3"},
            {"a,1,\"student", "line 3: a quote is not closed"},
            {"\"a\"b,1,student", "line 3: text after a closing quote"},
        };
    }

    @Test(dataProvider = "damages")
    public void aDamagedHistoryIsRefusedInOneLineThatNamesFileAndLine(String line, String expected) throws IOException {
        Files.writeString(file, HEADER + "a,1,student,1,whole,1,0.1,1.5,,,2.25,2.5\n" + line);
        String message = Samples.refusal(() -> History.readCsv(file));
        assertTrue(message.startsWith(file + ", " + expected), message);
        assertEquals(message.lines().count(), 1, message);
    }

    @Test
    public void aFileWithOtherColumnsIsNoHistory() throws IOException {
        for (String text : List.of("", "a,b\n1,2\n", HEADER.replace("term:labels", "labels"))) {
            Files.writeString(file, text);
            String message = Samples.refusal(() -> History.readCsv(file));
            assertTrue(message.contains("line 1: wanted the columns [recipe, seed"), message);
        }
    }

    @Test
    public void aFileThatIsNoTextIsNoHistory() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        String message = Samples.refusal(() -> History.readCsv(file));
        assertEquals(message, file + ": cannot be read: it is not UTF-8 text");
    }
}
