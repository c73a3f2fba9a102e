package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.internal.decode.Decoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The endings of files that are taken for images, in capitals or not. */
public final class ImageExtensions {

    /** What {@link Decoder} reads, by the names that such files go by. */
    public static final List<String> ALL = List.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "gif", "webp");

    private ImageExtensions() {}

    public static boolean isImage(Path file) {
        return ALL.contains(of(file));
    }

    /** What stands behind the last dot of a name, in small letters; empty where there is none. */
    public static String of(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
