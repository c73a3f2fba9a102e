package dev.understudy.bench;

import dev.understudy.Distillation;
import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Splits;
import dev.understudy.engine.NativeHeap;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.PaperOptions;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A long training in a JVM of its own: the channel recipe with a teacher and two stages, on generated images, examined
 * after each epoch. Prints what the process holds at some steps.
 */
final class Endurance implements Observer {

    private static final int BATCH = 16;
    private static final int EPOCH = 20;
    private static final int IMAGES = 80;

    /** The first stage is a twentieth: it needs less memory than the second. */
    private static final int FIRST = 20;

    private static final double WIDTH = 0.03125;

    private final int every;
    private int steps;

    private Endurance(int every) {
        this.every = every;
    }

    /**
     * What a process holds.
     *
     * @param step after which step
     * @param resident memory, in MB
     * @param heap what the C allocator has given out, in MB
     * @param files open file descriptors
     * @param threads of Java and of the engine
     */
    record Reading(int step, double resident, double heap, int files, int threads) {

        static Reading now(int step) throws IOException {
            double heap = NativeHeap.settledBytes() / 1e6;
            return new Reading(step, ResidentMemory.now(), heap, count("/proc/self/fd"), count("/proc/self/task"));
        }

        /** As {@link #toString} wrote it. */
        static Reading parse(String line) {
            String[] words = line.split(" ", -1);
            return new Reading(
                    Integer.parseInt(words[0]),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d %.3f %.3f %d %d", step, resident, heap, files, threads);
        }

        private static int count(String folder) throws IOException {
            try (Stream<Path> entries = Files.list(Path.of(folder))) {
                return (int) entries.count();
            }
        }
    }

    /**
     * Trains.
     *
     * @param args how many steps, a multiple of 400; after how many steps each what is held is printed
     * @throws IOException when it cannot be read
     */
    public static void main(String[] args) throws IOException {
        int epochs = Integer.parseInt(args[0]) / EPOCH;
        int first = epochs / FIRST;
        Splits splits = Datasets.open(
                "shapes", DataOptions.defaults().trainSize(BATCH * EPOCH).validationSize(IMAGES));
        ImageData images = new ImageData(splits);
        TrainingData trainingData = TrainingData.of(
                        splits.train().shape(), images.trainingData(BATCH, 1).getTrain())
                .test(images.validation());
        Task task = images.task(WIDTH);
        Recipe recipe = Recipes.named("channel");
        OptionValues values = recipe.defaults()
                .epochs(epochs - first)
                .with(PaperOptions.STAGES, PaperOptions.Scheme.TWO)
                .with(PaperOptions.FIRST_STAGE, (double) first / (epochs - first));
        Stage labels = Stage.whole(1).objective("labels", 1, new CrossEntropy());
        try (Teacher teacher = Distillation.alone(Objects.requireNonNull(recipe.teacher(task)))
                .stage(labels)
                .train(trainingData, Observer.NONE)
                .asTeacher()) {
            Distillation distillation =
                    recipe.distillation(task, values, teacher).seed(1);
            distillation
                    .train(trainingData, new Endurance(Integer.parseInt(args[1])))
                    .close();
        }
        System.exit(0);
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.StepDone step && step.samples() > 0 && ++steps % every == 0) {
            try {
                System.out.println(Reading.now(steps));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
