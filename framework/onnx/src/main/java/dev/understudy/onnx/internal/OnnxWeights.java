package dev.understudy.onnx.internal;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.understudy.InputException;
import dev.understudy.internal.text.Quote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights that an ONNX file keeps in files beside it, as torch.onnx.export writes them. Only regular files in the same
 * folder are read, by plain names, and no byte past their ends.
 */
final class OnnxWeights {

    private final Path file;
    private final Set<Path> files = new LinkedHashSet<>();
    private long left;

    /**
     * For a file.
     *
     * @param file the ONNX file
     * @param most how many bytes all weights may have
     */
    OnnxWeights(Path file, long most) {
        this.file = file;
        this.left = most;
    }

    /** The files that were read from. */
    List<Path> files() {
        return List.copyOf(files);
    }

    /** The same model with all weights in itself; those of nodes and of inner graphs stay where they are. */
    ModelProto inline(ModelProto model) throws IOException {
        if (model.getGraph().getInitializerList().stream().noneMatch(OnnxWeights::isElsewhere)) {
            return model;
        }
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (isElsewhere(graph.getInitializer(i))) {
                graph.setInitializer(i, read(graph.getInitializer(i)));
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }

    private static boolean isElsewhere(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0;
    }

    private TensorProto read(TensorProto tensor) throws IOException {
        Map<String, String> place = new LinkedHashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            place.put(entry.getKey(), entry.getValue());
        }
        String what = file + ": the weights " + Quote.of(tensor.getName());
        Path other = beside(place.getOrDefault("location", ""), what);
        long size = Files.size(other);
        long offset = number(place.getOrDefault("offset", "0"), what);
        long length = number(place.getOrDefault("length", Long.toString(Math.max(0, size - offset))), what);
        if (offset > size || length > size - offset) {
            throw new InputException(what + " should be " + length + " bytes from byte " + offset + " of " + other
                    + ", which has " + size);
        }
        left -= length;
        if (left < 0) {
            throw new InputException(what + ": all weights together are more than can be read here");
        }
        files.add(other);
        return tensor.toBuilder()
                .clearExternalData()
                .clearDataLocation()
                .setRawData(bytes(other, offset, Math.toIntExact(length)))
                .build();
    }

    private Path beside(String location, String what) {
        boolean plain = !location.isEmpty()
                && !location.equals("..")
                && location.chars()
                        .noneMatch(letter -> letter == '/' || letter == '\\' || Character.isISOControl(letter));
        if (!plain) {
            throw new InputException(what + " should be in a file of the same folder, they are said to be in "
                    + Quote.of(location) + "; torch.onnx.export(..., external_data=False) writes one file");
        }
        Path other = file.resolveSibling(location);
        if (!Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException(
                    what + " are in " + Quote.of(location) + ", which is no plain file beside it; put it there,"
                            + " or write one file with torch.onnx.export(..., external_data=False)");
        }
        return other;
    }

    private static long number(String text, String what) {
        if (!text.matches("\\d{1,18}")) {
            throw new InputException(what + " have a place that is no number: " + Quote.of(text));
        }
        return Long.parseLong(text);
    }

    private static ByteString bytes(Path other, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(other)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            channel.position(offset);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return ByteString.copyFrom(bytes.flip());
        }
    }
}
