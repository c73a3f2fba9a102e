package dev.understudy.report.internal.comparison;

import dev.understudy.internal.format.HalfMatrix;
import dev.understudy.result.Matrices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Correlation matrices of teachers and students for the script that draws them.
 *
 * @param range how many standard deviations the largest byte stands for
 * @param alone the number of the student alone among the students; null where it is not there
 * @param teachers those of teachers
 * @param students those of students
 */
public record MatricesData(double range, @Nullable Integer alone, List<Owner> teachers, List<Owner> students) {

    /**
     * A network's.
     *
     * @param name as the page calls it
     * @param teacher for a student the number of its teacher among the teachers; null for a teacher
     * @param images the matrices of each image
     */
    record Owner(String name, @Nullable Integer teacher, List<Image> images) {}

    /** The matrices of an image. */
    record Image(HalfMatrix channel, HalfMatrix spatial) {}

    public static MatricesData of(List<PairedMatrices> shown) {
        List<Matrices> teachers =
                shown.stream().map(PairedMatrices::teacher).distinct().toList();
        Optional<Integer> alone = IntStream.range(0, shown.size())
                .filter(i -> shown.get(i).isAlone())
                .boxed()
                .findFirst();
        return new MatricesData(
                Matrices.Values.RANGE,
                alone.orElse(null),
                teachers.stream().map(each -> owner(each.network(), null, each)).toList(),
                shown.stream()
                        .map(each -> owner(each.name(), teachers.indexOf(each.teacher()), each.student()))
                        .toList());
    }

    private static Owner owner(String name, @Nullable Integer teacher, Matrices matrices) {
        List<Image> images = new ArrayList<>();
        matrices.images()
                .forEach(each -> images.add(new Image(HalfMatrix.of(each.channel()), HalfMatrix.of(each.spatial()))));
        return new Owner(name, teacher, images);
    }
}
