package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.TrainingException;
import dev.understudy.cli.option.RecipeFlagSpecs;
import dev.understudy.cli.print.EngineLoadFailure;
import dev.understudy.cli.print.OutOfMemoryMessage;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.dataset.DataException;
import dev.understudy.engine.Engines;
import dev.understudy.internal.text.Reasons;
import dev.understudy.internal.text.UserCode;
import dev.understudy.result.ResultException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: {@code ./understudy COMMAND}. */
@Command(
        name = "understudy",
        description = "A small student network learns from a large teacher.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        subcommands = {
            QuickstartCommand.class,
            RecipesCommand.class,
            TrainCommand.class,
            ResumeCommand.class,
            EvaluateCommand.class,
            ExportCommand.class,
            LatencyCommand.class,
            InspectCommand.class,
            KeepTeacherCommand.class,
            CompareCommand.class,
            TableCommand.class,
            NewCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    /** Exit status after the user's mistake. */
    public static final int MISTAKE = 2;

    /** Exit status after a mistake of ours. */
    static final int OURS = 1;

    /** Exit status after Ctrl-C. */
    static final int STOPPED = Interrupt.STOPPED;

    private static final String LOGGING = "log4j2.configurationFile";

    @Option(names = "--stacktrace", description = "Show where an error happened.", scope = ScopeType.INHERIT)
    private boolean stacktrace;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = Engines.PYTORCH,
            description = "Which of DJL's engines computes, such as MXNet; default: ${DEFAULT-VALUE}.",
            scope = ScopeType.INHERIT)
    private String engine = Engines.PYTORCH;

    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit status: 0 for success, 2 for the user's mistake, 1 for ours and for
     * a comparison with gaps, 130 after Ctrl-C.
     *
     * @param args the words of the command line
     */
    public static void main(String[] args) {
        logging();
        Interrupt interruption = Interrupt.install();
        int status = OURS;
        try {
            status = printed(run(writer(System.out), writer(System.err), args));
        } finally {
            interruption.finished();
        }
        interruption.exit(status);
    }

    /** Java says nothing where a disk is full: results that nobody gets are no success. */
    private static int printed(int status) {
        if (status != 0 || !System.out.checkError()) {
            return status;
        }
        String reason = "it could not be written for a while";
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write('\n');
        } catch (IOException e) {
            reason = Reasons.of(e);
        }
        if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
            // Who closes a pipe has read enough, as head does.
            return status;
        }
        System.err.println("What was printed is not whole: " + reason);
        return MISTAKE;
    }

    /** Unless somebody said otherwise; no jar on others' class paths decides for them how they log. */
    private static void logging() {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/understudy/cli/log4j2.xml");
        }
    }

    /**
     * Runs a command.
     *
     * @param out where results go
     * @param err where errors go
     * @param args the words of the command line
     * @return the exit status
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        CommandLine line = line(main);
        line.setOut(out).setErr(err);
        line.setExecutionStrategy(main::execute);
        line.setParameterExceptionHandler((e, words) -> {
            err.println(syntax(e));
            err.println("See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return MISTAKE;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> main.explain(e, command, err));
        if (args.length == 0) {
            line.usage(out);
            return MISTAKE;
        }
        try {
            RecipeFlagSpecs.add(line, List.of(args));
            return line.execute(args);
        } catch (RuntimeException | Error e) {
            return main.explain(e, innermost(line), err);
        } finally {
            out.flush();
        }
    }

    /** All commands there are. */
    private static CommandLine line(Main main) {
        CommandLine line = new CommandLine(main);
        // Before the settings, which go to the commands that are there.
        ServiceLoader.load(CommandProvider.class).forEach(more -> line.addSubcommand(more.command()));
        return line.setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpAutoWidth(true);
    }

    /**
     * The command of some words, read and not run; the engine that they name computes from now on.
     *
     * @param words the command line
     * @return the object with its options
     * @throws InputException where they are not understood
     */
    static Object read(List<String> words) {
        Main main = new Main();
        CommandLine line = line(main);
        RecipeFlagSpecs.add(line, words);
        try {
            line.parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new InputException(syntax(e), e);
        }
        Engines.use(main.engine);
        return innermost(line).getCommandSpec().userObject();
    }

    /** The engine is chosen before anything asks for one. */
    private int execute(CommandLine.ParseResult parsed) {
        try {
            Engines.use(engine);
        } catch (InputException e) {
            throw new CommandLine.ParameterException(parsed.commandSpec().commandLine(), oneLine(e), e);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** All commands with their options, to look at. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** The command that was meant, as far as the words were understood. */
    private static CommandLine innermost(CommandLine line) {
        CommandLine.ParseResult parsed = line.getParseResult();
        return parsed == null || !parsed.hasSubcommand()
                ? line
                : innermost(parsed.subcommand().commandSpec().commandLine());
    }

    /** Says in one line what ended a command. */
    private int explain(Throwable e, CommandLine command, PrintWriter err) {
        if (e instanceof CancellationException) {
            err.println(oneLine(e));
            return STOPPED;
        }
        Optional<String> mistake = EngineLoadFailure.explain(e)
                .map(Main::oneLine)
                .or(() -> OutOfMemoryMessage.explain(e, command.getCommandSpec()))
                .or(() -> mistake(e));
        err.println(mistake.orElseGet(() -> "Understudy failed: " + e.getClass().getSimpleName() + ": " + oneLine(e)));
        if (stacktrace) {
            e.printStackTrace(err);
        } else if (mistake.isEmpty()) {
            err.println("This is our mistake, not yours; --stacktrace shows where.");
        }
        return mistake.isPresent() ? MISTAKE : OURS;
    }

    /** Nothing where the mistake is ours. */
    private static Optional<String> mistake(Throwable e) {
        if ((e instanceof UncheckedIOException ? e.getCause() : e) instanceof IOException io) {
            return Optional.of(oneLine(Reasons.withFile(io)));
        }
        boolean theirs = e instanceof InputException
                || e instanceof DataException
                || e instanceof ResultException
                || e instanceof TrainingException;
        if (UserCode.threw(e)) {
            return Optional.of(oneLine("Code on UNDERSTUDY_CLASSPATH threw " + UserCode.line(e)));
        }
        return theirs ? Optional.of(oneLine(e)) : Optional.empty();
    }

    /** A mistake in the words themselves; the first word that is no command is answered with those there are. */
    private static String syntax(CommandLine.ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && e.getCommandLine().getParent() == null
                && !unmatched.isUnknownOption()) {
            return "No command named \"" + unmatched.getUnmatched().get(0) + "\"; there are "
                    + e.getCommandLine().getSubcommands().keySet();
        }
        return oneLine(e);
    }

    private static String oneLine(Throwable e) {
        return oneLine(String.valueOf(e.getMessage()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
