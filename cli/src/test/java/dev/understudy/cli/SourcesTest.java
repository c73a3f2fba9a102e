package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.Comparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.annotations.Test;

/** Recipes with several teachers, or a running average, on the command line. */
public final class SourcesTest {

    @Test
    public void aRunTrainsTwoTeachersOfOneNetworkAndTheStudentOfBoth() throws Exception {
        Path folder = Cli.fresh();
        Cli.run(Cli.tiny("train", folder, "ensemble", "mean-teacher")).succeeded();
        List<String> names = Cli.names(folder);
        assertTrue(names.contains("ensemble-seed1.safetensors"), names.toString());
        assertTrue(names.contains("mean-teacher-seed1.safetensors"), names.toString());
        try (var teachers = Files.list(Cli.HOME.resolve("teachers"))) {
            assertTrue(teachers.count() >= 2);
        }
    }

    @Test
    public void aComparisonHasThemAsRows() throws Exception {
        Path folder = Cli.fresh();
        Cli.run(Cli.tiny("compare", folder, "kd", "ensemble", "mean-teacher", "--seeds", "2"))
                .succeeded();
        Comparison comparison = Comparison.read(folder.resolve("table.json"));
        assertEquals(
                comparison.cells().stream()
                        .map(cell -> cell.recipe() + " " + cell.students().size())
                        .toList(),
                List.of("kd 2", "ensemble 2", "mean-teacher 2"));
    }
}
