package dev.understudy.cli.file;

import dev.understudy.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * What a new project is called.
 *
 * @param artifact its Maven artifact
 * @param packageName its package and its Maven group
 */
public record ProjectName(String artifact, String packageName) {

    private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");

    /** Kotlin's hard keywords that Java does not have. */
    private static final Set<String> KOTLIN =
            Set.of("as", "fun", "in", "is", "object", "typealias", "typeof", "val", "var", "when");

    /** Packages that Java and Kotlin keep for themselves, and ours: no package is split over two jars. */
    private static final List<String> TAKEN = List.of("java", "kotlin", "dev.understudy");

    /** Named after its folder: {@code My-Students} is the package {@code mystudents}. */
    public static ProjectName of(String folder) {
        String letters = folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (!isPackage(letters)) {
            throw new InputException(
                    "No package can be named after the folder \"" + folder + "\"; give --package NAME");
        }
        return of(folder, letters);
    }

    /** With a package of its own. */
    public static ProjectName of(String folder, String packageName) {
        if (!isPackage(packageName)) {
            throw new InputException("--package must be lower-case names joined by dots, none of them a keyword of Java"
                    + " or Kotlin, and none of " + TAKEN + "; got \"" + packageName + "\"");
        }
        String artifact =
                folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return new ProjectName(artifact.isEmpty() ? "project" : artifact, packageName);
    }

    private static boolean isPackage(String name) {
        return PACKAGE.matcher(name).matches()
                && SourceVersion.isName(name)
                && List.of(name.split("\\.", -1)).stream().noneMatch(KOTLIN::contains)
                && TAKEN.stream().noneMatch(taken -> (name + ".").startsWith(taken + "."));
    }

    /** Its package as a folder. */
    String folder() {
        return packageName.replace('.', '/');
    }
}
