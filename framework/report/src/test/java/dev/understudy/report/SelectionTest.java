package dev.understudy.report;

import static org.testng.Assert.assertEquals;

import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.Test;

/** Variants are selected by the validation split alone. */
public final class SelectionTest {
    private static final TableCell ALONE = Compared.cell("student", "single", "student", 70, 71);

    @Test
    public void theHighestValidationAccuracyWinsWhateverTheTestSplitSays() {
        TableCell one = Compared.cell("channel", student("channel", 1, 90, 75.0), student("channel", 2, 91, 75.0));
        TableCell two = Compared.cell(
                "channel:stages=two",
                student("channel:stages=two", 1, 72, 74.0),
                student("channel:stages=two", 2, 73, 77.0),
                student("channel:stages=two", 3, 74, 10.0));
        // over seeds 1 and 2: 75 against (74 + 77) / 2 = 75.5; seed 3 is in one of them only
        assertEquals(
                Selection.of(Compared.of(ALONE, one, two)),
                List.of(new Selection("channel", List.of(one, two), Set.of(1L, 2L), two, 75.5)));
    }

    @Test
    public void withoutValidationOrACommonSeedNothingIsSelected() {
        TableCell one = Compared.cell("channel", student("channel", 1, 90, 75.0));
        TableCell blind = Compared.cell("channel:stages=two", student("channel:stages=two", 1, 72, null));
        TableCell other = Compared.cell("channel:stages=two", student("channel:stages=two", 2, 72, 80.0));
        assertEquals(Selection.of(Compared.of(ALONE, one, blind)), List.of());
        assertEquals(Selection.of(Compared.of(ALONE, one, other)), List.of());
        assertEquals(Selection.of(Compared.of(ALONE, one, one)), List.of());
    }

    private static StudentResult student(String recipe, long seed, double last, @Nullable Double validation) {
        return Compared.student(recipe, seed, last, validation);
    }
}
