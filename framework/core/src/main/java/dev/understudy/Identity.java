package dev.understudy;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.identity.CodeDigest;
import dev.understudy.internal.identity.NetworkFingerprint;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.source.Sources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a trained network follows from, as settings by name: two trainings with the same settings are the same, and what
 * one of them left may stand for the other. Checkpoints, experiments in a folder and the command line all decide by it.
 *
 * <p>Among the settings are the user's own code (the classes of objectives, networks and schedules, and what they use of
 * their project, without line numbers and names of variables: a comment changes nothing), the network by its structure
 * and by what it answers to a fixed input with first weights, the teacher's fingerprint, every stage, and what the
 * training set and the splits show. The machine and the number of threads are not.
 */
public final class Identity {

    /** The setting that holds the digests of the user's classes. */
    private static final String CODE = "code";

    /** The setting that holds the teacher; those of further teachers begin so. */
    private static final String TEACHER = "teacher";

    /** The settings that hold the networks beside the student begin so. */
    private static final String PEER = "peer \"";

    /** The settings that stand for other views of the training set begin so. */
    private static final String VIEW = "view ";

    /** The setting that stands for the training set as it is. */
    private static final String IN_ORDER = "training set in order";

    /** The setting that says what the others mean. */
    private static final String FORMAT = "version";

    /** Raised when anything changes that weights or measures depend on, beside the settings. */
    private static final String VERSION = "2";

    private final Map<String, String> settings;
    private final List<String> unknown;

    private Identity(Map<String, String> settings, List<String> unknown) {
        this.settings = Collections.unmodifiableMap(settings);
        this.unknown = List.copyOf(unknown);
    }

    /**
     * Of a training.
     *
     * @param distillation who teaches whom
     * @param trainingData what is shown; splits without a fingerprint are not looked at
     * @return its identity
     * @throws InputException when taps, shapes and objectives do not fit
     */
    public static Identity of(Distillation distillation, TrainingData trainingData) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(FORMAT, VERSION);
        settings.put("student", distillation.getStudent().name());
        settings.put("first weights", distillation.getFirstWeights().option());
        if (!distillation.getInitialWeights().isEmpty()) {
            settings.put("initial weights", distillation.getInitialWeights().toString());
        }
        settings.put("seed", Long.toString(distillation.getSeed()));
        CodeDigest code = modules(distillation, trainingData, settings);
        NetworkFingerprint network = network(distillation.getStudent(), trainingData.getInput(), settings);
        code = code.and(network.code());
        for (Map.Entry<String, Student> peer :
                distillation.getSources().getPeers().entrySet()) {
            NetworkFingerprint beside = NetworkFingerprint.of(peer.getValue(), trainingData.getInput());
            settings.put(
                    PEER + peer.getKey() + "\"",
                    peer.getValue().name() + " " + Sha256.shortOf(beside.structure() + beside.answers()));
            code = code.and(beside.code());
        }
        settings.putAll(teachers(distillation.getSources()));
        settings.put("teacher's outputs", distillation.getKeeping() == null ? "computed" : "kept");
        List<Stage> stages = distillation.getStages();
        settings.put("number of stages", Integer.toString(stages.size()));
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            settings.put("stage " + (i + 1), stage.toString());
            code = code.and(stage.code());
            unknown.addAll(stage.unknown());
        }
        settings.put(CODE, text(code));
        readBesides(distillation, settings);
        shown(trainingData, settings);
        return new Identity(settings, unknown.stream().distinct().toList());
    }

    /**
     * Of a network that is not trained yet.
     *
     * @param network makes the network
     * @param input the shape of one sample
     * @return its identity: its structure, what it answers, and the code of the user's own blocks
     * @throws InputException when it cannot take such an input
     */
    public static Identity of(Student network, Shape input) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("student", network.name());
        settings.put(CODE, text(network(network, input, settings).code()));
        return new Identity(settings, List.of());
    }

    /**
     * Of a stage: all that it does, and the user's code in it. Whatever stands for a network in it is not looked at.
     *
     * @param stage the stage
     * @return its identity; two stages of the same identity, in which nothing is unknown, do the same to the same networks
     */
    public static Identity of(Stage stage) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("stage", stage.toString());
        settings.put(CODE, text(stage.code()));
        return new Identity(settings, stage.unknown());
    }

    /** The one that is the teacher under the name that it has always had. */
    private static Map<String, String> teachers(Sources sources) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(TEACHER, "none"));
        sources.getTeachers()
                .forEach((name, teacher) -> settings.put(
                        name.equals(Sources.TEACHER) ? TEACHER : TEACHER + " \"" + name + "\"",
                        teacher.getName() + " " + teacher.fingerprint()));
        sources.getAverages().forEach((name, average) -> settings.put("average \"" + name + "\"", average.toString()));
        return settings;
    }

    private static void shown(TrainingData trainingData, Map<String, String> settings) {
        settings.put("training set", trainingData.getFingerprint());
        settings.replaceAll((name, text) ->
                name.startsWith(VIEW) ? trainingData.getViewFingerprint(name.substring(VIEW.length())) : text);
        settings.computeIfPresent(IN_ORDER, (name, text) -> trainingData.getInOrderFingerprint());
        settings.put("order", "seed " + trainingData.getSeed());
        settings.put(
                "validation images",
                trainingData.getValidation() == null ? "none" : trainingData.getValidationFingerprint());
        settings.put("test images", trainingData.getTest() == null ? "none" : trainingData.getTestFingerprint());
    }

    /**
     * The same training with another seed and other images of the same shape: networks, objectives and code are not
     * looked at again.
     *
     * @param seed the seed
     * @param trainingData what is shown
     * @return the identity
     */
    public Identity at(long seed, TrainingData trainingData) {
        Map<String, String> other = new LinkedHashMap<>(settings);
        other.put("seed", Long.toString(seed));
        shown(trainingData, other);
        return new Identity(other, unknown);
    }

    private static NetworkFingerprint network(Student student, Shape input, Map<String, String> settings) {
        NetworkFingerprint network = NetworkFingerprint.of(student, input);
        settings.put("structure", network.structure());
        settings.put("answers", network.answers());
        return network;
    }

    /** What few trainings read of the training set beside its batches. */
    private static void readBesides(Distillation distillation, Map<String, String> settings) {
        Needs needs = Needs.nothing();
        for (Stage stage : distillation.getStages()) {
            needs = needs.and(stage.needs());
        }
        needs.getViews().keySet().forEach(name -> settings.put(VIEW + name, ""));
        if (!needs.getPrecomputed().isEmpty()) {
            settings.put(IN_ORDER, "");
        }
    }

    /** All that is trained, auxiliary modules among it. */
    private static CodeDigest modules(
            Distillation distillation, TrainingData trainingData, Map<String, String> settings) {
        try (Model model = Model.newInstance(distillation.getStudent().name(), distillation.getDevice())) {
            InitialStudent student = InitialStudent.of(model, distillation, trainingData);
            settings.put("parameters", parameters(student.parameters()));
            StringBuilder text = new StringBuilder();
            Set<Class<?>> classes = new LinkedHashSet<>();
            for (NetworkDescription module : student.moduleTexts()) {
                text.append(module.text()).append(' ');
                classes.addAll(module.classes());
            }
            settings.put("auxiliary modules", text.isEmpty() ? "none" : Sha256.shortOf(text.toString()));
            return CodeDigest.of(classes);
        }
    }

    private static String parameters(Map<String, Parameter> parameters) {
        StringBuilder all = new StringBuilder();
        parameters.forEach((name, parameter) ->
                all.append(name).append(parameter.getShape()).append(';'));
        long count = parameters.values().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
        return parameters.size() + " of " + count + " numbers, " + Sha256.shortOf(all.toString());
    }

    private static String text(CodeDigest code) {
        return code.digests().isEmpty()
                ? "none"
                : code.digests().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    /**
     * With another setting, or another value of one that is there.
     *
     * @param name its name
     * @param value its value
     * @return the identity
     */
    public Identity with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new Identity(more, unknown);
    }

    /**
     * What the training follows from.
     *
     * @return by name, in a fixed order
     */
    public Map<String, String> getSettings() {
        return settings;
    }

    /**
     * What the network is, of all settings: its structure, what it answers, and the user's code, that of the training's
     * objectives included. It is worth keeping beside weights.
     *
     * @return by name
     */
    public Map<String, String> getNetwork() {
        return network(settings);
    }

    /**
     * What a network is, of the settings of a training.
     *
     * @param settings all of them
     * @return those of {@link #getNetwork}
     */
    public static Map<String, String> network(Map<String, String> settings) {
        Map<String, String> network = new LinkedHashMap<>(settings);
        network.keySet().retainAll(List.of("structure", "answers", CODE));
        return network;
    }

    /**
     * What cannot be told, so that nothing of the training may be kept to be taken for it later: a lambda without a
     * name, an object whose content cannot be seen, a class whose code cannot be read.
     *
     * @return what, and how a name is given; empty where all is known
     */
    public List<String> getUnknown() {
        return unknown;
    }

    /**
     * Says what changed.
     *
     * @param then the settings of an earlier training
     * @param now those of the present one
     * @return a phrase such as {@code the code of my.SameMean changed}; several things are joined by a comma
     */
    public static String change(Map<String, String> then, Map<String, String> now) {
        if (!String.valueOf(now.get(FORMAT)).equals(String.valueOf(then.get(FORMAT)))) {
            return "it was written by another version of Understudy";
        }
        List<String> changes = new ArrayList<>();
        now.forEach((name, value) -> {
            String before = then.getOrDefault(name, "");
            if (!value.equals(before)) {
                changes.add(change(name, before, value));
            }
        });
        then.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> changes.add("its " + name + " is not said any more"));
        return changes.isEmpty() ? "nothing changed" : String.join(", ", changes);
    }

    /**
     * Says whether the user's code is another than it was.
     *
     * @param then the settings of an earlier training
     * @param loader where the user's classes are found now
     * @return a phrase such as {@code the code of my.SameMean changed}; empty where it is the same
     */
    public static Optional<String> codeChange(Map<String, String> then, ClassLoader loader) {
        Map<String, String> before = classes(then.getOrDefault(CODE, ""));
        Map<String, String> now = new TreeMap<>();
        for (String name : before.keySet()) {
            try {
                now.putAll(CodeDigest.of(List.of(Class.forName(name, false, loader)))
                        .digests());
            } catch (ClassNotFoundException | LinkageError e) {
                now.remove(name);
            }
        }
        now.keySet().retainAll(before.keySet());
        return now.equals(before) ? Optional.empty() : Optional.of(codeChange(before, now));
    }

    private static String change(String name, String before, String now) {
        if (before.isEmpty() || now.isEmpty()) {
            return "its " + name + (before.isEmpty() ? " was not known" : " is not known any more");
        }
        if (name.startsWith(TEACHER + " \"") || name.startsWith(PEER)) {
            return "its " + name + " is another";
        }
        return switch (name) {
            case CODE -> codeChange(classes(before), classes(now));
            case "auxiliary modules" -> "its auxiliary modules' structure changed";
            case "structure" -> "the network's structure changed";
            case TEACHER -> "its teacher is another";
            case "answers" -> "the network answers otherwise";
            case "validation images", "test images" -> "the " + name + " changed";
            default -> "its " + name + " was \"" + before + "\" and is \"" + now + "\"";
        };
    }

    private static String codeChange(Map<String, String> before, Map<String, String> now) {
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(now);
        String changed = all.keySet().stream()
                .filter(type -> !String.valueOf(before.get(type)).equals(String.valueOf(now.get(type))))
                .collect(Collectors.joining(" and "));
        return "the code of " + changed + " changed";
    }

    private static Map<String, String> classes(String text) {
        Map<String, String> classes = new TreeMap<>();
        for (String each : text.split(", ", -1)) {
            int blank = each.lastIndexOf(' ');
            if (blank > 0) {
                classes.put(each.substring(0, blank), each.substring(blank + 1));
            }
        }
        return classes;
    }
}
