package dev.understudy.cli;

import dev.understudy.cli.file.NewFolder;
import dev.understudy.cli.file.ProjectFiles;
import dev.understudy.cli.file.ProjectName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a project of the user's own. */
@Command(
        name = "new",
        description = "Write a small Maven project of your own that stands on Understudy: networks, an objective, a"
                + " recipe and images to start from, with a test that trains them.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class NewCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Where: a folder that is not there yet, or is empty.")
    private Path folder = Path.of("");

    @Option(
            names = "--package",
            paramLabel = "NAME",
            description = "Its package, which is also its Maven group; default: from DIR's name.")
    private @Nullable String packageName;

    @Option(names = "--kotlin", description = "Write it in Kotlin; default: in Java.")
    private boolean kotlin;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    NewCommand() {}

    @Override
    public Integer call() throws IOException {
        NewFolder place = NewFolder.at(folder);
        String name = place.path().getFileName().toString();
        ProjectName names = packageName != null ? ProjectName.of(name, packageName) : ProjectName.of(name);
        Map<String, String> files = ProjectFiles.render(names, kotlin);
        place.write(files);
        PrintWriter out = spec.commandLine().getOut();
        files.keySet().forEach(file -> out.println("  " + file));
        out.println("Written to " + folder + ". In Understudy's folder, once: mvn install -DskipTests");
        out.println("Then, in " + folder + ": mvn verify; its README.md says more.");
        return 0;
    }
}
