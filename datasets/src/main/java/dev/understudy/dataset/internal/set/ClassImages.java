package dev.understudy.dataset.internal.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the images of classes. Those in sub-folders are found too, and links to files are followed wherever they lead.
 * Links to folders are not: they could lead to another class, or in a circle.
 */
final class ClassImages {
    private final SkippedFiles leftOut = new SkippedFiles();

    /** What was met so far and is not read. */
    SkippedFiles leftOut() {
        return leftOut;
    }

    /** The images in a class's folder and below, by name. */
    List<Path> of(Path folder) {
        List<Path> found = new ArrayList<>();
        collect(folder, found);
        return found;
    }

    private void collect(Path folder, List<Path> found) {
        for (Path path : FolderNames.list(folder)) {
            if (FolderNames.isHidden(path)) {
                leftOut.add(SkippedFiles.Reason.HIDDEN);
            } else if (Files.isDirectory(path)) {
                below(path, found);
            } else if (ImageExtensions.isImage(path)) {
                found.add(path);
            } else {
                leftOut.file(path);
            }
        }
    }

    private void below(Path folder, List<Path> found) {
        if (Files.isSymbolicLink(folder)) {
            leftOut.add(SkippedFiles.Reason.LINKED_FOLDER);
        } else {
            collect(folder, found);
        }
    }

    /** Takes note of what lies beside the folders of classes. */
    void beside(Path folder) {
        for (Path path : FolderNames.list(folder)) {
            if (FolderNames.isHidden(path)) {
                leftOut.add(SkippedFiles.Reason.HIDDEN);
            } else if (!Files.isDirectory(path)) {
                if (ImageExtensions.isImage(path)) {
                    leftOut.add(SkippedFiles.Reason.NO_CLASS);
                } else {
                    leftOut.file(path);
                }
            }
        }
    }
}
