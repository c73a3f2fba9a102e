package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** A machine whose name nobody knows, and that has no network: a container, say. */
public class HostNameTest {

    private static final List<String> ALONE = List.of("unshare", "--map-root-user", "--net");

    @Test
    public void aNameThatDoesNotResolveIsNoReasonToComplain() throws IOException, InterruptedException {
        List<String> nothing = new ArrayList<>(ALONE);
        nothing.add("true");
        if (!isRun(nothing)) {
            throw new SkipException("No \"unshare --net\" here: a network cannot be taken away");
        }
        Path hosts = Files.createTempFile("hosts", "");
        List<String> command = new ArrayList<>(ALONE);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Djdk.net.hosts.file=" + hosts,
                "-Dlog4j2.configurationFile=dev/understudy/cli/log4j2.xml",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "inspect",
                "channel",
                "--width",
                "0.0625"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(process.waitFor(), 0, said);
            assertTrue(said.contains("Pairs that can be compared as they are"), said);
            assertTrue(said.lines().noneMatch(line -> line.contains("host name") || line.startsWith("\tat ")), said);
        } finally {
            Files.delete(hosts);
        }
    }

    private static boolean isRun(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
