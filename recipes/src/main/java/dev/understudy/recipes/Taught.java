package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.network.PaperNetworks;
import dev.understudy.network.TaskNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.Locale;

/**
 * A student whose guided layer is given one form of knowledge.
 *
 * @param knowledge which
 * @param variant with which networks
 */
record Taught(KnowledgeKind knowledge, Variant variant) implements Recipe {

    /** The rows of the paper's Table 4. */
    enum Variant {
        /** The student learns from the teacher. */
        ORIGINAL("original", "the student is given "),
        /** The student-augmented network, all channels guided, learns from the teacher-augmented network. */
        AUGMENTED(
                "augmented",
                "the student-augmented network, all its channels guided, is given the teacher-augmented network's: "),
        /** The student with self-taught channels beside the guided ones learns from the teacher. */
        SELF_GUIDED(
                "augmented + self-guided", "the student with self-taught channels is given, in its guided channels, ");

        private final String row;
        private final String words;

        Variant(String row, String words) {
            this.row = row;
            this.words = words;
        }

        /** What the paper calls it. */
        String row() {
            return row;
        }
    }

    @Override
    public String name() {
        return variant == Variant.ORIGINAL
                ? knowledge.option()
                : variant.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + knowledge.option();
    }

    @Override
    public String description() {
        return variant.words + knowledge.words();
    }

    @Override
    public boolean takesNetworks() {
        return variant == Variant.ORIGINAL;
    }

    @Override
    public Student student(Task task) {
        return switch (variant) {
            case ORIGINAL -> TaskNetworks.of(task).getStudent();
            case AUGMENTED -> PaperNetworks.studentAugmented(task);
            case SELF_GUIDED -> PaperNetworks.selfGuided(task);
        };
    }

    @Override
    public Student teacher(Task task) {
        return variant == Variant.AUGMENTED
                ? PaperNetworks.teacherAugmented(task)
                : TaskNetworks.of(task).getTeacher();
    }

    @Override
    public List<RecipeOption<?>> options() {
        return PaperOptions.TAUGHT;
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        TaskNetworks networks = TaskNetworks.of(task);
        StudentTap guided = variant == Variant.SELF_GUIDED ? PaperNetworks.GUIDED_CHANNELS : networks.getGuided();
        return PaperStages.taught(
                knowledge.option(),
                knowledge.between(guided, networks.getGuiding(), values.get(PaperOptions.NORM)),
                guided,
                values);
    }

    @Override
    public Traits traits(OptionValues values) {
        return new Traits(
                knowledge.option(),
                PaperOptions.STAGES.write(values.get(PaperOptions.STAGES)),
                values.get(PaperOptions.SOFT_TARGETS),
                variant == Variant.SELF_GUIDED,
                values.get(PaperOptions.NORM).option());
    }
}
