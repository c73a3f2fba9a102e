package dev.understudy;

import dev.understudy.format.NameMap;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.identity.Fingerprints;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Weights that a student begins with in place of drawn ones, in all of its network or in a block of it: those of a file,
 * or the teacher's own. Whether they are then trained is another matter: freeze the block in the network's supplier where
 * they are to stay ({@link ai.djl.nn.Block#freezeParameters}).
 */
public final class InitialWeights {

    private final @Nullable Path file;
    private final @Nullable NameMap names;
    private final @Nullable TeacherTap after;
    private final String into;

    private InitialWeights(@Nullable Path file, @Nullable NameMap names, @Nullable TeacherTap after, String into) {
        this.file = file;
        this.names = names;
        this.after = after;
        this.into = into;
    }

    /**
     * Those of a file: our safetensors, or DJL's {@code .params}.
     *
     * @param file the file
     * @return the weights, for the whole network
     */
    public static InitialWeights ofFile(Path file) {
        return new InitialWeights(file, null, null, "");
    }

    /**
     * Those of a safetensors file that PyTorch made.
     *
     * @param file the file
     * @param names what the file calls the network's layers
     * @return the weights, for the whole network
     */
    public static InitialWeights ofFile(Path file, NameMap names) {
        return new InitialWeights(file, names, null, "");
    }

    /**
     * All of the teacher's, for a student of the same structure.
     *
     * @return the weights, for the whole network
     */
    public static InitialWeights ofTeacher() {
        return new InitialWeights(null, null, null, "");
    }

    /**
     * Those of the teacher's layers after a tap, for a block that is made of such layers ({@link
     * dev.understudy.block.Parts#after}).
     *
     * @param tap the last layer that is not among them
     * @return the weights
     */
    public static InitialWeights ofTeacherAfter(TeacherTap tap) {
        return new InitialWeights(null, null, tap, "");
    }

    /**
     * The same for a block of the network.
     *
     * @param path the block, as a tap names it
     * @return the weights
     */
    public InitialWeights into(String path) {
        return new InitialWeights(file, names, after, path);
    }

    /**
     * Their file.
     *
     * @return null where they are the teacher's
     */
    public @Nullable Path getFile() {
        return file;
    }

    /**
     * What the file calls the network's layers.
     *
     * @return null for a file of ours, and where they are the teacher's
     */
    public @Nullable NameMap getNames() {
        return names;
    }

    /**
     * After which of the teacher's layers they begin.
     *
     * @return null for all of them
     */
    public @Nullable TeacherTap getAfter() {
        return after;
    }

    /**
     * The block that they are for.
     *
     * @return its path; empty for the whole network
     */
    public String getInto() {
        return into;
    }

    /**
     * What they are, by what their file and its names hold.
     *
     * @return one line
     * @throws InputException where the file cannot be read
     */
    @Override
    public String toString() {
        String from = "the teacher" + (after == null ? "" : " after " + after);
        if (file != null) {
            from = "a file " + Fingerprints.of(file, List.of());
            from += names == null ? "" : " by the names " + fingerprint(names);
        }
        return (into.isEmpty() ? "" : into + ": ") + from;
    }

    private static String fingerprint(NameMap names) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(names.layers())
                .forEach((ours, theirs) ->
                        lines.append(ours).append(" = ").append(theirs).append('\n'));
        return Sha256.of(lines.toString());
    }
}
