package dev.understudy.onnx;

import dev.understudy.onnx.BranchPart.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes parts fewer where that changes nothing: a batch norm goes into the convolution before it, and branches that are
 * convolutions of one geometry with the same operations after them become one convolution with the filters of all.
 */
final class Folding {

    private Folding() {}

    static List<Part> of(List<Part> parts) {
        List<Part> fewer = new ArrayList<>();
        for (Part part : parts) {
            List<Part> next = part instanceof BranchPart fork ? folded(fork) : List.of(part);
            next.forEach(each -> append(fewer, each));
        }
        return fewer;
    }

    private static void append(List<Part> parts, Part part) {
        int last = parts.size() - 1;
        if (part instanceof BatchNormPart norm && last >= 0 && parts.get(last) instanceof ConvolutionPart convolution) {
            parts.set(last, convolution.then(norm));
        } else {
            parts.add(part);
        }
    }

    private static List<Part> folded(BranchPart fork) {
        List<List<Part>> branches = fork.branches().stream().map(Folding::of).toList();
        return merged(fork, branches).orElse(List.of(new BranchPart(fork.name(), branches, fork.join())));
    }

    private static Optional<List<Part>> merged(BranchPart fork, List<List<Part>> branches) {
        List<Part> all = branches.get(0);
        if (fork.join() != Join.CONCATENATION || all.isEmpty()) {
            return Optional.empty();
        }
        for (List<Part> branch : branches.subList(1, branches.size())) {
            Optional<List<Part>> both = beside(all, branch);
            if (both.isEmpty()) {
                return Optional.empty();
            }
            all = both.get();
        }
        List<Part> named = new ArrayList<>(all);
        named.replaceAll(part ->
                part.named(fork.name() + "/" + part.name().substring(part.name().lastIndexOf('/') + 1)));
        named.set(named.size() - 1, all.get(all.size() - 1).named(fork.name()));
        return Optional.of(named);
    }

    private static Optional<List<Part>> beside(List<Part> own, List<Part> other) {
        if (own.size() != other.size()
                || !(own.get(0) instanceof ConvolutionPart first)
                || !(other.get(0) instanceof ConvolutionPart second)
                || !first.fits(second)) {
            return Optional.empty();
        }
        for (int i = 1; i < own.size(); i++) {
            if (!(own.get(i) instanceof ChannelwisePart one)
                    || !(other.get(i) instanceof ChannelwisePart two)
                    || !one.formula().key().equals(two.formula().key())) {
                return Optional.empty();
            }
        }
        List<Part> both = new ArrayList<>(own);
        both.set(0, first.beside(second));
        return Optional.of(both);
    }
}
