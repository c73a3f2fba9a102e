package dev.understudy.step;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Trains recipes on batches that are on the device already, and prints what the third step of an epoch asked of it. */
public final class StepCallsProgram {

    /** In place of a recipe's name: batches that are made on the device. */
    static final String BATCHES = "batches";

    private static final int STEPS = 6;

    private StepCallsProgram() {}

    /**
     * Prints a line {@code recipe stage name=count ...} for each stage.
     *
     * @param names the recipes' names
     * @throws IOException when images cannot be read
     */
    public static void main(String[] names) throws IOException {
        Engine.getInstance();
        ImageData data =
                new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(16 * STEPS)));
        Task task = data.task(1.0 / 32);
        try (Teacher teacher = TrainedStudent.untrained(PaperNetworks.teacher(task), task.input(), 5, Device.cpu())
                        .asTeacher();
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            TrainingData made = data.trainingData(16, 1);
            Resident resident = new Resident(batches(made.getTrain(), manager));
            TrainingData shown =
                    TrainingData.of(task.input(), epoch -> resident).inOrder(Objects.requireNonNull(made.getInOrder()));
            for (String view : made.getViewNames()) {
                Resident other = new Resident(batches(made.getView(view), manager));
                shown = shown.view(view, epoch -> other);
            }
            for (String name : names) {
                if (name.equals(BATCHES)) {
                    batch(made.getTrain(), onGpu(manager));
                    continue;
                }
                Recipe recipe = Objects.requireNonNull(Recipes.all().get(name), name);
                OptionValues values = recipe.defaults().epochs(2).learningRate(0.001);
                Steps steps = new Steps(name);
                recipe.distillation(task, values, teacher).train(shown, steps).close();
            }
        }
    }

    private static List<Batch> batches(TrainingData.Epochs data, NDManager manager) throws IOException {
        List<Batch> batches = new ArrayList<>();
        try {
            for (Batch batch : data.at(0).getData(manager)) {
                batches.add(batch);
            }
        } catch (TranslateException e) {
            throw new IOException(e);
        }
        return batches;
    }

    /** Makes one batch after another, and prints what the second asked for. */
    private static void batch(TrainingData.Epochs data, NDManager gpu) throws IOException {
        try {
            Iterator<Batch> batches = data.at(1).getData(gpu).iterator();
            batches.next().close();
            Map<String, Integer> before = EngineCalls.counts();
            batches.next().close();
            print(BATCHES + " 0", before);
        } catch (TranslateException e) {
            throw new IOException(e);
        }
    }

    /** The same manager, but that it calls its device a GPU. */
    private static NDManager onGpu(NDManager manager) {
        return (NDManager) Proxy.newProxyInstance(
                NDManager.class.getClassLoader(),
                new Class<?>[] {NDManager.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getDevice") ? Device.gpu() : method.invoke(manager, arguments));
    }

    private static void print(String what, Map<String, Integer> before) {
        StringBuilder line = new StringBuilder(what);
        EngineCalls.counts().forEach((name, count) -> {
            int own = count - before.getOrDefault(name, 0);
            if (own > 0) {
                line.append(' ').append(name).append('=').append(own);
            }
        });
        System.out.println(line);
    }

    /** Looks what was called between two steps. */
    private static final class Steps implements Observer {

        private final String recipe;
        private int stage;
        private int epoch;
        private int step;
        private Map<String, Integer> before = Map.of();

        Steps(String recipe) {
            this.recipe = recipe;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.StageBegun begun) {
                stage = begun.stage();
            } else if (event instanceof Event.StepDone done) {
                step = done.epoch() == epoch ? step + 1 : 1;
                epoch = done.epoch();
                if (step == STEPS - 2) {
                    before = EngineCalls.counts();
                } else if (step == STEPS - 1) {
                    print(recipe + " " + stage, before);
                }
            }
        }
    }

    /** The same batches in each epoch, which nobody frees. */
    private record Resident(List<Batch> batches) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) {
            return () -> batches.stream().map(batch -> view(batch, manager)).iterator();
        }

        private Batch view(Batch batch, NDManager manager) {
            NDManager own = manager.newSubManager();
            return new Batch(
                    own,
                    views(batch.getData(), own),
                    views(batch.getLabels(), own),
                    batch.getSize(),
                    Batchifier.STACK,
                    Batchifier.STACK,
                    batch.getProgress(),
                    batch.getProgressTotal(),
                    batch.getIndices());
        }

        private static NDList views(NDList arrays, NDManager owner) {
            NDList views = new NDList();
            for (NDArray array : arrays) {
                NDArray view = array.stopGradient();
                view.attach(owner);
                views.add(view);
            }
            return views;
        }

        @Override
        public void prepare(Progress progress) {}
    }
}
