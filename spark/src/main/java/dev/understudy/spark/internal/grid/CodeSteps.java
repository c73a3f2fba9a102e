package dev.understudy.spark.internal.grid;

import ai.djl.Device;
import dev.understudy.InputException;
import dev.understudy.cli.cluster.PartOutcomes;
import dev.understudy.experiment.Experiment;
import dev.understudy.experiment.ExperimentFolder;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.experiment.ExperimentRun;
import dev.understudy.result.Comparison;
import dev.understudy.spark.ExperimentFactory;
import dev.understudy.spark.ExperimentPlace;
import dev.understudy.spark.internal.cluster.GpuAddresses;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An experiment in code: each step makes it anew.
 *
 * @param title what is compared
 * @param factory the name of the class that makes it
 * @param words what it is to know
 * @param folder where it is kept
 * @param gpu whether it computes on GPUs
 */
record CodeSteps(String title, String factory, List<String> words, String folder, boolean gpu) implements GridSteps {

    private interface Work<T> {
        T with(ExperimentRun run) throws IOException;
    }

    @Override
    public String prepare(TaskPlace place) throws IOException {
        return at(place, false, run -> {
            run.measure();
            try (TextFile file = TextFile.empty()) {
                run.plan().write(file.path());
                return file.text();
            }
        });
    }

    @Override
    public void train(TaskPlace place, String plan) throws IOException {
        try (TextFile file = TextFile.of(plan)) {
            for (ExperimentPlan.Part part : ExperimentPlan.read(file.path()).parts()) {
                at(place, false, run -> {
                    Optional<ExperimentPlan.Part> unfinished = run.unfinished(part);
                    if (unfinished.isPresent()) {
                        run.train(unfinished.get());
                    }
                    return true;
                });
            }
        }
    }

    @Override
    public String collect(TaskPlace place, String outcomes) throws IOException {
        try (TextFile read = TextFile.of(outcomes);
                TextFile written = TextFile.empty()) {
            PartOutcomes parts = PartOutcomes.read(read.path());
            return at(place, true, run -> {
                run.measure();
                for (PartOutcomes.Failure failure : parts.failures()) {
                    run.failed(failure.part(), failure.reason());
                }
                noted(run.collect(title), parts.executors()).write(written.path());
                run.finished();
                return written.text();
            });
        }
    }

    /** Where executors differed, the comparison says how. */
    private static Comparison noted(Comparison comparison, String executors) {
        if (executors.isEmpty()) {
            return comparison;
        }
        Map<String, String> settings = new LinkedHashMap<>(comparison.settings());
        settings.put("executors", executors);
        return new Comparison(
                comparison.title(),
                comparison.provenance(),
                comparison.dataset(),
                comparison.classNames(),
                settings,
                comparison.teachers(),
                comparison.cells(),
                comparison.alone(),
                comparison.softTargets(),
                comparison.gaps());
    }

    /** What could not be measured before is not measured again when all is collected: the rows follow from what was. */
    private <T> T at(TaskPlace place, boolean collected, Work<T> work) throws IOException {
        Experiment made = made(place).observer(new StepObserver(place));
        try (ExperimentFolder shared = ExperimentFolder.join(Path.of(folder), ExperimentFolder.Kind.EXPERIMENT);
                ExperimentRun run =
                        (collected ? made.retry(false) : made).folder(shared).open()) {
            return work.with(run);
        }
    }

    private Experiment made(TaskPlace place) throws IOException {
        List<Device> devices = gpu
                ? Arrays.stream(GpuAddresses.device(place.gpus()).split(",", -1))
                        .map(Device::fromName)
                        .toList()
                : List.of(Device.cpu());
        return instance().experiment(new ExperimentPlace(words, place.cores(), devices));
    }

    private ExperimentFactory instance() {
        ClassLoader loader = Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), CodeSteps.class.getClassLoader());
        try {
            Object made = Class.forName(factory, true, loader)
                    .getDeclaredConstructor()
                    .newInstance();
            if (made instanceof ExperimentFactory experiment) {
                return experiment;
            }
            throw new InputException("The class " + factory + " is another here: it does not implement "
                    + ExperimentFactory.class.getName());
        } catch (ClassNotFoundException e) {
            throw new InputException(
                    "No class " + factory + " on the executor's class path; spark.jars or"
                            + " spark.executor.extraClassPath brings its jar",
                    e);
        } catch (InvocationTargetException e) {
            throw new InputException("The constructor of " + factory + " failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new InputException(
                    "The class " + factory + " has to be public, with a public constructor without parameters", e);
        }
    }
}
