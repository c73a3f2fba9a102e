package dev.understudy.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the pictures of classes. Those in sub-folders are found too, and links to files are followed wherever they lead.
 * Links to folders are not: they could lead to another class, or in a circle.
 */
final class ClassPictures {
    private final LeftOut leftOut = new LeftOut();

    /** What was met so far and is not read. */
    LeftOut leftOut() {
        return leftOut;
    }

    /** The pictures in a class's folder and below, by name. */
    List<Path> of(Path folder) {
        List<Path> found = new ArrayList<>();
        collect(folder, found);
        return found;
    }

    private void collect(Path folder, List<Path> found) {
        for (Path path : FolderNames.list(folder)) {
            if (FolderNames.isHidden(path)) {
                leftOut.add(LeftOut.Reason.HIDDEN);
            } else if (Files.isDirectory(path)) {
                below(path, found);
            } else if (PictureEndings.isPicture(path)) {
                found.add(path);
            } else {
                leftOut.file(path);
            }
        }
    }

    private void below(Path folder, List<Path> found) {
        if (Files.isSymbolicLink(folder)) {
            leftOut.add(LeftOut.Reason.LINKED_FOLDER);
        } else {
            collect(folder, found);
        }
    }

    /** Takes note of what lies beside the folders of classes. */
    void beside(Path folder) {
        for (Path path : FolderNames.list(folder)) {
            if (FolderNames.isHidden(path)) {
                leftOut.add(LeftOut.Reason.HIDDEN);
            } else if (!Files.isDirectory(path)) {
                if (PictureEndings.isPicture(path)) {
                    leftOut.add(LeftOut.Reason.NO_CLASS);
                } else {
                    leftOut.file(path);
                }
            }
        }
    }
}
