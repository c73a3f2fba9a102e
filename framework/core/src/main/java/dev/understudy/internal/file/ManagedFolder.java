package dev.understudy.internal.file;

import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that Understudy works in, and says so: a file named {@value #MARK} in it says what for. A folder is taken when
 * it is missing or empty, or carries that mark; what anybody else keeps in a folder is thereby never touched.
 */
public final class ManagedFolder {

    /** The name of the file that says whose a folder is. */
    public static final String MARK = ".understudy";

    private static final Logger LOGGER = LoggerFactory.getLogger(ManagedFolder.class);

    private static final String LOCK = MARK + ".lock";
    private static final String BEGIN = "Understudy: ";
    private static final Pattern MARK_NAME = Pattern.compile(Pattern.quote(MARK));

    /** A mark is a few words. */
    private static final int MOST_BYTES = 200;

    private static final int SHOWN = 3;

    private final Path path;
    private final String kind;
    private final boolean fresh;

    private ManagedFolder(Path path, String kind, boolean fresh) {
        this.path = path;
        this.kind = kind;
        this.fresh = fresh;
    }

    /**
     * Takes a folder: makes it where it is missing, and marks it where it is empty.
     *
     * @param called what the folder is to whoever named it, such as {@code --output}; the first word of a refusal
     * @param folder the folder
     * @param kind what it is for, in a word or two, such as {@code run}
     * @return the folder
     * @throws ResultException where it is not empty and has no such mark, is a file, or cannot be made or read; nothing
     *     is changed then
     */
    public static ManagedFolder claim(String called, Path folder, String kind) {
        String name = called + " " + folder;
        boolean fresh = isMissing(folder);
        check(called, folder, kind);
        if (fresh) {
            make(name, folder);
        }
        try {
            mark(name, folder, kind);
        } catch (ResultException e) {
            if (fresh) {
                removeEmpty(folder);
            }
            throw e;
        }
        return new ManagedFolder(folder, kind, fresh);
    }

    /**
     * Refuses a folder that {@link #claim} refuses, and changes nothing.
     *
     * @param called what the folder is to whoever named it
     * @param folder the folder, which need not be there
     * @param kind what it is for
     * @throws ResultException where it is not empty and has no such mark, is a file, or cannot be read
     */
    public static void check(String called, Path folder, String kind) {
        String name = called + " " + folder;
        if (isMissing(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new ResultException(name + " is a file, a folder is wanted");
        }
        checkMark(name, folder, kind);
    }

    private static boolean isMissing(Path folder) {
        return !Files.exists(folder) && !Files.isSymbolicLink(folder);
    }

    /**
     * Whether a folder carries the mark of a kind.
     *
     * @param folder the folder, which need not be there
     * @param kind as it was taken with
     * @return false for one that is somebody else's, of another kind, or a link
     */
    public static boolean isOne(Path folder, String kind) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && kind.equals(kindOf(folder));
    }

    /**
     * Whether a file in a folder is its mark, one that was begun when a process was killed, or the lock beside it.
     *
     * @param file the file
     * @return by its name
     */
    public static boolean isMark(Path file) {
        return file.endsWith(MARK) || file.endsWith(LOCK) || AtomicFiles.isUnfinished(file, MARK_NAME);
    }

    /**
     * Where it lies.
     *
     * @return as it was taken
     */
    public Path path() {
        return path;
    }

    /**
     * Keeps others out, in this program and in others, until the lock is closed.
     *
     * @return the lock, to be closed
     * @throws ResultException where another has it
     */
    public FolderLock lock() {
        FolderLock lock = FolderLock.of(path, path.resolve(LOCK));
        if (!kindOf(path).equals(kind)) {
            lock.close();
            throw new ResultException("Another training has just given up " + path + "; try again");
        }
        return lock;
    }

    /**
     * A folder in it.
     *
     * @param name its name
     * @return the folder, made where it is missing
     * @throws ResultException where there is a file or a link instead, or it cannot be made
     */
    public Path inside(String name) {
        return make(path.resolve(name));
    }

    /** Makes a folder inside one of ours, where it is missing. */
    static Path make(Path inner) {
        if (Files.exists(inner, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
            throw new ResultException(inner + " is not a folder, as Understudy makes it there; move it away");
        }
        make(inner.toString(), inner);
        return inner;
    }

    /**
     * Removes what {@link #claim} made, as far as nothing else is in the folder: a folder that was there before stays,
     * without the mark. To be called while it is locked, and the lock closed afterwards.
     *
     * @throws ResultException where it cannot be removed
     */
    public void giveBack() {
        remove(fresh);
    }

    /**
     * Removes the folder, as far as nothing but the mark is in it. To be called while it is locked, and the lock closed
     * afterwards.
     *
     * @throws ResultException where it cannot be removed
     */
    public void remove() {
        remove(true);
    }

    /**
     * Removes a folder in which nothing is; any other stays, and so does a link.
     *
     * @param folder the folder, which need not be there
     */
    public static void removeEmpty(Path folder) {
        try {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            LOGGER.debug("{} is not empty and stays", folder);
        } catch (IOException e) {
            throw new ResultException("The folder " + folder + " cannot be removed: " + Reasons.of(e), e);
        }
    }

    private void remove(boolean folderToo) {
        try {
            if (!others(path).isEmpty()) {
                return;
            }
            for (Path begun : unfinishedMarks()) {
                Files.deleteIfExists(begun);
            }
            Files.deleteIfExists(path.resolve(LOCK));
            Files.deleteIfExists(path.resolve(MARK));
            if (folderToo) {
                removeEmpty(path);
            }
        } catch (IOException e) {
            throw new ResultException("The folder " + path + " cannot be removed: " + Reasons.withFile(e), e);
        }
    }

    private static void make(String name, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ResultException(name + " cannot be made: " + Reasons.withFile(e), e);
        }
    }

    /** A mark that is there in part would make a folder of ours somebody else's: it is written whole or not at all. */
    private static void mark(String name, Path folder, String kind) {
        Path mark = folder.resolve(MARK);
        if (!Files.exists(mark, LinkOption.NOFOLLOW_LINKS)) {
            try {
                AtomicFiles.write(mark, line(kind).getBytes(StandardCharsets.US_ASCII));
            } catch (ResultException e) {
                throw e.getCause() instanceof IOException reason
                        ? new ResultException(name + " cannot be written: " + Reasons.of(reason), e)
                        : e;
            }
        }
        checkMark(name, folder, kind);
    }

    private static void checkMark(String name, Path folder, String kind) {
        String found = kindOf(folder);
        if (found.equals(kind)) {
            return;
        }
        if (!found.isEmpty()) {
            throw new ResultException(name + " is a folder of Understudy's for another thing: wanted one for \"" + kind
                    + "\", it is for \"" + found + "\"; choose another folder");
        }
        List<String> inside = names(name, folder);
        if (!inside.isEmpty()) {
            throw new ResultException(name + " is not empty and not a folder of Understudy's (it holds "
                    + String.join(", ", inside.subList(0, Math.min(SHOWN, inside.size())))
                    + (inside.size() > SHOWN ? " and more" : "") + "); choose a new or an empty folder, or, where an"
                    + " Understudy before this one made it, put a file " + MARK + " with the line \""
                    + line(kind).strip() + "\" into it");
        }
    }

    /** What its mark says; empty where it has none. */
    private static String kindOf(Path folder) {
        Path mark = folder.resolve(MARK);
        try {
            if (!Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS) || Files.size(mark) > MOST_BYTES) {
                return "";
            }
            String text = new String(Files.readAllBytes(mark), StandardCharsets.ISO_8859_1).strip();
            return text.startsWith(BEGIN) ? text.substring(BEGIN.length()) : "";
        } catch (IOException e) {
            throw new ResultException(mark + " cannot be read: " + Reasons.of(e), e);
        }
    }

    private static List<String> names(String name, Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> !AtomicFiles.isUnfinished(path, MARK_NAME))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .limit(SHOWN + 1)
                    .toList();
        } catch (IOException e) {
            throw new ResultException(name + " cannot be read: " + Reasons.of(e), e);
        }
    }

    private List<Path> unfinishedMarks() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(file -> AtomicFiles.isUnfinished(file, MARK_NAME))
                    .toList();
        }
    }

    private static List<Path> others(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> !isMark(path)).toList();
        }
    }

    private static String line(String kind) {
        return BEGIN + kind + "\n";
    }
}
