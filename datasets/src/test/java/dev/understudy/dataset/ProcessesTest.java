package dev.understudy.dataset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.RemoteFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What processes do with one store: two at once, one after another that was killed. */
@Test(singleThreaded = true)
public class ProcessesTest {
    private static final int TIME_LIMIT = 120_000;
    private static final byte[] CONTENT = new byte[100_000];
    private static final int HALF = 50_000;

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final List<Process> processes = new ArrayList<>();
    private CountDownLatch goOn = new CountDownLatch(1);
    private ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server = server();
    private Path folder = Path.of("data");

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeMethod
    public void start() {
        ranges.clear();
        goOn = new CountDownLatch(1);
        threads = Executors.newCachedThreadPool();
        folder = Tiny.folder();
        server = server();
        server.createContext("/data.bin", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterMethod(alwaysRun = true)
    public void stop() {
        goOn.countDown();
        processes.forEach(Process::destroyForcibly);
        processes.clear();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Half of the file, a pause until the test goes on, then the rest; from where the range begins. */
    private void answer(HttpExchange exchange) throws IOException {
        String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
        ranges.add(range);
        int from = range.equals("null") ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-99999/100000");
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
        try (exchange) {
            if (from < HALF) {
                exchange.getResponseBody().write(CONTENT, from, HALF - from);
                exchange.getResponseBody().flush();
                goOn.await();
            }
            int done = Math.max(from, HALF);
            exchange.getResponseBody().write(CONTENT, done, CONTENT.length - done);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String place() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private static Checksum checksum() {
        return Checksum.md5("").of(CONTENT);
    }

    /** A process that has said that it begins. */
    private BufferedReader begun(String place, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Fetcher.class.getName(),
                folder.toString(),
                place,
                String.valueOf(CONTENT.length),
                checksum().hex());
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                .endsWith("_proxy"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        processes.add(process);
        BufferedReader output = process.inputReader();
        Assert.assertEquals(output.readLine(), "begins");
        return output;
    }

    private String end(int number, BufferedReader output) throws Exception {
        String said = String.join("\n", output.lines().toList());
        return processes.get(number).waitFor() + ": " + said;
    }

    private void awaitHalf() throws Exception {
        Path part = folder.resolve("set/data.bin.part");
        while (!Files.exists(part) || Files.size(part) < HALF) {
            Thread.sleep(10);
        }
    }

    @Test(timeOut = TIME_LIMIT)
    public void twoProcessesThatWantTheSameFileDownloadItOnce() throws Exception {
        BufferedReader first = begun(place(), Map.of());
        awaitHalf();
        BufferedReader second = begun(place(), Map.of());
        goOn.countDown();
        String there = folder.resolve("set").toString();
        Assert.assertTrue(end(0, first).startsWith("0: "), there);
        String last = end(1, second);
        Assert.assertTrue(last.startsWith("0: ") && last.endsWith(there), last);
        Assert.assertEquals(Files.readAllBytes(folder.resolve("set/data.bin")), CONTENT);
        Assert.assertEquals(ranges, List.of("null"));
    }

    @Test(timeOut = TIME_LIMIT)
    public void whatAKilledProcessHasFetchedIsGoneOnWith() throws Exception {
        begun(place(), Map.of());
        awaitHalf();
        Assert.assertNotEquals(processes.get(0).destroyForcibly().waitFor(), 0);
        Assert.assertFalse(Files.exists(folder.resolve("set/data.bin")));
        RemoteFile file = new RemoteFile(place(), "data.bin", CONTENT.length, checksum());
        Path there = Fetcher.store(folder, Map.of()).files(List.of(file), "set");
        Assert.assertEquals(Files.readAllBytes(there.resolve("data.bin")), CONTENT);
        Assert.assertEquals(ranges, List.of("null", "bytes=" + HALF + "-"));
    }

    /** The proxy asks for the password, gets it, and then turns the connection down. */
    @Test(timeOut = TIME_LIMIT)
    public void anEncryptedConnectionGoesThroughTheProxyWithItsPassword() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            String address = "http://me:secret@localhost:" + proxy.getLocalPort();
            List<String> heads = Collections.synchronizedList(new ArrayList<>());
            threads.execute(() -> turnDown(proxy, heads));
            BufferedReader output = begun("https://data.example/", Map.of("https_proxy", address));
            String end = end(0, output);
            Assert.assertTrue(end.startsWith("2: ") && end.contains("data.bin: wanted to download it"), end);
            String password = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
            Assert.assertTrue(heads.get(0).startsWith("CONNECT data.example:443 "), heads.toString());
            Assert.assertFalse(heads.get(0).contains(password), heads.toString());
            Assert.assertTrue(heads.get(1).contains("Basic " + password), heads.toString());
        }
    }

    private static void turnDown(ServerSocket proxy, List<String> heads) {
        String[] answers = {"407 Who?\r\nProxy-Authenticate: Basic realm=\"here\"", "502 No"};
        for (String answer : answers) {
            try (Socket socket = proxy.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                StringBuilder head = new StringBuilder();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head.append(line).append('\n');
                }
                heads.add(head.toString());
                String whole = "HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(whole.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                heads.add(e.toString());
            }
        }
    }
}
