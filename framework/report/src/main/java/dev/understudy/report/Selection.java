package dev.understudy.report;

import dev.understudy.result.Comparison;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of a recipe's variants is best on the validation split after the last epoch: the one to take, chosen without a
 * look at the test split.
 *
 * @param recipe the name that the variants share, without options
 * @param variants its variants, two or more
 * @param seeds the seeds that all variants have, over which their means are taken
 * @param selected the variant with the highest mean, the first of those
 * @param validation its mean accuracy in percent on the validation split over these seeds
 */
public record Selection(
        String recipe, List<TableCell> variants, Set<Long> seeds, TableCell selected, double validation) {

    /** Copies the collections. */
    public Selection {
        variants = List.copyOf(variants);
        seeds = Set.copyOf(seeds);
    }

    /**
     * The selections of a comparison.
     *
     * @param comparison the whole
     * @return one for each recipe with several variants that all have validation accuracies and a seed in common; the
     *     student alone for longer is no variant of it
     */
    public static List<Selection> of(Comparison comparison) {
        Map<String, Map<String, TableCell>> recipes = new LinkedHashMap<>();
        comparison.cells().stream()
                .filter(cell -> !name(cell).equals(comparison.alone()))
                .forEach(cell -> recipes.computeIfAbsent(name(cell), name -> new LinkedHashMap<>())
                        .putIfAbsent(cell.recipe(), cell));
        List<Selection> selections = new ArrayList<>();
        recipes.forEach((name, variants) -> select(name, List.copyOf(variants.values()), selections));
        return selections;
    }

    private static String name(TableCell cell) {
        return cell.recipe().split(":", 2)[0];
    }

    private static void select(String name, List<TableCell> variants, List<Selection> selections) {
        Set<Long> seeds = common(variants);
        TableCell best = variants.get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (TableCell variant : variants) {
            OptionalDouble mean = mean(variant, seeds);
            if (mean.isEmpty() || variants.size() < 2) {
                return;
            }
            if (mean.getAsDouble() > highest) {
                best = variant;
                highest = mean.getAsDouble();
            }
        }
        selections.add(new Selection(name, variants, seeds, best, highest));
    }

    private static Set<Long> common(List<TableCell> variants) {
        return variants.get(0).students().stream()
                .map(StudentResult::seed)
                .filter(seed -> variants.stream()
                        .allMatch(variant -> variant.students().stream().anyMatch(student -> student.seed() == seed)))
                .collect(Collectors.toSet());
    }

    /** Empty where there is no seed, or a student without validation accuracy. */
    private static OptionalDouble mean(TableCell variant, Set<Long> seeds) {
        double sum = 0;
        for (StudentResult student : variant.students()) {
            Double accuracy = student.validation();
            if (seeds.contains(student.seed())) {
                if (accuracy == null) {
                    return OptionalDouble.empty();
                }
                sum += accuracy;
            }
        }
        return seeds.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum / seeds.size());
    }
}
