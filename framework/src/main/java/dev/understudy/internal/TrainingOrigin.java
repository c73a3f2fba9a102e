package dev.understudy.internal;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.nn.Parameter;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.Engines;
import dev.understudy.NativeSetup;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a student's bits follow from, in words. */
public final class TrainingOrigin {

    private TrainingOrigin() {}

    /**
     * All that decides them, on a given machine, before anything is trained.
     *
     * @param distillation who teaches whom
     * @param curriculum what is shown
     * @return by name
     * @throws dev.understudy.InputException when taps, shapes and objectives do not fit
     */
    public static Map<String, String> of(Distillation distillation, Curriculum curriculum) {
        try (Model model = Model.newInstance(distillation.getStudent().name(), distillation.getDevice())) {
            return of(
                    distillation,
                    curriculum,
                    FreshStudent.of(model, distillation, curriculum).parameters());
        }
    }

    /**
     * All that decides them, on a given machine.
     *
     * @param parameters everything that holds numbers of the student, by name
     */
    static Map<String, String> of(Distillation distillation, Curriculum curriculum, Map<String, Parameter> parameters) {
        Map<String, String> origin = new LinkedHashMap<>();
        origin.put("student", distillation.getStudent().name());
        origin.put("seed", Long.toString(distillation.getSeed()));
        origin.put("first weights", distillation.getFirstWeights().option());
        origin.put("parameters", describe(parameters));
        Teacher teacher = distillation.getTeacher();
        origin.put("teacher", teacher == null ? "none" : teacher.getName() + " " + teacher.fingerprint());
        origin.put("teacher's outputs", distillation.getKeeping() == null ? "computed" : "kept");
        List<Stage> stages = distillation.getStages();
        origin.put("number of stages", Integer.toString(stages.size()));
        for (int i = 0; i < stages.size(); i++) {
            origin.put("stage " + (i + 1), stages.get(i).toString());
        }
        origin.put("training set", curriculum.getFingerprint());
        origin.put("order", "seed " + curriculum.getSeed());
        return origin;
    }

    private static String describe(Map<String, Parameter> parameters) {
        StringBuilder all = new StringBuilder();
        parameters.forEach((name, parameter) ->
                all.append(name).append(parameter.getShape()).append(';'));
        long count = parameters.values().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
        return parameters.size() + " of " + count + " numbers, "
                + Fingerprints.of(all.toString()).substring(0, 12);
    }

    private static String devices(Distillation distillation) {
        return distillation.getDevices().stream().map(Device::toString).collect(Collectors.joining(" + "));
    }

    /** What the last digits depend on. */
    static Map<String, String> surroundings(Distillation distillation) {
        Map<String, String> surroundings = new LinkedHashMap<>();
        surroundings.put("engine", Engines.current());
        surroundings.put("device", devices(distillation));
        surroundings.put("threads", Integer.toString(NativeSetup.threads()));
        return surroundings;
    }
}
