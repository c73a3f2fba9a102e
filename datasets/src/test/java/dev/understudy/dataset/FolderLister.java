package dev.understudy.dataset;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Says what is in a folder of images; for tests that start it in a process of its own. */
final class FolderLister {

    private FolderLister() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Splits splits = Datasets.open(
                    "folder", DataOptions.defaults().folder(Path.of(args[0])).size(2));
            splits.lines().forEach(out::println);
            byte[] image = new byte[12];
            for (int i = 0; i < splits.test().size(); i++) {
                splits.test().read(i, image, 0);
                out.println(splits.test().label(i) + " " + image[0]);
            }
        } catch (DataException e) {
            out.println(e.getMessage());
        }
    }
}
