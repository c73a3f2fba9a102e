package dev.understudy.internal.teacher;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.Needs;
import dev.understudy.TeacherTap;
import dev.understudy.internal.network.ShapeProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One output of a teacher.
 *
 * @param tap its tap, or null for the logits
 * @param each the shape for one sample, without the batch
 */
public record TeacherOutput(@Nullable TeacherTap tap, Shape each) {

    /** Those that a stage reads of a source. */
    public static List<TeacherOutput> of(String source, Needs needs, ShapeProbe shapes) {
        List<TeacherOutput> outputs = new ArrayList<>();
        for (TeacherTap tap : needs.getTaps(source)) {
            outputs.add(new TeacherOutput(tap, shapes.at(source, tap).slice(1)));
        }
        if (needs.readsLogits(source)) {
            outputs.add(new TeacherOutput(null, shapes.logits(source).slice(1)));
        }
        return outputs;
    }

    public static Set<TeacherTap> taps(Iterable<TeacherOutput> outputs) {
        Set<TeacherTap> taps = new LinkedHashSet<>();
        for (TeacherOutput output : outputs) {
            if (output.tap != null) {
                taps.add(output.tap);
            }
        }
        return taps;
    }

    public static boolean logits(Iterable<TeacherOutput> outputs) {
        for (TeacherOutput output : outputs) {
            if (output.tap == null) {
                return true;
            }
        }
        return false;
    }

    public static Activations<TeacherTap> together(String source, Map<TeacherOutput, NDArray> arrays) {
        Map<TeacherTap, NDArray> taps = new LinkedHashMap<>();
        NDArray logits = null;
        for (Map.Entry<TeacherOutput, NDArray> entry : arrays.entrySet()) {
            TeacherTap tap = entry.getKey().tap;
            if (tap == null) {
                logits = entry.getValue();
            } else {
                taps.put(tap, entry.getValue());
            }
        }
        return new Activations<>(source, taps, logits);
    }

    public NDArray from(Activations<TeacherTap> shown) {
        return tap == null ? shown.getLogits() : shown.get(tap);
    }

    public String name() {
        return tap == null ? "logits" : "tap " + tap.path();
    }
}
