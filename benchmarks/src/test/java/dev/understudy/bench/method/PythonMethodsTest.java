package dev.understudy.bench.method;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.InputException;
import dev.understudy.bench.group.MethodGroup;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.recipe.Task;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Where there is a Python with PyTorch ({@code -Dpython=FILE}, or the PATH's), its formulas give our numbers. */
public class PythonMethodsTest {

    private static final Task TASK = BenchSizes.of(true).task(0.25);
    private static final int BATCH = 8;
    private static final int SAMPLES = 50;

    private @Nullable PythonMethods started;

    @BeforeClass
    public void findPython() throws IOException {
        Path python = Arrays.stream(System.getProperty("python", onPath()).split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new SkipException("There is no Python here"));
        try {
            PythonMethods theirs = new PythonMethods(python);
            started = theirs;
            Set<String> ours = Method.ALL.stream().map(Method::name).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(theirs.names()), ours);
        } catch (InputException e) {
            throw new SkipException("The Python here has no PyTorch: " + e.getMessage());
        }
    }

    @AfterClass(alwaysRun = true)
    public void stopPython() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    private static String onPath() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "python3").toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @DataProvider
    public Object[][] methods() {
        return Method.ALL.stream().map(method -> new Object[] {method}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "methods")
    public void pythonHasOurValueAndGradientAndMakesSteps(Method method) throws IOException {
        PythonMethods theirs = Objects.requireNonNull(started);
        try (OurMethod ours = new OurMethod(method, TASK, BATCH, SAMPLES)) {
            theirs.build(method, ours);
            MethodGroup.agree(method, ours, theirs);
            theirs.network(method, TASK);
            assertTrue(theirs.median(1) > 0);
        }
    }
}
