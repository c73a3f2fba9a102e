package dev.understudy.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.testng.SkipException;

/** A browser without a window, which opens one page and prints what became of it. */
final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int SECONDS = 120;

    private Chromium() {}

    /** The page's elements once its scripts have run, and what the browser logged. */
    record Opened(String dom, String log) {}

    /**
     * Opens a page.
     *
     * @throws SkipException where there is no such browser
     */
    static Opened open(Path page, boolean dark) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(page.getParent(), "browser");
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                executable(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=8000",
                "--window-size=1400,2000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--dump-dom",
                page.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException("The browser was not done after " + SECONDS + " s: " + Files.readString(log));
        }
        return new Opened(Files.readString(dom), Files.readString(log));
    }

    private static String executable() {
        String path = System.getenv().getOrDefault("PATH", "");
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new SkipException("No browser on the path; wanted one of " + NAMES))
                .toString();
    }
}
