package dev.understudy.spark;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import dev.understudy.result.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.testng.annotations.Test;

public class KotlinSparkTest {

    private final JavaSparkContext context = LocalContext.get();

    @Test
    public void kotlinTrainsWhatJavaTrains() throws IOException {
        Comparison kotlin = KotlinFactoryKt.twoLengths(context, Files.createTempDirectory("kotlin"));
        Comparison java = SparkExamples.twoLengths(context, Files.createTempDirectory("java"));
        assertEquals(tested(kotlin), tested(java));
        assertEquals(tested(kotlin).size(), 4);
    }

    private static List<String> tested(Comparison comparison) {
        return comparison.cells().stream()
                .flatMap(cell -> cell.students().stream())
                .map(student -> student.recipe() + " " + student.seed() + " " + student.test())
                .toList();
    }

    @Test
    public void everyNameIsWrittenInKotlin() {
        ExperimentPlace place = new ExperimentPlace(List.of("0.0625"), 3, List.of(Device.cpu()));
        assertEquals(
                KotlinFactoryKt.names(context, place).subList(1, 5),
                List.of(List.of("0.0625"), 3, List.of(Device.cpu()), Device.cpu()));
    }
}
