package dev.understudy.spark.internal.grid;

import dev.understudy.cli.Main;
import dev.understudy.cli.option.StepOptions;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.spark.internal.cluster.ExecutorProcess;
import dev.understudy.spark.internal.cluster.GpuAddresses;
import dev.understudy.spark.internal.cluster.TaskFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * A comparison on the command line: each step is the same words with what step it is behind them.
 *
 * @param words as they were typed
 * @param folder where the comparison is kept
 */
record CommandSteps(List<String> words, String folder) implements GridSteps {

    @Override
    public String prepare(TaskPlace place) throws IOException {
        try (TextFile plan = TextFile.empty()) {
            run(place, StepOptions.Step.PREPARE, plan);
            return plan.text();
        }
    }

    @Override
    public void train(TaskPlace place, String plan) throws IOException {
        try (TextFile file = TextFile.of(plan)) {
            run(place, StepOptions.Step.PART, file);
        }
    }

    @Override
    public String collect(TaskPlace place, String outcomes) throws IOException {
        try (TextFile file = TextFile.of(outcomes)) {
            run(place, StepOptions.Step.COLLECT, file);
        }
        return "";
    }

    private void run(TaskPlace place, StepOptions.Step step, TextFile file) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(StepOptions.FIRST, step.name().toLowerCase(Locale.ROOT)));
        all.addAll(List.of("--step-file", file.path().toString()));
        all.addAll(List.of("--step-name", place.name(), "--step-output", folder));
        all.addAll(List.of("--step-cores", Integer.toString(place.cores())));
        all.addAll(List.of("--step-device", GpuAddresses.device(place.gpus())));
        StringWriter errors = new StringWriter();
        int status = Main.run(place.out(), new PrintWriter(errors, true), all.toArray(String[]::new));
        errors.toString().lines().forEach(place.out()::println);
        if (status == Interrupt.STOPPED) {
            throw new CancellationException("Stopped");
        }
        if (status != 0) {
            throw new TaskFailure(ExecutorProcess.host() + ": "
                    + errors.toString().lines().findFirst().orElse("ended with status " + status));
        }
    }
}
