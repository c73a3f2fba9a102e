package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.OfPeer;
import dev.understudy.objective.logits.MutualLearning;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import dev.understudy.recipe.WholeNumberOption;
import dev.understudy.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deep Mutual Learning (Zhang et al. 2018): networks of one kind, with first weights of their own, learn from the labels and
 * from each other; there is no teacher. Each step runs all of them first and then changes all, as the equations have it;
 * the paper's listing runs a network again after the one before it was changed.
 */
record MutualLearners() implements Recipe {

    static final WholeNumberOption PEERS = RecipeOption.wholeNumber("peers", 1)
            .atLeast(1)
            .atMost(7)
            .describedAs("how many networks are trained beside the student");

    static final NumberOption MIMICRY =
            RecipeOption.number("mimicry", 1).above(0).describedAs("what learning from the others weighs");

    @Override
    public String name() {
        return "dml";
    }

    @Override
    public String description() {
        return "several students that learn from labels and from each other, without a teacher (Deep Mutual Learning)";
    }

    @Override
    public boolean takesNetworks() {
        return true;
    }

    @Override
    public Student student(Task task) {
        return TaskNetworks.of(task).getStudent();
    }

    @Override
    public List<RecipeOption<?>> options() {
        return SgdOptions.with(List.of(PEERS, MIMICRY));
    }

    @Override
    public Sources sources(Task task, OptionValues values) {
        Sources sources = Sources.none();
        for (String peer : peers(values)) {
            sources = sources.peer(peer, student(task));
        }
        return sources;
    }

    private static List<String> peers(OptionValues values) {
        return IntStream.rangeClosed(1, values.get(PEERS))
                .mapToObj(number -> "peer " + number)
                .toList();
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        double weight = values.get(MIMICRY);
        List<String> peers = peers(values);
        Stage stage = PaperStages.labelled(values).objective("mimicry", weight, new MutualLearning(peers));
        for (String peer : peers) {
            List<String> others = new ArrayList<>(peers);
            others.remove(peer);
            others.add(0, Sources.STUDENT);
            Objective mimicry = new MutualLearning(others);
            stage = stage.objective("labels of " + peer, 1, new OfPeer(peer, new CrossEntropy()))
                    .objective("mimicry of " + peer, weight, new OfPeer(peer, mimicry));
        }
        return List.of(stage);
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits("none", "single", false, false, "");
    }
}
