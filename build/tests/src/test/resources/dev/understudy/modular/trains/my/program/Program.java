package my.program;

import ai.djl.Device;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.engine.NativeHeap;
import dev.understudy.experiment.Experiment;
import dev.understudy.experiment.ExperimentRun;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.Recipes;
import dev.understudy.report.ComparisonPage;
import dev.understudy.result.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Trains two recipes on drawn images, one epoch each, and says what came out. */
public final class Program {

    private Program() {}

    /**
     * Runs.
     *
     * @param arguments a folder to work in, and an image
     * @throws IOException when a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        say("modules", List.of(Recipes.class.getModule(), Experiment.class.getModule(), Datasets.class.getModule()));
        try {
            train(folder);
        } catch (InputException e) {
            say("refused", e.getMessage());
            return;
        }
        say("memory", NativeHeap.isTold() && NativeHeap.bytes() > 0);
        try {
            Teacher.onnx("teacher", Files.writeString(folder.resolve("none.onnx"), "none"), Device.cpu());
        } catch (InputException e) {
            say("onnx", e.getMessage());
        }
        Path images = folder.resolve("images");
        for (String name : List.of("one", "two")) {
            Path many = Files.createDirectories(images.resolve(name));
            for (int i = 0; i < 8; i++) {
                Files.copy(Path.of(arguments[1]), many.resolve(i + ".webp"));
            }
        }
        say("webp", Datasets.open("folder", DataOptions.defaults().folder(images).size(4))
                .train()
                .classNames());
    }

    private static void train(Path folder) throws IOException {
        ImageData images =
                new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(64).validationSize(0)));
        Task task = images.task(0.0625);
        Experiment experiment = Experiment.of(seed -> images.trainingData(32, seed))
                .seeds(1)
                .folder(folder.resolve("experiment"))
                .images(images.summary(), images.splits().test().classNames());
        for (String name : List.of("student", "softer")) {
            Recipe recipe = Recipes.named(name);
            experiment = experiment.with(name, recipe.distillation(task, recipe.defaults().epochs(1), null));
        }
        try (ExperimentRun run = experiment.open()) {
            run.plan().write(folder.resolve("plan.json"));
        }
        Comparison comparison =
                experiment.compare("Two", images.summary(), images.splits().test().classNames());
        comparison.cells().forEach(cell -> say(
                cell.recipe(), cell.students().get(0).history().size() + " epoch"));
        comparison.write(folder.resolve("comparison.json"));
        say("read", Comparison.read(folder.resolve("comparison.json")).equals(comparison));
        say("page", ComparisonPage.render(comparison, List.of()).contains("echarts"));
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }
}
