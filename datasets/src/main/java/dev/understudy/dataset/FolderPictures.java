package dev.understudy.dataset;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures in files, decoded each time they are read, so that any number of them fits. */
final class FolderPictures implements Pictures {
    private final Path root;
    private final List<Path> files;
    private final int[] labels;
    private final List<String> classNames;
    private final int side;

    FolderPictures(Path root, List<Path> files, int[] labels, List<String> classNames, int side) {
        this.root = root;
        this.files = files;
        this.labels = labels;
        this.classNames = classNames;
        this.side = side;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape shape() {
        return new Shape(3, side, side);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, byte[] into, int offset) {
        Planes picture = Decoder.decode(files.get(index)).square().resized(side);
        picture.write(into, offset);
    }

    @Override
    public String fingerprint() {
        Fingerprint hash = Fingerprint.start().number(side).numbers(labels);
        classNames.forEach(hash::text);
        for (Path file : files) {
            try {
                hash.text(root.relativize(file).toString())
                        .number(Files.size(file))
                        .number(Files.getLastModifiedTime(file).toMillis());
            } catch (IOException e) {
                throw DataFile.unreadable(file, e);
            }
        }
        return hash.finish();
    }
}
